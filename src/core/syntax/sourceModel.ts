// Puts what the passes found into the model that the rest of Witness reads.
import type { Query } from 'web-tree-sitter';
import type { LineIndex } from '../text/lineIndex';
import type { Range } from '../text/position';
import type { BlockDraft, StatementDraft } from './blockChain';
import type { Span } from './construct';
import { findFunctions, type FunctionDraft } from './functions';
import type {
  Block,
  Call,
  Edge,
  Granularity,
  LanguageId,
  SourceFunction,
  SourceModel,
  Statement,
} from './model';
import { findNames, type Names, type Place } from './names';
import type { ParsedText } from './parsedText';
import type { LanguageProfile } from './profile';
import { segmentExpression, segmentSuite, type Segmentation } from './segmentation';
import { spanOf, withoutParentheses } from './spans';
import { findSyntaxErrors } from './syntaxErrors';

/** A language whose grammar is loaded and whose queries are compiled. */
export interface LoadedProfile {
  readonly id: LanguageId;
  readonly profile: LanguageProfile;
  readonly functions: Query;
  readonly names: Query;
}

/**
 * The model of one parsed text.
 * @throws {ParseAbandoned} at the deadline.
 */
export function buildSourceModel(
  parsed: ParsedText,
  language: LoadedProfile,
  granularity: Granularity,
): SourceModel {
  const drafts = findFunctions(parsed, language.functions, language.profile);
  const pieces = piecesOf(drafts, parsed, language, granularity);
  return modelOf(pieces, parsed, language, granularity);
}

/** A place in the text where a variable is written or read. */
export interface NameInText {
  readonly name: string;
  readonly range: Range;
  readonly isWritten: boolean;
  /** Index of the block that does it; -1 for a parameter, and where no block runs it. */
  readonly block: number;
  /** Index of the function that a parameter belongs to; -1 for what is none. */
  readonly parameterOf: number;
}

export interface NamedModel {
  readonly model: SourceModel;
  readonly names: readonly NameInText[];
}

/**
 * The model of one parsed text line by line, with every place where a variable is written or read.
 * @throws {ParseAbandoned} at the deadline.
 */
export function buildNamedModel(parsed: ParsedText, language: LoadedProfile): NamedModel {
  const drafts = findFunctions(parsed, language.functions, language.profile);
  const pieces = piecesOf(drafts, parsed, language, 'line');
  return { model: modelOf(pieces, parsed, language, 'line'), names: pieces.names() };
}

function modelOf(
  { functions, blocks, statements, calls }: ModelPieces,
  parsed: ParsedText,
  language: LoadedProfile,
  granularity: Granularity,
): SourceModel {
  const syntaxErrors = findSyntaxErrors(parsed);
  return { language: language.id, granularity, functions, blocks, statements, calls, syntaxErrors };
}

/** What functions contribute to a model; indexes are into the pieces themselves. */
export type ModelPieces = Pick<SourceModel, 'functions' | 'blocks' | 'statements' | 'calls'>;

/**
 * What these functions, which lie in each other, consist of.
 * @param around Of functions other than the module: what their text stands in.
 */
export function piecesOf(
  drafts: readonly FunctionDraft[],
  parsed: ParsedText,
  { profile, names: query }: LoadedProfile,
  granularity: Granularity,
  around?: Surroundings,
): ModelPieces & Pick<Names, 'isInScope'> & { readonly names: () => NameInText[] } {
  const { lines } = parsed;
  const functions = drafts.map((fn, index): SegmentedFunction => ({
    fn,
    index,
    ...segment(fn, profile, granularity),
  }));
  const places = placesOf(functions, profile);
  const names = findNames(parsed, query, around === undefined ? places : [around.place, ...places]);
  const blocks = placeBlocks(functions);
  const statements = placeStatements(functions);
  const indexes: Indexes = {
    lines,
    names,
    block: new Map(blocks.map(({ draft }, index) => [draft, index])),
    statements: statementsByBlock(statements),
  };
  return {
    functions: functions.map((each) => sourceFunction(each, indexes)),
    blocks: blocks.map((each, index) => sourceBlock(each, index, indexes)),
    statements: statementsOf(statements, indexes, around?.previous),
    calls: names.calls.map(({ callee, span, block }): Call => {
      return { callee, range: rangeOf(span, lines), block: indexOf(block, indexes) };
    }),
    isInScope: names.isInScope,
    names: () =>
      names.mentions.map(({ name, span, isWritten, block, parameterOf = -1 }) => {
        return { name, range: rangeOf(span, lines), isWritten, block: indexOf(block, indexes), parameterOf };
      }),
  };
}

/** Where functions stand whose surroundings are known already. */
export interface Surroundings {
  /** Owns what is not theirs. */
  readonly place: Place;
  /** The statement before theirs. */
  readonly previous: Statement | undefined;
}

interface SegmentedFunction extends Segmentation {
  readonly fn: FunctionDraft;
  readonly index: number;
}

interface PlacedBlock {
  readonly draft: BlockDraft;
  readonly owner: SegmentedFunction;
  readonly ordinal: number;
}

interface PlacedStatement {
  readonly draft: StatementDraft;
  readonly functionIndex: number;
}

interface Indexes {
  readonly lines: LineIndex;
  readonly names: Names;
  readonly block: ReadonlyMap<BlockDraft, number>;
  readonly statements: ReadonlyMap<BlockDraft, readonly number[]>;
}

function segment(fn: FunctionDraft, profile: LanguageProfile, granularity: Granularity): Segmentation {
  const suite = profile.suiteOf(fn.body);
  return suite === undefined
    ? segmentExpression(spanOf(withoutParentheses(fn.body)))
    : segmentSuite(suite, profile, { granularity, canBeEnded: fn.isStarred });
}

/** A function hides what is around it; within, its blocks own their heads. */
function placesOf(functions: readonly SegmentedFunction[], profile: LanguageProfile): Place[] {
  const places: Place[] = [];
  for (const { fn, index, blocks, entry } of functions) {
    const own = { functionIndex: index, evaluatesAnnotations: fn.kind === 'module' || fn.kind === 'class' };
    places.push({ ...own, span: fn.inner, block: undefined });
    for (const block of blocks) {
      for (const span of block.heads) places.push({ ...own, span, block });
    }
    if (fn.parameters === undefined) continue;

    const span = spanOf(fn.parameters);
    if (profile.parametersRunAtCall) places.push({ ...own, span, block: entry });
    places.push({ span, parametersOf: index });
  }
  return places;
}

function placeBlocks(functions: readonly SegmentedFunction[]): PlacedBlock[] {
  const placed = functions.flatMap((owner) =>
    owner.blocks.map((draft, ordinal) => ({ draft, owner, ordinal })),
  );
  return placed.sort(
    (a, b) => extentOf(a.draft).start - extentOf(b.draft).start || a.owner.index - b.owner.index,
  );
}

function placeStatements(functions: readonly SegmentedFunction[]): PlacedStatement[] {
  const placed = functions.flatMap(({ statements, index }) =>
    statements.map((draft) => ({ draft, functionIndex: index })),
  );
  return placed.sort((a, b) => a.draft.span.head.start - b.draft.span.head.start);
}

function statementsByBlock(placed: readonly PlacedStatement[]): Map<BlockDraft, number[]> {
  const byBlock = new Map<BlockDraft, number[]>();
  placed.forEach(({ draft: { block } }, index) => {
    if (block === undefined) return;
    const known = byBlock.get(block);
    if (known === undefined) byBlock.set(block, [index]);
    else known.push(index);
  });
  return byBlock;
}

function sourceFunction(segmented: SegmentedFunction, indexes: Indexes): SourceFunction {
  const { fn, index, entry } = segmented;
  const { lines, names } = indexes;
  return {
    index,
    kind: fn.kind,
    name: fn.name,
    path: fn.path,
    parent: fn.parent,
    isAsync: fn.isAsync,
    isGenerator: fn.isStarred || names.yielding.has(index),
    parameters: names.parameters.get(index) ?? [],
    range: rangeOf(spanOf(fn.definition), lines),
    nameRange: rangeOf(nameSpan(fn), lines),
    bodyRange: rangeOf(spanOf(fn.body), lines),
    isTest: fn.isTest,
    entryBlock: indexOf(entry, indexes),
  };
}

function nameSpan(fn: FunctionDraft): Span {
  if (fn.parent < 0) return { start: 0, end: 0 };
  return spanOf(fn.nameNode ?? fn.node.firstChild ?? fn.node);
}

function sourceBlock({ draft, owner, ordinal }: PlacedBlock, index: number, indexes: Indexes): Block {
  const names = indexes.names.ofBlock.get(draft);
  return {
    index,
    id: `${owner.fn.path}:${ordinal}`,
    functionIndex: owner.index,
    kind: draft.kind,
    range: rangeOf(extentOf(draft), indexes.lines),
    statements: indexes.statements.get(draft) ?? [],
    successors: successorsOf(draft, indexes),
    definitions: [...(names?.definitions ?? [])],
    uses: [...(names?.uses ?? [])],
  };
}

/** From the first to the last of the heads. */
function extentOf({ heads }: BlockDraft): Span {
  let { start, end } = heads[0] ?? { start: 0, end: 0 };
  for (const head of heads) {
    start = Math.min(start, head.start);
    end = Math.max(end, head.end);
  }
  return { start, end };
}

const edgeOrder: readonly Edge['kind'][] = [
  'next',
  'true',
  'false',
  'loop',
  'break',
  'continue',
  'return',
  'raise',
  'exception',
];

/** Each target once a kind, exceptional ways last; what raises for certain needs no edge saying that it may. */
function successorsOf(draft: BlockDraft, indexes: Indexes): Edge[] {
  const edges = new Map<string, Edge>();
  for (const { to, kind } of draft.edges) {
    const target = indexOf(to, indexes);
    edges.set(`${target} ${kind}`, { to: target, kind });
  }
  return [...edges.values()]
    .filter(({ to, kind }) => kind !== 'exception' || !edges.has(`${to} raise`))
    .sort((a, b) => edgeOrder.indexOf(a.kind) - edgeOrder.indexOf(b.kind) || a.to - b.to);
}

function statementsOf(
  placed: readonly PlacedStatement[],
  indexes: Indexes,
  previous: Statement | undefined,
): Statement[] {
  let previousLine = previous?.headRange.start.line ?? -1;
  let nthOnLine = previous?.nthOnLine ?? 0;
  return placed.map(({ draft, functionIndex }, index) => {
    const range = rangeOf(draft.span.whole, indexes.lines);
    const headRange = rangeOf(draft.span.head, indexes.lines);
    nthOnLine = headRange.start.line === previousLine ? nthOnLine + 1 : 0;
    previousLine = headRange.start.line;
    return { index, block: indexOf(draft.block, indexes), functionIndex, range, headRange, nthOnLine };
  });
}

function indexOf(block: BlockDraft | undefined, indexes: Indexes): number {
  return (block && indexes.block.get(block)) ?? -1;
}

function rangeOf({ start, end }: Span, lines: LineIndex): Range {
  return lines.rangeAt(start, end);
}

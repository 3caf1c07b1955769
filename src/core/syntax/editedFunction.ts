// The model of a text after an edit inside the body of one function: that function is cut anew, all else is kept.
import { comparePositions, type Position } from '../text/position';
import type { LineIndex } from '../text/lineIndex';
import { liesWithin, type TreeEdit } from './editHull';
import { findFunctions, type FunctionDraft } from './functions';
import type { SourceFunction, SourceModel } from './model';
import { splicedModel, type Splice } from './modelSplice';
import type { ParsedText } from './parsedText';
import { piecesOf, type LoadedProfile } from './sourceModel';
import { findSyntaxErrors } from './syntaxErrors';

/** Deeper functions may leave out what is around them in their paths. */
const deepest = 90;

/**
 * The model that `buildSourceModel` gives for the new text; undefined where more changed than the body of a function.
 * @param old The model of the text before the edit.
 * @param parsed The text after it.
 * @throws {ParseAbandoned} at the deadline.
 */
export function modelAfterEdit(
  old: SourceModel,
  edit: TreeEdit,
  parsed: ParsedText,
  language: LoadedProfile,
): SourceModel | undefined {
  if (cutsLineEnd(edit, parsed.lines)) return undefined;
  for (const edited of around(old, edit)) {
    const model = modelWith(edited, old, edit, parsed, language);
    if (model !== undefined) return model;
  }
  return undefined;
}

/** The model in which this function is cut anew. */
function modelWith(
  edited: SourceFunction,
  old: SourceModel,
  edit: TreeEdit,
  parsed: ParsedText,
  language: LoadedProfile,
): SourceModel | undefined {
  const { before, hull } = edit;
  const bodyStart = before.offsetAt(edited.bodyRange.start);
  const bodyEnd = before.offsetAt(edited.bodyRange.end) + hull.newEnd - hull.oldEnd;
  if (!liesWithin(edit, { start: bodyStart, end: bodyEnd })) return undefined;

  const found = findFunctions(
    { ...parsed, within: { start: before.offsetAt(edited.range.start), end: bodyEnd } },
    language.functions,
    language.profile,
  );
  const first = found.findIndex(({ body, kind }) => body.startIndex === bodyStart && kind === edited.kind);
  const draft = found[first];
  if (draft?.body.endIndex !== bodyEnd || language.profile.suiteOf(draft.body) === undefined) {
    return undefined;
  }
  const { start, end } = draft.inner;
  const drafts = found.slice(first).filter(({ inner }) => inner.start >= start && inner.end <= end);

  const splice = spliceAt(old, edited, {
    innerStart: parsed.lines.positionAt(start),
    edit,
    after: parsed.lines,
  });
  if (splice === undefined) return undefined;
  const pieces = piecesOf(
    drafts.map((each) => renamed(each, draft, edited, first)),
    { ...parsed, within: { start, end } },
    language,
    old.granularity,
    {
      place: {
        span: { start: 0, end: parsed.root.endIndex },
        functionIndex: -1,
        evaluatesAnnotations: false,
        block: undefined,
      },
      previous: old.statements[splice.statements.from - 1],
    },
  );
  if (pieces.isInScope) return undefined;
  const own = pieces.calls.filter(({ range }) => parsed.lines.offsetAt(range.start) >= start);
  return { ...splicedModel(old, { ...pieces, calls: own }, splice), syntaxErrors: findSyntaxErrors(parsed) };
}

/** The functions whose bodies hold the edit, innermost first. */
function around({ functions }: SourceModel, { before, hull }: TreeEdit): SourceFunction[] {
  const start = before.positionAt(hull.start);
  const end = before.positionAt(hull.oldEnd);
  return functions
    .filter(
      ({ parent, bodyRange }) =>
        parent >= 0 &&
        comparePositions(bodyRange.start, start) <= 0 &&
        comparePositions(end, bodyRange.end) <= 0,
    )
    .reverse();
}

interface SplicePlace {
  /** The same in the old and the new text. */
  readonly innerStart: Position;
  readonly edit: TreeEdit;
  readonly after: LineIndex;
}

/** Which stretch of each list is replaced; undefined where it cannot be told. */
function spliceAt(
  old: SourceModel,
  edited: SourceFunction,
  { innerStart, edit, after }: SplicePlace,
): Splice | undefined {
  const { end } = edited.bodyRange;
  const { functions, blocks, statements, calls } = old;
  let lastFunction = edited.index + 1;
  while ((functions[lastFunction]?.parent ?? -1) >= edited.index) lastFunction++;
  const inside = { start: innerStart, end };
  const splice: Splice = {
    edited,
    functions: { from: edited.index, to: lastFunction },
    blocks: stretch(blocks, ({ range }) => range.start, inside),
    statements: stretch(statements, ({ headRange }) => headRange.start, inside),
    calls: stretch(calls, ({ range }) => range.start, inside),
    oldEnd: edit.before.positionAt(edit.hull.oldEnd),
    newEnd: after.positionAt(edit.hull.newEnd),
  };
  const next = statements[splice.statements.to];
  const sharesLine = next?.headRange.start.line === end.line;
  const isAlone = functions.every(
    ({ path, index }) =>
      (index >= edited.index && index < lastFunction) || !path.startsWith(`${edited.path}.`),
  );
  return sharesLine || !isAlone || edited.path.split('.').length > deepest ? undefined : splice;
}

/** Which of a list's items start in a stretch; they are in source order. */
function stretch<T>(
  items: readonly T[],
  startOf: (item: T) => Position,
  { start, end }: { readonly start: Position; readonly end: Position },
): { readonly from: number; readonly to: number } {
  return { from: firstFrom(items, startOf, start), to: firstFrom(items, startOf, end) };
}

/** Index of the first item that starts at a position or behind it. */
function firstFrom<T>(items: readonly T[], startOf: (item: T) => Position, position: Position): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && comparePositions(startOf(item), position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** As its path is in the whole file; `parent` as an index into the drafts. */
function renamed(
  draft: FunctionDraft,
  outermost: FunctionDraft,
  edited: SourceFunction,
  first: number,
): FunctionDraft {
  const path = edited.path + draft.path.slice(outermost.path.length);
  return { ...draft, path, parent: draft.parent - first };
}

/** Positions never stand between CR and LF, offsets may. */
function cutsLineEnd({ before, hull }: TreeEdit, after: LineIndex): boolean {
  const cuts = (text: string, offset: number): boolean => text.slice(offset - 1, offset + 1) === '\r\n';
  return (
    cuts(before.text, hull.start) ||
    cuts(before.text, hull.oldEnd) ||
    cuts(after.text, hull.start) ||
    cuts(after.text, hull.newEnd)
  );
}

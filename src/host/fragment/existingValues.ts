// What is known of the names that a fragment lacks, besides its own text: from recordings, tests and other code.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { CalledFunction } from '../../core/fragment/callSites';
import type { Selection } from '../../core/fragment/selection';
import type { SourceFunction, SourceModel } from '../../core/syntax/model';
import type { SyntaxService } from '../syntax/syntaxService';
import type { RecordedValues } from './recordedValues';
import { type FoundCall, workspaceCalls, type WorkspaceFiles } from './workspaceCalls';

/** A value as text: a literal or a constructor call in code, or as recordings show values. */
export interface KnownValue {
  readonly text: string;
  /** Where it is from, for people. */
  readonly source: string;
  readonly isCode: boolean;
}

export interface ExistingValues {
  /** By the function's name and that of its parameter or variable: `total:orders`. */
  readonly known: Readonly<Record<string, readonly KnownValue[]>>;
  /** Calls by the function's name; `__init__` is that of the class around the fragment. */
  readonly calls: Readonly<Record<string, readonly FoundCall[]>>;
  /** Text of the stub file beside the fragment's file, which has annotations. */
  readonly stub?: string;
}

export interface ExistingValuesTools {
  readonly syntax: SyntaxService;
  readonly recorded: RecordedValues;
  readonly workspace: WorkspaceFiles;
}

export interface Piece {
  readonly file: string;
  readonly text: string;
  readonly cwd: string;
  readonly selection: Selection;
}

/** Functions that are looked up for one fragment. */
const mostFunctions = 40;

export async function existingValues(piece: Piece, tools: ExistingValuesTools): Promise<ExistingValues> {
  const model = await tools.syntax.model(piece.file, Buffer.from(piece.text), 'line', 'python');
  if (model === undefined) return { known: {}, calls: {} };
  const functions = functionsOf(model, piece.selection);
  const [known, calls, stub] = await Promise.all([
    recordedBy(functions, piece, tools.recorded),
    workspaceCalls(calledFunctions(functions, model), piece, piece.cwd, tools),
    readFile(piece.file.replace(/\.py$/, '.pyi'), 'utf8').catch(() => undefined),
  ]);
  const isStub = piece.file.endsWith('.pyi') || stub === undefined;
  return { known, calls: withConstructor(calls, functions, model), ...(!isStub && { stub }) };
}

/** The function that holds the fragment, and those that the fragment defines. */
function functionsOf(model: SourceModel, { startLine, endLine, within }: Selection): SourceFunction[] {
  const inside = model.functions.filter(({ range, kind }) => {
    const { start, end } = range;
    return (kind === 'function' || kind === 'method') && start.line >= startLine && end.line <= endLine + 1;
  });
  const around = model.functions.filter(({ path, kind }) => path === within && kind !== 'class');
  return [...around, ...inside].slice(0, mostFunctions);
}

function calledFunctions(functions: readonly SourceFunction[], model: SourceModel): CalledFunction[] {
  const classes = functions.flatMap((item) => classOf(item, model) ?? []);
  const constructors = classes.map(({ name }) => ({ name }));
  const called = functions
    .filter(({ name }) => !/^__\w+__$/.test(name))
    .map((item): CalledFunction => {
      const owner = classOf(item, model);
      return { name: item.name, ...(owner !== undefined && { className: owner.name }) };
    });
  const all: CalledFunction[] = [...called, ...constructors];
  return all.filter(({ name }, i) => all.findIndex((other) => other.name === name) === i);
}

/** What calls the class calls its `__init__`. */
function withConstructor(
  calls: Readonly<Record<string, FoundCall[]>>,
  functions: readonly SourceFunction[],
  model: SourceModel,
): ExistingValues['calls'] {
  const [owner] = functions.flatMap((item) => classOf(item, model) ?? []);
  const made = owner === undefined ? undefined : calls[owner.name];
  return made === undefined ? calls : { ...calls, __init__: made };
}

function classOf(item: SourceFunction, model: SourceModel): SourceFunction | undefined {
  const owner = model.functions[item.parent];
  return owner?.kind === 'class' ? owner : undefined;
}

async function recordedBy(
  functions: readonly SourceFunction[],
  { file, text, cwd, selection }: Piece,
  recorded: RecordedValues,
): Promise<Record<string, KnownValue[]>> {
  const hash = createHash('sha256').update(text).digest('hex');
  const known: Record<string, KnownValue[]> = {};
  for (const item of functions) {
    const isAround = item.path === selection.within;
    const asked = { file, function: item.path, ...(isAround && { line: selection.startLine }) };
    const found = await recorded.of(asked, cwd, hash);
    for (const { name, text: value } of found?.values ?? []) {
      const source = `a recording of ${dateText(found?.at ?? 0)}`;
      known[`${item.name}:${name}`] ??= [{ text: value, source, isCode: false }];
    }
  }
  return known;
}

/** `2026-11-29 20:15`, in the zone of this machine. */
function dateText(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16).replace('T', ' ');
}

// Which variables a stopped program has to show, and where in the text: by syntax alone, no value is read.
import type { SourceFunction, SourceModel } from '../syntax/model';
import type { NamedModel, NameInText } from '../syntax/sourceModel';
import { comparePositions, type Position, type Range } from '../text/position';

/** A place at whose line the value of a variable says something. */
export interface StopName {
  readonly name: string;
  readonly range: Range;
}

/**
 * Variables of the function that stands at a line, where they are written or read on the way there: not on branches
 * that were not taken, not below the line, and on the line itself, which has not run, only what it reads.
 * @param line 0-based.
 * @param isSame Whether a name means the same variable at a place as where the program stands: blocks may hide names.
 */
export function stopNames(
  { model, names }: NamedModel,
  line: number,
  isSame: (name: string, at: Position) => boolean,
): StopName[] {
  const stop = functionAt(model, line);
  const ran = blocksUpTo(model, stop, line);
  const own = ownNames(model, stop);
  const found = new Map<string, StopName>();
  for (const mention of names) {
    const { name, range } = mention;
    if (!own.has(name) || range.start.line > line || !isOf(mention, stop, ran)) continue;
    if (!isSame(name, range.start)) continue;
    if (range.start.line === line && mention.isWritten && mention.parameterOf < 0) continue;
    const key = `${range.start.line} ${name}`;
    const known = found.get(key);
    if (known === undefined || comparePositions(range.start, known.range.start) < 0) {
      found.set(key, { name, range });
    }
  }
  return [...found.values()].sort((a, b) => comparePositions(a.range.start, b.range.start));
}

/** The names that the line itself reads, in the order of the text. */
export function namesReadAt({ model, names }: NamedModel, line: number): string[] {
  const stop = functionAt(model, line);
  const read = names.filter(
    ({ isWritten, block, range }) =>
      !isWritten && range.start.line === line && model.blocks[block]?.functionIndex === stop.index,
  );
  const inOrder = read.sort((a, b) => comparePositions(a.range.start, b.range.start));
  return [...new Set(inOrder.map(({ name }) => name))];
}

/** The innermost function that runs a line; of a definition's own line, the one around it. */
function functionAt({ functions, blocks, statements }: SourceModel, line: number): SourceFunction {
  const running = statements.findLast(
    ({ headRange, block }) => block >= 0 && headRange.start.line <= line && line <= headRange.end.line,
  );
  const around = functions.findLast(
    ({ bodyRange, index }) => index === 0 || (bodyRange.start.line <= line && line <= bodyRange.end.line),
  );
  const found = functions[blocks[running?.block ?? -1]?.functionIndex ?? around?.index ?? 0];
  if (found === undefined) throw new Error('A model has a module at least');
  return found;
}

function isOf(
  { block, parameterOf }: NameInText,
  { index }: SourceFunction,
  ran: ReadonlySet<number>,
): boolean {
  return parameterOf === index || ran.has(block);
}

/** Parameters and what the function's own blocks write, without functions and classes that it defines. */
function ownNames({ blocks, functions }: SourceModel, { index, parameters }: SourceFunction): Set<string> {
  const own = new Set(parameters);
  const defined = new Set(functions.filter(({ parent }) => parent === index).map(({ name }) => name));
  for (const { functionIndex, definitions } of blocks) {
    if (functionIndex !== index) continue;
    for (const name of definitions) if (!defined.has(name)) own.add(name);
  }
  return own;
}

/** The blocks of a function that may have run before the one at a line, in the same round of the loops around it. */
function blocksUpTo(model: SourceModel, { index }: SourceFunction, line: number): Set<number> {
  const own = model.blocks.filter(({ functionIndex }) => functionIndex === index);
  const stop =
    own.find(({ range }) => range.start.line <= line && line <= range.end.line) ??
    own.findLast(({ range }) => range.start.line <= line);
  if (stop === undefined) return new Set();
  const before = new Map<number, number[]>();
  for (const { index: from, successors } of own) {
    for (const { to } of successors) before.set(to, [...(before.get(to) ?? []), from]);
  }
  const around = loopsAround(model, before, stop.index);
  const reached = new Set([stop.index]);
  for (const at of reached) {
    for (const from of before.get(at) ?? []) {
      const isNextRound = around.has(at) && from >= at;
      if (!isNextRound) reached.add(from);
    }
  }
  return reached;
}

/** The headers of the loops that a block stands in, the block itself if it is one. */
function loopsAround(
  { blocks }: SourceModel,
  before: ReadonlyMap<number, readonly number[]>,
  stop: number,
): Set<number> {
  const headers = new Set<number>();
  for (const [header, comingFrom] of before) {
    if (blocks[header]?.kind !== 'loop-header') continue;
    const body = new Set([header, ...comingFrom.filter((from) => from >= header)]);
    for (const at of body) {
      if (at === header) continue;
      for (const from of before.get(at) ?? []) body.add(from);
    }
    if (body.has(stop)) headers.add(header);
  }
  return headers;
}

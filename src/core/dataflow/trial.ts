// A path within one Python file as a program to be tried: a marked value stands where the source does, and the sink
// notes whether it arrived.
import type { SourceFunction } from '../syntax/model';
import { LineIndex } from '../text/lineIndex';
import type { Constant } from './ir/ir';
import type { FlowFinding, FlowPlace } from './model';

export interface Trial {
  /** The file with its line numbers, and below it a call of the function that the path starts from. */
  readonly source: string;
  /** What stands for the source: a Python literal. */
  readonly value: string;
  /** The value can be told from all others and is looked for at the sink; of any other the sink has to fail. */
  readonly isMarked: boolean;
  /** The solver's input as Python literals, by name, for what is missing. */
  readonly given: Readonly<Record<string, string>>;
}

/** Bound where the sink is reached: whether the marked value is part of what is there. */
export const arrivalName = 'witness_arrived';

/** A shorter text may be there by chance. */
const shortestMark = 4;

/** How a trial writes what stands for the source, and what tells that it has arrived. */
export interface TrialWords {
  /** @param literal Of a text. */
  marked(literal: string): string;
  /** What is put around the sink. */
  noticed(literal: string): { readonly before: string; readonly after: string };
}

/** For the sandbox, which sees what variables a statement has written. */
const plainWords: TrialWords = {
  marked: markedText,
  noticed: (literal) => ({
    before: '[witness_value := (',
    after: `), ${arrivalName} := ${literal} in str(witness_value)][0]`,
  }),
};

export interface TrialSource {
  readonly text: string;
  /** A text that is nowhere in the program. */
  readonly mark: string;
  /** The function that the path starts from; undefined for the file's own code. */
  readonly entry: SourceFunction | undefined;
}

/** @returns undefined for a path that leaves its file or cannot be told from others. */
export function trialOf(
  finding: FlowFinding,
  { text, mark, entry }: TrialSource,
  words = plainWords,
): Trial | undefined {
  if (!isWithinFile(finding)) return undefined;
  const index = new LineIndex(text);
  const [from, to] = spanOf(index, finding.source);
  const [start, end] = spanOf(index, finding.sink);
  const quoted = text.slice(from, to);
  const { input = {} } = finding.feasibility;
  const value = standIn(input, quoted, mark);
  const isMarked = typeof value === 'string';
  const isSinkReplaced = from <= start && end <= to && to - from > end - start;
  if (isMarked && (isSinkReplaced || value.length < shortestMark)) return undefined;
  const literal = pythonLiteral(value);
  const stand = isMarked ? words.marked(literal) : literal;
  const isParameter = isParameterOf(entry, quoted, (fn) => to <= bodyStart(index, fn));
  const replaced = isParameter ? [] : [{ from, to, text: stand }];
  const edits = isMarked ? [...replaced, ...noticed(start, end, words.noticed(literal))] : replaced;
  const given = literalsOf(input);
  const program = edited(text, edits);
  const called = (fn: SourceFunction): string => {
    const call = callOf(text, fn, isParameter ? { ...given, [quoted]: stand } : given);
    return `${withoutDecorators(program, fn)}\n${call}\n`;
  };
  return { source: entry === undefined ? program : called(entry), value: literal, isMarked, given };
}

function isWithinFile({ feasibility, path, source }: FlowFinding): boolean {
  return feasibility.result !== 'infeasible' && path.every(({ file }) => file === source.file);
}

type Input = NonNullable<FlowFinding['feasibility']['input']>;

/** What the solver says that the source gives; where that is nothing, a text of our own. */
function standIn(input: Input, source: string, mark: string): Constant {
  return input[`${source} is null`] === true ? null : (input[source] ?? mark);
}

function literalsOf(input: Input): Record<string, string> {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, pythonLiteral(value)]));
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function spanOf(index: LineIndex, { range }: FlowPlace): [number, number] {
  return [index.offsetAt(range.start), index.offsetAt(range.end)];
}

function bodyStart(index: LineIndex, { bodyRange }: SourceFunction): number {
  return index.offsetAt(bodyRange.start);
}

function isParameterOf(
  entry: SourceFunction | undefined,
  name: string,
  isInHead: (fn: SourceFunction) => boolean,
): boolean {
  return entry !== undefined && entry.parameters.includes(name) && isInHead(entry);
}

/** The sink's value is as it was. */
function noticed(start: number, end: number, { before, after }: ReturnType<TrialWords['noticed']>): Edit[] {
  return [
    { from: end, to: end, text: after },
    { from: start, to: start, text: before },
  ];
}

/** From the end on, so that offsets hold; what is put in front of something comes last. */
function edited(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => b.to - a.to || b.from - a.from);
  return sorted.reduce((made, { from, to, text: put }) => made.slice(0, from) + put + made.slice(to), text);
}

/** A text that is also what a request, a form or a stream would give it as. */
function markedText(literal: string): string {
  const itself = ['get', '__getitem__', '__getattr__', 'read', 'readline', 'pop'].map(
    (name) => `"${name}": lambda s, *a, **k: s`,
  );
  const many = ['getlist', 'readlines', 'values', 'split'].map((name) => `"${name}": lambda s, *a, **k: [s]`);
  const members = [...itself, ...many, '"__iter__": lambda s: iter([s])'];
  return `type("Marked", (str,), {${members.join(', ')}})(${literal})`;
}

function pythonLiteral(value: Constant): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}

function withoutDecorators(text: string, { range, nameRange }: SourceFunction): string {
  const lines = text.split('\n');
  return lines
    .map((line, at) => (at >= range.start.line && at < nameRange.start.line ? '' : line))
    .join('\n');
}

/** Arguments that no input is known for bear the parameters' names, so that they are invented by them. */
function callOf(text: string, entry: SourceFunction, values: Readonly<Record<string, string>>): string {
  const index = new LineIndex(text);
  const head = text.slice(index.offsetAt(entry.nameRange.end), bodyStart(index, entry));
  const isTaken = (name: string): boolean => !new RegExp(`\\*\\s*${name}\\b`).test(head);
  const hasDefault = (name: string): boolean => new RegExp(`\\b${name}\\s*(?::[^,=]+)?=`).test(head);
  const args = entry.parameters
    .filter((name) => isTaken(name) && (name in values || !hasDefault(name)))
    .map((name) => `${name}=${values[name] ?? name}`);
  const call = `${entry.path}(${args.join(', ')})`;
  if (entry.isAsync) return `__import__("asyncio").run(${call})`;
  return entry.isGenerator ? `list(${call})` : call;
}

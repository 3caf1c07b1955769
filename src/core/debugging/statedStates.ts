// What somebody says that variables should hold at a place of the program.
import { Names } from './mutations/scope';
import type { Block, SourceModel } from '../syntax/model';
import { blocksByLine, isInFunction } from './blockLines';
import { given } from './recordedStates';

/** A variable, or what a `return`, a test or the header of a loop gives. */
export interface StatedState {
  /** 1-based line of the block. */
  readonly line: number;
  /** Whether it holds before the block runs, or after it. */
  readonly side: 'entry' | 'exit';
  /** Which run of the block in the whole test, from 1; without it each of them. */
  readonly occurrence?: number;
  /** `return` for what the block gives. */
  readonly name: string;
  /** A literal of the language. */
  readonly value: string;
}

/** What is said of one side of a block, as the runtime takes it. */
export interface SaidOfSide {
  /** Index into the model of the program. */
  readonly block: number;
  readonly side: StatedState['side'];
  /** `label`: the statement, as a block of the program line by line. */
  readonly said: readonly {
    readonly label: number;
    readonly occurrence: number | null;
    readonly values: Readonly<Record<string, string>>;
  }[];
  /** Whether it says what the block returns, or what it makes that out of. */
  readonly isReturned: boolean;
}

const form =
  /^(?:(?<file>.*):)?(?<line>[1-9]\d*)\s+(?:(?<when>before|after)\s+)?(?<name>[\p{L}_$][\p{L}\p{N}_$]*)\s*=\s*(?<value>[^]*?)(?:\s+@(?<occurrence>[1-9]\d*))?$/u;

/** Of `FILE:LINE [before|after] name=literal [@occurrence]`, where nothing said means after; undefined where it is none. */
export function parsedStatedState(
  text: string,
): { readonly file?: string; readonly stated: StatedState } | undefined {
  const found = form.exec(text.trim())?.groups;
  const { file, line, when, name, value, occurrence } = found ?? {};
  if (line === undefined || name === undefined || value === undefined || value === '') return undefined;
  return {
    ...(file !== undefined && { file }),
    stated: {
      line: Number(line),
      side: when === 'before' ? 'entry' : 'exit',
      name,
      value,
      ...(occurrence !== undefined && { occurrence: Number(occurrence) }),
    },
  };
}

/** Of `name=literal, name=literal [@occurrence]`; undefined where it is none. */
export function parsedValues(text: string):
  | {
      readonly values: readonly { readonly name: string; readonly value: string }[];
      readonly occurrence?: number;
    }
  | undefined {
  const [, said = '', nth] = /^([^]*?)(?:\s+@([1-9]\d*))?$/.exec(text.trim()) ?? [];
  const values = partsOf(said).map((part) => {
    const { name, value } = assignment.exec(part.trim())?.groups ?? {};
    return name === undefined || value === undefined ? undefined : { name, value };
  });
  const known = values.filter((item) => item !== undefined);
  if (known.length < values.length) return undefined;
  return { values: known, ...(nth !== undefined && { occurrence: Number(nth) }) };
}

const assignment = /^(?<name>[\p{L}_$][\p{L}\p{N}_$]*)\s*=\s*(?<value>[^=\s][^]*)$/u;

/** At the commas outside of brackets and quotes. */
function partsOf(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [token] of text.matchAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^]/g)) {
    if (/^[([{]$/.test(token)) depth++;
    else if (/^[)\]}]$/.test(token)) depth--;
    if (token === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${token}`);
  }
  return parts;
}

/**
 * Joined by blocks and sides.
 * @param lines The program line by line: what is said holds before or after a statement, not a whole block.
 * @returns Why not, where a line or a name is not of the program.
 */
export function saidOfBlocks(
  stated: readonly StatedState[],
  model: SourceModel,
  lines: SourceModel,
): SaidOfSide[] | { readonly problem: string } {
  const byLine = blocksByLine(lines);
  const names = new Names(model);
  const sides = new Map<string, SaidOfSide>();
  for (const item of stated) {
    const { line, side, name } = item;
    const label = (byLine.get(line) ?? []).find((at) => isWatched(at, lines)) ?? -1;
    const block = model.blocks[model.statements[lines.blocks[label]?.statements[0] ?? -1]?.block ?? -1];
    if (block === undefined) return { problem: `No statement of a function begins at line ${line}.` };
    const known = names.variablesOf(block.functionIndex);
    if (name !== 'return' && !known.includes(name)) {
      return { problem: `${name} is no variable at line ${line}: there are ${known.join(', ')}.` };
    }
    const key = `${block.index} ${side}`;
    const earlier = sides.get(key) ?? { block: block.index, side, said: [], isReturned: false };
    const isReturned = earlier.isReturned || name === 'return' || isReturnedBy(block, name, lines);
    sides.set(key, { ...earlier, said: withSaid(earlier.said, label, item), isReturned });
  }
  return [...sides.values()];
}

/** Variables of the same run of the same statement are said at once. */
function withSaid(
  said: SaidOfSide['said'],
  label: number,
  { occurrence, name, value }: StatedState,
): SaidOfSide['said'] {
  const nth = occurrence ?? null;
  const earlier = said.find((item) => item.occurrence === nth && item.label === label);
  const values = { ...earlier?.values, [name === 'return' ? given : name]: value };
  return [...said.filter((item) => item !== earlier), { label, occurrence: nth, values }];
}

/** Whether the `return` at the end of a block reads a variable. */
function isReturnedBy({ statements }: Block, name: string, lines: SourceModel): boolean {
  const last = lines.blocks[lines.statements[statements.at(-1) ?? -1]?.block ?? -1];
  return last?.uses.includes(name) === true && last.successors.some(({ kind }) => kind === 'return');
}

function isWatched(at: number, model: SourceModel): boolean {
  const block = model.blocks[at];
  return block !== undefined && block.statements.length > 0 && isInFunction(block, model);
}

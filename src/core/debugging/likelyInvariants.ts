// What held at a block in every run of the passing tests, and does not in a failing one.
//
// Ernst, Cockrell, Griswold, Notkin, "Dynamically discovering likely program invariants to support program evolution"
// (2001), over values that are quantised as in Ding et al., "TRACED: execution-aware pre-training for source code" (ICSE 2024).
import type { SourceModel } from '../syntax/model';
import type { TracedValue } from '../trace/model';
import type { BlockRun, Values } from './blockRuns';

/** A likely invariant that a failing run breaks. */
export interface BrokenInvariant {
  /** Index into the model. */
  readonly block: number;
  /** In words: `low <= high`, `items is not empty`. */
  readonly invariant: string;
  /** Runs of the block in passing tests in which it held: all that there were. */
  readonly held: number;
}

/** With fewer runs of passing tests, what holds may hold by chance. */
const leastRuns = 5;
const mostNames = 8;
/** What was of many kinds says little; and so many are told of a block. */
const mostKinds = 2;
const mostTold = 3;

/**
 * The invariants that break first in each failing run: those of the first run of a block that breaks any.
 * @param passing Of each passing test its runs of blocks.
 */
export function brokenInvariants(
  failing: readonly BlockRun[],
  passing: readonly (readonly BlockRun[])[],
  model: SourceModel,
): BrokenInvariant[] {
  const known = new Map<number, Known>();
  for (const runs of passing) {
    for (const run of runs) {
      const earlier = known.get(run.block);
      const facts = factsOf(run, model);
      known.set(run.block, earlier === undefined ? { facts, runs: 1 } : joined(earlier, facts));
    }
  }
  for (const run of failing.toSorted((a, b) => a.to - b.to)) {
    const { facts, runs: held } = known.get(run.block) ?? { facts: new Map<string, Fact>(), runs: 0 };
    if (held < leastRuns) continue;
    const here = factsOf(run, model);
    const broken = [...facts].filter(([about, fact]) => {
      const seen = here.get(about);
      const says = fact.length <= mostKinds;
      return says && seen !== undefined && !seen.every((value) => fact.includes(value));
    });
    if (broken.length === 0) continue;
    return broken
      .slice(0, mostTold)
      .map(([about, fact]) => ({ block: run.block, invariant: inWords(about, fact), held }));
  }
  return [];
}

/** What is known of a variable, or of two in their order: what was seen, in quantised form. */
type Fact = readonly string[];

interface Known {
  readonly facts: ReadonlyMap<string, Fact>;
  readonly runs: number;
}

/** What is seen in all runs so far, widened by another run; what one of them does not know is not spoken of. */
function joined({ facts, runs }: Known, more: ReadonlyMap<string, Fact>): Known {
  const both = new Map<string, Fact>();
  for (const [about, fact] of facts) {
    const seen = more.get(about);
    if (seen !== undefined) both.set(about, [...new Set([...fact, ...seen])]);
  }
  return { facts: both, runs: runs + 1 };
}

/** The variables that a block reads or writes, as it leaves them. */
function factsOf({ block, after }: BlockRun, model: SourceModel): ReadonlyMap<string, Fact> {
  const { definitions = [], uses = [] } = model.blocks[block] ?? {};
  const names = [...new Set([...definitions, ...uses])].filter((name) => after.has(name)).slice(0, mostNames);
  const facts = new Map<string, Fact>();
  for (const name of names) {
    const value = after.get(name);
    if (value !== undefined) facts.set(name, [quantised(value)]);
  }
  for (const [place, a] of names.entries()) {
    for (const b of names.slice(place + 1)) {
      const order = orderOf(a, b, after);
      if (order !== undefined) facts.set(`${a} ${b}`, [order]);
    }
  }
  return facts;
}

const empty = /^(?:\[\]|\{\}|\(\)|''|""|set\(\)|b''|frozenset\(\))$/;

/** Numbers by their sign, what can be empty by whether it is, everything else by its type. */
function quantised({ type, text }: TracedValue): string {
  const number = numberOf(text);
  if (number !== undefined) return number < 0 ? 'negative' : number === 0 ? 'zero' : 'positive';
  if (/^['"[{(]|^set\(|^b['"]|^frozenset\(/.test(text)) {
    return empty.test(text) ? `empty ${type}` : `full ${type}`;
  }
  return type === 'bool' ? text : type;
}

function orderOf(a: string, b: string, values: Values): string | undefined {
  const [left, right] = [numberOf(values.get(a)?.text), numberOf(values.get(b)?.text)];
  if (left === undefined || right === undefined) return undefined;
  return left < right ? '<' : left > right ? '>' : '=';
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

const relations: Readonly<Record<string, string>> = {
  '<': '<',
  '>': '>',
  '=': '==',
  '<=': '<=',
  '=>': '>=',
  '<>': '!=',
};

function inWords(about: string, fact: Fact): string {
  const [a = '', b] = about.split(' ');
  if (b !== undefined) return `${a} ${relations[fact.toSorted().join('')] ?? '?'} ${b}`;
  return `${a} is ${fact.map((kind) => kind.replace(/^full /, 'non-empty ')).join(' or ')}`;
}

// What can be read of the steps that Witness shows, from their text alone: values hold until another one is named.
import type { BlockStep, BlockSteps } from '../../../src/core/debugging/model/blockSteps';
import { factOf, type ReadableFact } from './publishedPrompt';

interface Reading {
  readonly facts: ReadonlySet<ReadableFact>;
  /** Numbers of the steps that are shown. */
  readonly shown: ReadonlySet<number>;
}

/** @param all Tells which frame and occurrence a number stands for, and which names there are. */
export function readSteps(text: string, all: BlockSteps): Reading {
  const names = namesIn(all);
  const facts = new Set<ReadableFact>();
  const shown = new Set<number>();
  const states = new Map<number, Map<string, string>>();
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const step = stepOn(line, all);
    // A head or a gap is about the frame of the step below it.
    const about = step ?? stepOn(lines[at + 1], all);
    if (about === undefined) continue;
    const state = states.get(about.frame) ?? new Map<string, string>();
    states.set(about.frame, state);
    const told = step === undefined ? headOrGap(line, names) : valuesIn(line, names);
    const facing = step === undefined ? [] : [...state];
    for (const [name, value] of told) state.set(name, value);
    if (step === undefined) continue;
    shown.add(step.number);
    for (const [name, value] of [...facing, ...state]) facts.add(factOf(step, name, value));
  }
  return { facts, shown };
}

function stepOn(line: string | undefined, { steps }: BlockSteps): BlockStep | undefined {
  return steps[Number(/^(\d+) /.exec(line ?? '')?.[1] ?? NaN) - 1];
}

function namesIn({ steps, frames }: BlockSteps): ReadonlySet<string> {
  const changed = steps.flatMap((step) => step.changed.map(([name]) => name));
  const parameters = [...frames.values()].flatMap((frame) => frame.parameters.map(([name]) => name));
  return new Set([...changed, ...parameters]);
}

function headOrGap(line: string, names: ReadonlySet<string>): [string, string][] {
  if (line.startsWith('…')) return valuesIn(line, names);
  const inside = /^(?:call \d+: )?[\w.<>~]+\((.*)\)(?:, from step \d+)?$/.exec(line)?.[1];
  return inside === undefined ? [] : valuesIn(` ${inside}`, names, ', ');
}

/** `name=value` pairs; a value reaches to the next known name, or to how the step ends. */
function valuesIn(line: string, names: ReadonlySet<string>, separator = ' '): [string, string][] {
  const text = line.replace(/ (?:returns|raises) .*$/, '');
  const starts = [...text.matchAll(/ (\w+)=/g)].filter(([, name = '']) => names.has(name));
  return starts.map((match, i) => {
    const from = match.index + match[0].length;
    const to = starts[i + 1]?.index ?? text.length;
    const value = text.slice(from, to);
    const isLast = i === starts.length - 1;
    return [match[1] ?? '', isLast ? value : value.slice(0, value.length - separator.length + 1)];
  });
}

// What the variables of a block held in a failing run, for people who say what they should hold.
import type { Block } from '../syntax/model';
import type { BlockRun, Values } from './blockRuns';
import { isPythonLiteral } from './pythonLiteral';

/** The last run of a block in a test: values as literals, of what it reads and writes. */
export interface SeenRun {
  /** How often it ran. */
  readonly runs: number;
  readonly entry: Readonly<Record<string, string>>;
  /** With `return` for what it gives back. */
  readonly exit: Readonly<Record<string, string>>;
}

/** Undefined where the block did not run. */
export function seenRun(runs: readonly BlockRun[], { index, uses, definitions }: Block): SeenRun | undefined {
  const own = runs.filter(({ block }) => block === index);
  const last = own.at(-1);
  if (last === undefined) return undefined;
  const { returned } = last;
  const given = returned !== undefined && isPythonLiteral(returned.text) ? { return: returned.text } : {};
  return {
    runs: own.length,
    entry: literals(last.before, uses),
    exit: { ...literals(last.after, [...new Set([...definitions, ...uses])]), ...given },
  };
}

function literals(values: Values, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = values.get(name)?.text;
      return text !== undefined && isPythonLiteral(text) ? [[name, text] as const] : [];
    }),
  );
}

// Whether invented values are of the types that real calls have: parameters of standard modules, hidden, against what
// the modules' own tests pass.
import * as z from 'zod';
import type { SandboxPool } from '../../../src/host/sandbox/sandboxPool';
import { percent } from './coverage';

const modules = [
  'textwrap',
  'statistics',
  'fractions',
  'shlex',
  'difflib',
  'configparser',
  'calendar',
  'ipaddress',
  'bisect',
  'heapq',
  'string',
  'csv',
];

const typesSchema = z.record(z.string(), z.record(z.string(), z.array(z.string())));

export interface Plausibility {
  readonly rows: [string, ...string[]][];
  readonly holds: boolean;
}

interface Judged {
  readonly name: string;
  readonly guesses: readonly string[];
  readonly seen: readonly string[];
}

export async function plausibility(pool: SandboxPool): Promise<Plausibility> {
  const judged: Judged[] = [];
  for (const name of modules) {
    const seen = await ask(pool, 'observe', name);
    const guessed = await ask(pool, 'guess', name);
    for (const [key, parameters] of Object.entries(seen)) {
      for (const [parameter, types] of Object.entries(parameters)) {
        const guesses = guessed[key]?.[parameter];
        if (guesses === undefined || parameter === 'self' || parameter === 'cls') continue;
        judged.push({ name: `${name}.${key} ${parameter}`, guesses, seen: types });
      }
    }
  }
  const share = (right: (item: Judged) => boolean): number =>
    judged.filter(right).length / Math.max(1, judged.length);
  const first = share(({ guesses, seen }) => seen[0] === guesses[0]);
  const anyOfSeen = share(({ guesses, seen }) => seen.includes(guesses[0] ?? ''));
  const three = share(({ guesses, seen }) => guesses.includes(seen[0] ?? ''));
  const text = share(({ seen }) => seen[0] === 'str');
  const worst = judged.filter(({ guesses, seen }) => !guesses.includes(seen[0] ?? '')).slice(0, 20);
  for (const { name, guesses, seen } of worst) {
    console.log(`implausible: ${name}: ${guesses.join(', ')}, seen ${seen.join(', ')}`);
  }
  return {
    holds: first >= 0.55 && three >= 0.75 && first - text >= 0.2,
    rows: [
      ['plausibility', `${judged.length} parameters`],
      ['  most frequent type, first guess (goal 55 %)', percent(first)],
      ['  most frequent type, three guesses (goal 75 %)', percent(three)],
      ['  any type that was seen, first guess', percent(anyOfSeen)],
      ['  always str (goal 20 points less)', percent(text)],
    ],
  };
}

async function ask(pool: SandboxPool, name: string, argument: string): Promise<z.infer<typeof typesSchema>> {
  const answer = await pool.run({
    module: 'observed_types',
    function: name,
    argument,
    limitMs: 120_000,
    memory: 4 * 2 ** 30,
  });
  if (answer.result === null) {
    throw new Error(`${name} ${argument}: ${answer.stopped ?? ''} ${answer.stderr.slice(-500)}`);
  }
  return typesSchema.parse(JSON.parse(answer.result));
}

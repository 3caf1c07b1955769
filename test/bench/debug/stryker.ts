// Faults that StrykerJS, a mutation tool, puts into the text of a file. The tool comes from npm, once.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { randomFrom } from '../seededRandom';

const tool = '@stryker-mutator/instrumenter@9.6.1';

export interface Mutant {
  /** The tool's name for the kind of change. */
  readonly operator: string;
  readonly source: string;
}

const placeSchema = z.object({ line: z.number().int(), column: z.number().int() });
const answerSchema = z.object({
  mutants: z.array(
    z.object({
      mutatorName: z.string(),
      replacement: z.string(),
      location: z.object({ start: placeSchema, end: placeSchema }),
    }),
  ),
});

interface StrykerModule {
  readonly Instrumenter: new (logger: object) => {
    instrument(files: readonly object[], options: object): Promise<unknown>;
  };
}

/** Mutants of a file in an order that is the same each time: of each kind in turn. */
export async function mutantsOf(file: string, source: string): Promise<Mutant[]> {
  const { Instrumenter } = (await import(pathToFileURL(installed()).href)) as StrykerModule;
  const nothing = (): undefined => undefined;
  const logger = {
    isDebugEnabled: () => false,
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
  };
  const answer = await new Instrumenter(logger).instrument([{ name: file, content: source, mutate: true }], {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
  });
  const kinds = new Map<string, Mutant[]>();
  for (const { mutatorName: operator, replacement, location } of answerSchema.parse(answer).mutants) {
    const [from, to] = [offsetOf(source, location.start), offsetOf(source, location.end)];
    const mutant = { operator, source: source.slice(0, from) + replacement + source.slice(to) };
    kinds.set(operator, [...(kinds.get(operator) ?? []), mutant]);
  }
  const random = randomFrom(source.length);
  const order = random.sample([...kinds.keys()].sort(), kinds.size);
  const shuffled = order.map((kind) => random.sample(kinds.get(kind) ?? [], Infinity));
  const longest = Math.max(0, ...shuffled.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => shuffled.flatMap((list) => list[turn] ?? [])).flat();
}

function installed(): string {
  mkdirSync('.cache/bench-stryker', { recursive: true });
  const folder = realpathSync('.cache/bench-stryker');
  if (!existsSync(path.join(folder, 'complete'))) {
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
    const quietly = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts'];
    execFileSync('npm', ['install', ...quietly, tool], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    writeFileSync(path.join(folder, 'complete'), '');
  }
  return path.join(folder, 'node_modules/@stryker-mutator/instrumenter/dist/src/index.js');
}

/** @param place From 0. */
function offsetOf(source: string, { line, column }: z.infer<typeof placeSchema>): number {
  const lines = source.split('\n').slice(0, line);
  return lines.reduce((sum, text) => sum + text.length + 1, 0) + column;
}

// Faults that cosmic-ray, a mutation tool, puts into modules of the standard library, with the modules' own tests.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

export const faultyModules = [
  ...['textwrap', 'heapq', 'bisect', 'statistics', 'fractions', 'difflib', 'shlex', 'fnmatch', 'colorsys'],
  'graphlib',
];

const answerSchema = z.object({
  module: z.string(),
  source: z.string(),
  test: z.string(),
  mutants: z.array(z.object({ operator: z.string(), source: z.string() })),
});

export interface FaultyModule {
  readonly module: string;
  /** Folder of the module and its tests. */
  readonly folder: string;
  readonly file: string;
  readonly tests: string;
  readonly source: string;
  readonly mutants: readonly { readonly operator: string; readonly source: string }[];
}

const seed = 'witness';

/** The folder that holds a folder for each module. */
export function faultsFolder(): string {
  mkdirSync('.cache/bench-faults', { recursive: true });
  return realpathSync('.cache/bench-faults');
}

/** The modules with their mutants in an order that is the same each time. The tool comes from PyPI, once. */
export function seededFaults(python: string, modules: readonly string[]): FaultyModule[] {
  const folder = faultsFolder();
  const tool = path.join(folder, 'tool');
  const own = path.join(tool, 'bin/python');
  if (!existsSync(path.join(tool, 'complete'))) {
    execFileSync(python, ['-m', 'venv', tool], { stdio: 'inherit' });
    execFileSync(own, ['-m', 'pip', 'install', '--quiet', 'cosmic-ray'], { stdio: 'inherit' });
    writeFileSync(path.join(tool, 'complete'), '');
  }
  return modules.map((name) => {
    const { module, source, test, mutants } = mutantsOf(name, own, folder);
    const place = path.join(folder, module);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, `${module}.py`), source);
    writeFileSync(path.join(place, `test_${module}.py`), test);
    return {
      module,
      folder: place,
      file: path.join(place, `${module}.py`),
      tests: `test_${module}.py`,
      source,
      mutants,
    };
  });
}

/** Made once: the tool takes a minute for a large module. */
function mutantsOf(module: string, python: string, folder: string): z.infer<typeof answerSchema> {
  const known = path.join(folder, `${module}.${seed}.json`);
  if (!existsSync(known)) {
    const script = path.resolve('test/bench/python/seeded_faults.py');
    const output = execFileSync(python, [script, seed, module], {
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    writeFileSync(known, output);
  }
  return answerSchema.parse(JSON.parse(readFileSync(known, 'utf8')));
}

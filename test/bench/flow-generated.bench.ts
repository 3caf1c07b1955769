// npm run bench -- flow-generated: flows in random programs of each language, with what each part of the analysis is worth.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Z3Solver } from '../../src/host/solver/z3Solver';
import { report } from './arguments';
import { CountingSolver } from './flow/countingSolver';
import { dialects } from './flow/generated/generate';
import { measureGenerated } from './flow/generated/measure';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    programs: { type: 'string' },
    only: { type: 'string' },
    verbose: { type: 'boolean' },
    ablations: { type: 'boolean' },
  },
});
const seed = Number(values.seed ?? randomBytes(4).readUInt32LE());
const programs = Number(values.programs ?? 100);

async function main(): Promise<void> {
  console.log(`Programs are made with --seed ${seed}`);
  const solver = new CountingSolver(new Z3Solver('dist'));
  const rows: (readonly [string, ...(string | number)[]])[] = [
    ['language', 'programs', 'flows', 'precision', 'recall', 'seconds', 'queries, decided'],
  ];
  const parts = values.ablations === true ? (['conditions', 'solver', 'containers', 'context'] as const) : [];
  try {
    for (const name of Object.keys(dialects)) {
      if (values.only !== undefined && values.only !== name) continue;
      for (const part of [undefined, ...parts]) {
        const without = part === undefined ? {} : { [part]: true };
        const explain = values.verbose === true && part === undefined;
        rows.push(await measureGenerated({ name, seed, programs, without, solver, explain }));
      }
    }
  } finally {
    solver.dispose();
  }
  report('flow-generated', rows);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(3);
});

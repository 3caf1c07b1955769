// npm run bench -- flow-generated: flows in random programs of each language, with what each part of the analysis is worth.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { analyse } from '../../src/core/dataflow/analyse';
import type { Ablation } from '../../src/core/dataflow/model';
import { RuleMatcher } from '../../src/core/dataflow/rules/ruleMatcher';
import { builtInRules } from '../support/rules';
import { testSyntax } from '../support/syntax';
import { report } from './arguments';
import { dialects, generate, randomFrom, scoreGenerated } from './flow/generator';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, programs: { type: 'string' }, verbose: { type: 'boolean' } },
});
const seed = Number(values.seed ?? randomBytes(4).readUInt32LE());
const programs = Number(values.programs ?? 100);
const ablations: readonly Ablation[] = [
  {},
  { conditions: true },
  { solver: true },
  { containers: true },
  { context: true },
];

async function main(): Promise<void> {
  console.log(`Programs are made with --seed ${seed}`);
  const rules = builtInRules();
  const commands = rules.rules.filter(({ document }) => document.id.endsWith('/command-injection'));
  const matcher = new RuleMatcher({ ...rules, rules: commands });
  const rows: (readonly [string, ...(string | number)[]])[] = [
    ['language', 'programs', 'flows', 'precision', 'recall', 'seconds'],
  ];
  for (const [name, dialect] of Object.entries(dialects)) {
    for (const without of ablations) {
      const random = randomFrom(seed);
      const totals = { found: 0, missed: 0, wrong: 0 };
      const start = performance.now();
      for (let count = 0; count < programs; count++) {
        const program = generate(dialect, random);
        const document = await (await testSyntax()).parse(program.language, program.text);
        const file = { ...program, tree: document.syntaxTree };
        const { findings } = await analyse([file], (each) => matcher.matches(each), { without });
        document.dispose();
        const score = scoreGenerated(program, findings);
        if (values.verbose === true && Object.keys(without).length === 0 && score.missed + score.wrong > 0) {
          console.log(
            program.text,
            program.tainted.map((line) => line + 1),
            findings.map(({ sink }) => sink.line + 1),
          );
        }
        totals.found += score.found;
        totals.missed += score.missed;
        totals.wrong += score.wrong;
      }
      const { found, missed, wrong } = totals;
      const label = Object.keys(without)
        .map((part) => ` without ${part}`)
        .join('');
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      rows.push([
        `${name}${label}`,
        programs,
        found + missed,
        share(found, found + wrong),
        share(found, found + missed),
        seconds,
      ]);
    }
  }
  report('flow-generated', rows);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : (part / whole).toFixed(3);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(3);
});

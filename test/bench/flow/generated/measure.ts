// The engine over random programs of one language.
import { analyse } from '../../../../src/core/dataflow/analyse';
import type { Ablation, FlowFinding } from '../../../../src/core/dataflow/model';
import { RuleMatcher } from '../../../../src/core/dataflow/rules/ruleMatcher';
import { builtInRules, sourceFile } from '../../../support/rules';
import type { CountingSolver } from '../countingSolver';
import { dialects, flowsFound, generate, scoreGenerated, type Generated } from './generate';

export interface Measuring {
  readonly name: string;
  readonly seed: number;
  readonly programs: number;
  readonly without: Ablation;
  readonly solver: CountingSolver;
  /** Prints the programs in which something is missed or wrong. */
  readonly explain: boolean;
}

/** The findings of the rule that the program is about. */
export async function findingsIn(
  generated: Generated,
  options: { readonly without: Ablation; readonly solver?: CountingSolver },
): Promise<readonly FlowFinding[]> {
  const { rules, facts } = builtInRules();
  const ofTopic = rules.filter(({ document }) => document.id.endsWith(`/${generated.rule}`));
  const matcher = new RuleMatcher({ rules: ofTopic, facts });
  const files = await Promise.all(
    generated.files.map(({ path, text }) => sourceFile(generated.language, text, path)),
  );
  const { findings } = await analyse(files, (file) => matcher.matches(file), options);
  return findings;
}

/** A row of the table: what was found, how well, in which time. */
export async function measureGenerated(
  measuring: Measuring,
): Promise<readonly [string, ...(string | number)[]]> {
  const { name, seed, programs, without, solver, explain } = measuring;
  const dialect = dialects[name];
  if (dialect === undefined) throw new Error(`There is no dialect ${name}`);
  const totals = { found: 0, missed: 0, wrong: 0 };
  solver.reset();
  const start = performance.now();
  for (let count = 0; count < programs; count++) {
    const generated = generate(dialect, seed + count);
    const findings = await findingsIn(generated, { without, solver });
    const { found, missed, wrong } = scoreGenerated(generated, findings);
    if (explain && missed + wrong > 0) tell(generated, findings, seed + count);
    totals.found += found;
    totals.missed += missed;
    totals.wrong += wrong;
  }
  const { found, missed, wrong } = totals;
  const label = Object.keys(without).map((part) => ` without ${part}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return [
    `${name}${label.join('')}`,
    programs,
    found + missed,
    share(found, found + wrong),
    share(found, found + missed),
    seconds,
    solver.summary(),
  ];
}

function tell(generated: Generated, findings: readonly FlowFinding[], seed: number): void {
  const reported = flowsFound(findings);
  const missed = [...generated.flows].filter((flow) => !reported.has(flow));
  const wrong = [...reported].filter((flow) => !generated.flows.has(flow));
  console.log(`--- seed ${seed}, ${generated.rule}: missed ${missed.join(', ')}; wrong ${wrong.join(', ')}`);
  for (const { path, text } of generated.files) {
    console.log(
      text
        .split('\n')
        .map((line, index) => `${path}:${index} ${line}`)
        .join('\n'),
    );
  }
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : (part / whole).toFixed(3);
}

// npm run bench -- flow --data DIR: flows from sources to sinks in the Juliet cases of LLMDFA, with the rules that ship.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analyse } from '../../src/core/dataflow/analyse';
import type { Ablation, FlowFinding, SourceFile } from '../../src/core/dataflow/model';
import { RuleMatcher } from '../../src/core/dataflow/rules/ruleMatcher';
import type { Syntax } from '../../src/core/syntax/parser';
import { builtInRules } from '../support/rules';
import { Z3Solver } from '../../src/host/solver/z3Solver';
import { testSyntax } from '../support/syntax';
import { readRows, refuse, report } from './arguments';
import { Anonymiser } from './flow/anonymise';
import { CountingSolver } from './flow/countingSolver';
import { caseSchema, score, type JulietCase, type Score } from './flow/juliet';

const sets = { dbz: 'java/division-by-zero', xss: 'java/xss', osci: 'java/command-injection' } as const;
type SetName = keyof typeof sets;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    variant: { type: 'string' },
    verbose: { type: 'boolean' },
    ablations: { type: 'boolean' },
  },
});
const data = path.resolve(values.data ?? refuse('Name the folder of the data with --data DIR.'));
const seed = values.seed ?? randomBytes(6).toString('hex');
const anonymiser = new Anonymiser(seed);

const ruleSet = builtInRules();
const solver = new CountingSolver(new Z3Solver('dist'));

interface Totals extends Score {
  cases: number;
}

async function main(): Promise<void> {
  const syntax = await testSyntax();
  const support = readRows(path.join(data, 'juliet/support.jsonl')) as { name: string; text: string }[];
  const helpers = await Promise.all(support.map((file) => parse(syntax, file)));
  console.log(`Names are hidden with --seed ${seed}`);
  const rows: (readonly [string, ...(string | number)[]])[] = [
    [
      'set',
      'cases',
      'precision',
      'recall',
      'strict p.',
      'strict r.',
      'passed p.',
      'passed r.',
      'seconds',
      'CPU s',
      'queries, decided',
    ],
  ];
  const variants = new Map<string, Totals>();
  for (const name of Object.keys(sets) as SetName[]) {
    if (values.only !== undefined && values.only !== name) continue;
    rows.push(await runSet(syntax, helpers, name, {}, variants));
    if (values.ablations !== true) continue;
    for (const part of ['conditions', 'solver', 'containers', 'context'] as const) {
      rows.push(await runSet(syntax, helpers, name, { [part]: true }, new Map()));
    }
  }
  for (const [variant, totals] of [...variants].sort(([a], [b]) => a.localeCompare(b))) {
    rows.push([variant, ...figures(totals), '', '', '']);
  }
  report('flow', rows);
}

async function runSet(
  syntax: Syntax,
  helpers: readonly SourceFile[],
  name: SetName,
  without: Ablation,
  variants: Map<string, Totals>,
): Promise<readonly [string, ...(string | number)[]]> {
  const cases = readRows(path.join(data, `juliet/${name}.jsonl.gz`)).map((row) => caseSchema.parse(row));
  const rule = ruleSet.rules.filter(({ document }) => document.id === sets[name]);
  const matcher = new RuleMatcher({ rules: rule, facts: ruleSet.facts });
  const totals = empty();
  solver.reset();
  const [start, cpuStart] = [performance.now(), process.cpuUsage()];
  for (const row of cases) {
    if (values.variant !== undefined && row.flow_variant !== values.variant) continue;
    const findings = await findingsIn(syntax, helpers, row, matcher, without);
    const result = score(row, findings, (text) => anonymiser.original(text));
    add(totals, result);
    const key = `${name} variant ${row.flow_variant}`;
    const ofVariant = variants.get(key) ?? empty();
    variants.set(key, ofVariant);
    add(ofVariant, result);
    if (
      values.verbose === true &&
      (result.found === 0 || result.passedFound === 0 || result.passedFalsePositives > 0)
    ) {
      explain(row, findings, result);
    }
  }
  const label = Object.keys(without)
    .map((part) => ` without ${part}`)
    .join('');
  return [
    `${name}${label}`,
    ...figures(totals),
    ((performance.now() - start) / 1000).toFixed(1),
    cpuSeconds(cpuStart).toFixed(1),
    solver.summary(),
  ];
}

/** Of this process on all cores; Z3 is another one. */
function cpuSeconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000_000;
}

async function findingsIn(
  syntax: Syntax,
  helpers: readonly SourceFile[],
  row: JulietCase,
  matcher: RuleMatcher,
  without: Ablation,
): Promise<readonly FlowFinding[]> {
  const files = await Promise.all(row.files.map((file) => parse(syntax, file)));
  const { findings } = await analyse([...files, ...helpers], (file) => matcher.matches(file), {
    without,
    solver,
  });
  return findings;
}

async function parse(syntax: Syntax, file: { name: string; text: string }): Promise<SourceFile> {
  const text = anonymiser.text(file.text);
  return { path: anonymiser.name(file.name), language: 'java', text, tree: await syntax.tree('java', text) };
}

function explain(row: JulietCase, findings: readonly FlowFinding[], result: Score): void {
  console.log(`${row.case} ${JSON.stringify(result)}`);
  for (const { source, sink, feasibility } of findings) {
    const ends = [source, sink].map(({ file, line, function: fn }) =>
      anonymiser.original(`${file}:${line + 1} ${fn}`),
    );
    console.log(`    ${ends.join(' -> ')} ${feasibility.result}`);
  }
}

function empty(): Totals {
  return {
    cases: 0,
    found: 0,
    falsePositives: 0,
    strictFound: 0,
    strictFalsePositives: 0,
    passedFound: 0,
    passedFalsePositives: 0,
  };
}

function add(totals: Totals, result: Score): void {
  totals.cases++;
  totals.found += result.found;
  totals.falsePositives += result.falsePositives;
  totals.strictFound += result.strictFound;
  totals.strictFalsePositives += result.strictFalsePositives;
  totals.passedFound += result.passedFound;
  totals.passedFalsePositives += result.passedFalsePositives;
}

function figures({
  cases,
  found,
  falsePositives,
  strictFound,
  strictFalsePositives,
  passedFound,
  passedFalsePositives,
}: Totals): (string | number)[] {
  const share = (part: number, whole: number): string => (whole === 0 ? '-' : (part / whole).toFixed(3));
  return [
    cases,
    share(found, found + falsePositives),
    share(found, cases),
    share(strictFound, strictFound + strictFalsePositives),
    share(strictFound, cases),
    share(passedFound, passedFound + passedFalsePositives),
    share(passedFound, cases),
  ];
}

main()
  .finally(() => {
    solver.dispose();
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exit(3);
  });

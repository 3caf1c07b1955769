// One folder analysed as one program, whole and in part.
import { analyse } from '../../../../src/core/dataflow/analyse';
import type { FlowResult, RoleMatch, SourceFile } from '../../../../src/core/dataflow/model';
import { RuleMatcher } from '../../../../src/core/dataflow/rules/ruleMatcher';
import type { Rule } from '../../../../src/core/dataflow/rules/ruleSet';
import {
  findSourceFiles,
  isSkipped,
  readSource,
  type SkippedFile,
  type SourceText,
} from '../../../../src/host/dataflow/sourceFiles';
import { Z3Solver } from '../../../../src/host/solver/z3Solver';
import { builtInRules } from '../../../support/rules';
import { testSyntax } from '../../../support/syntax';
import { topics } from './command';
import { inPart } from './parts';
import { TimedSolver } from './timedSolver';

export interface Run {
  readonly result: FlowResult;
  /** Of this process, with what the solver took on the clock. */
  readonly cpuMs: number;
  /** The file that took most, and how much. */
  readonly slowest: readonly [string, number];
}

export interface Measured {
  readonly whole: Run;
  /** The power of the number of lines that time grows with. */
  readonly growth: number;
  /** Of this process at most, since it started. */
  readonly megabytes: number;
}

/** Texts by their paths below the folder, and what is left out. */
export async function readFolder(
  folder: string,
): Promise<{ texts: readonly SourceText[]; skipped: readonly SkippedFile[] }> {
  const found = await findSourceFiles(['.'], folder, new AbortController().signal);
  const read = await Promise.all(found.map((file) => readSource(file)));
  return {
    texts: read.filter((text): text is SourceText => !isSkipped(text)),
    skipped: read.filter((text): text is SkippedFile => isSkipped(text)),
  };
}

/** Analyses a quarter, half, and all of it, each twice: of both runs the one counts that the machine disturbed less. */
export async function measureTexts(texts: readonly SourceText[]): Promise<Measured> {
  // The first run pays for what the engine of JavaScript compiles.
  await runOn(inPart(texts, 4));
  const parts = [4, 2, 1].map((share) => ({ share, runs: new Array<Run>() }));
  for (let round = 0; round < 2; round++) {
    for (const { share, runs } of parts) runs.push(await runOn(inPart(texts, share)));
  }
  const best = parts.map(({ runs }) => fastest(runs));
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return { whole: fastest(best.slice(-1)), growth: growthOf(best), megabytes };
}

function fastest(runs: readonly Run[]): Run {
  return runs.reduce((best, run) => (run.cpuMs < best.cpuMs ? run : best));
}

/** The slope of a line through the logarithms of lines and time. */
function growthOf(runs: readonly Run[]): number {
  const points = runs.map(({ result, cpuMs }) => ({ x: Math.log(result.lines), y: Math.log(cpuMs) }));
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const covariance = mean(points.map((point) => (point.x - x) * (point.y - y)));
  return covariance / mean(points.map((point) => (point.x - x) ** 2));
}

async function runOn(texts: readonly SourceText[]): Promise<Run> {
  // One that was never asked: it knows no answers from the run before.
  const z3 = new Z3Solver('dist');
  try {
    return await runWith(texts, new TimedSolver(z3));
  } finally {
    z3.dispose();
  }
}

async function runWith(texts: readonly SourceText[], solver: TimedSolver): Promise<Run> {
  const { rules, facts } = builtInRules();
  const matcher = new RuleMatcher({ rules: rules.filter(isCompared), facts });
  const syntax = await testSyntax();
  const spent = new Map<string, number>();
  const cpuStart = cpuNow();
  const sources: SourceFile[] = [];
  for (const { shown, language, text } of texts) {
    const start = cpuNow();
    const tree = await syntax.tree(language, text);
    spent.set(shown, cpuNow() - start);
    sources.push({ path: shown, language, text, tree });
  }
  // A file is lowered just before it is matched.
  let before = cpuNow();
  const matches = (file: SourceFile): readonly RoleMatch[] => {
    const found = matcher.matches(file);
    const after = cpuNow();
    spent.set(file.path, (spent.get(file.path) ?? 0) + after - before);
    before = after;
    return found;
  };
  const result = await analyse(sources, matches, {
    solver,
    now: cpuNow,
    pause: () => Promise.resolve(),
    onExplored: ({ file }, ms) => spent.set(file.path, (spent.get(file.path) ?? 0) + ms),
  });
  const slowest = [...spent].reduce<readonly [string, number]>(
    (most, each) => (each[1] > most[1] ? each : most),
    ['-', 0],
  );
  const cpuMs = cpuNow() - cpuStart + solver.ms;
  return { result, cpuMs, slowest };
}

function isCompared({ document }: Rule): boolean {
  return topics.some((topic) => document.id.endsWith(`/${topic}`));
}

/** Milliseconds of this process on all cores: what others do on the machine does not count. */
function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

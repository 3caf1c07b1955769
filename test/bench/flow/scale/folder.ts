// One folder analysed as one program, whole and in part.
import { analyse } from '../../../../src/core/dataflow/analyse';
import type { FlowResult, RoleMatch, SolverPort, SourceFile } from '../../../../src/core/dataflow/model';
import { RuleMatcher } from '../../../../src/core/dataflow/rules/ruleMatcher';
import {
  findSourceFiles,
  isSkipped,
  readSource,
  type SourceText,
} from '../../../../src/host/dataflow/sourceFiles';
import { builtInRules } from '../../../support/rules';
import { testSyntax } from '../../../support/syntax';

/** The rules that the other tool has as well. */
const topics = /\/(?:command-injection|sql-injection|path-traversal|xss)$/;

interface Run {
  readonly result: FlowResult;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly slowest: readonly [string, number];
}

/** Cells of a row: see the head of the table. */
export async function measureFolder(
  folder: string,
  solver: SolverPort,
  isListed: boolean,
): Promise<(string | number)[]> {
  const found = await findSourceFiles([folder], process.cwd(), new AbortController().signal);
  const read = await Promise.all(found.map((file) => readSource(file)));
  const texts = read.filter((text): text is SourceText => !isSkipped(text));
  const runs: Run[] = [];
  for (const share of [4, 2, 1]) {
    const some = texts.filter((_text, index) => index % share === 0);
    runs.push(await runOn(some, solver));
  }
  const whole = runs.at(-1);
  if (whole === undefined) return [];
  if (isListed) {
    for (const { rule, sink, source } of whole.result.findings) {
      console.log(`witness ${rule} ${sink.file}:${sink.line + 1} from ${source.file}:${source.line + 1}`);
    }
  }
  const { files, lines, incomplete, findings } = whole.result;
  const [slowest, slowestMs] = whole.slowest;
  return [
    files,
    (lines / 1000).toFixed(1),
    (whole.cpuMs / 1000).toFixed(1),
    (whole.wallMs / 1000).toFixed(1),
    (lines / whole.cpuMs).toFixed(1),
    slowest.replace(`${folder}/`, ''),
    (slowestMs / 1000).toFixed(2),
    Math.round(process.resourceUsage().maxRSS / 1024),
    growthOf(runs).toFixed(2),
    incomplete.length,
    findings.length,
  ];
}

/** The power of the number of lines that time grows with: the slope of a line through the logarithms of both. */
function growthOf(runs: readonly Run[]): number {
  const points = runs.map(({ result, cpuMs }) => ({ x: Math.log(result.lines), y: Math.log(cpuMs) }));
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const covariance = mean(points.map((point) => (point.x - x) * (point.y - y)));
  return covariance / mean(points.map((point) => (point.x - x) ** 2));
}

async function runOn(texts: readonly SourceText[], solver: SolverPort): Promise<Run> {
  const { rules, facts } = builtInRules();
  const matcher = new RuleMatcher({ rules: rules.filter(({ document }) => topics.test(document.id)), facts });
  const syntax = await testSyntax();
  const spent = new Map<string, number>();
  const [cpuStart, wallStart] = [cpuNow(), performance.now()];
  const sources: SourceFile[] = [];
  for (const { shown, language, text } of texts) {
    const start = cpuNow();
    const { syntaxTree: tree } = await syntax.parse(language, text);
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
  for (const { tree } of sources) tree.delete();
  const slowest = [...spent].reduce<readonly [string, number]>(
    (most, each) => (each[1] > most[1] ? each : most),
    ['-', 0],
  );
  return { result, cpuMs: cpuNow() - cpuStart, wallMs: performance.now() - wallStart, slowest };
}

/** Milliseconds of this process on all cores: what others do on the machine does not count. */
function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

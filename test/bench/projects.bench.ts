// The own tests of npm packages, plain and recorded: the same must pass, and what V8 saw executed must be recorded.
//   --project NAME   --files N: only the first N test files of each
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { languageOfPath } from '../../src/core/syntax/profiles/registry';
import { SyntaxService } from '../../src/host/syntax/syntaxService';
import { report } from './arguments';
import type { Executed } from './projects/coverage';
import { installed, testFiles } from './projects/installing';
import { projects, type Project } from './projects/projects';
import { plainRun, recordedRun } from './projects/running';

const leastRecorded = 0.95;
const { values: given } = parseArgs({
  options: { project: { type: 'string' }, files: { type: 'string' }, data: { type: 'string' } },
});
const syntax = new SyntaxService(path.resolve('dist'));

interface Result {
  readonly files: number;
  readonly different: readonly string[];
  readonly executed: number;
  readonly recorded: number;
  /** `file:line` of executed statements that are not recorded. */
  readonly missed: readonly string[];
}

async function main(): Promise<void> {
  const rows: [string, ...(string | number)[]][] = [
    ['package', 'style', 'runner', 'test files', 'as plain', 'statements executed', 'recorded'],
  ];
  let failed = false;
  for (const project of projects) {
    if (given.project !== undefined && !project.name.startsWith(given.project)) continue;
    const result = await measure(project);
    const share = result.recorded / Math.max(1, result.executed);
    const same = result.files - result.different.length;
    for (const line of result.different) console.log(`${project.name} differs: ${line}`);
    for (const line of result.missed.slice(0, 20)) console.log(`${project.name}: not recorded: ${line}`);
    failed ||= same < result.files || share < leastRecorded || result.executed === 0;
    const { name, style, runner } = project;
    rows.push([name, style, runner, result.files, same, result.executed, `${(100 * share).toFixed(1)} %`]);
    report('projects', rows);
  }
  process.exit(failed ? 1 : 0);
}

async function measure(project: Project): Promise<Result> {
  const folder = installed(project);
  const files = testFiles(project, folder).slice(0, Number(given.files ?? Infinity));
  const different: string[] = [];
  const coverage = new Map<string, Executed[]>();
  const counts = new Map<string, number[]>();
  for (const file of files) {
    const plain = await plainRun(project, folder, file);
    const recorded = await recordedRun(project, folder, file);
    if (plain.summary !== recorded.summary) different.push(`${file}: ${plain.summary} | ${recorded.summary}`);
    for (const [name, executed] of plain.coverage) {
      if (isOwn(project, folder, name)) coverage.set(name, [...(coverage.get(name) ?? []), executed]);
    }
    const { blocks } = recorded.recording.parts;
    const seen = new Map<string, number>();
    for (const block of blocks) {
      const known = counts.get(block.module.file) ?? [];
      const at = seen.get(block.module.file) ?? 0;
      known[at] = (known[at] ?? 0) + (recorded.recording.counts[block.index] ?? 0);
      // A file may have been loaded several times.
      seen.set(block.module.file, (at + 1) % block.module.blocks.length);
      counts.set(block.module.file, known);
    }
  }
  return { files: files.length, different, ...(await compared(folder, coverage, counts)) };
}

function isOwn(project: Project, folder: string, file: string): boolean {
  const relative = path.relative(folder, file).replaceAll(path.sep, '/');
  if (relative.startsWith('..') || /(?:^|\/)node_modules\//.test(relative)) return false;
  return !project.tests.test(relative) && project.support?.test(relative) !== true;
}

async function compared(
  folder: string,
  coverage: ReadonlyMap<string, readonly Executed[]>,
  counts: ReadonlyMap<string, readonly number[]>,
): Promise<Omit<Result, 'files' | 'different'>> {
  const missed: string[] = [];
  let executed = 0;
  for (const [file, runs] of coverage) {
    const language = languageOfPath(file);
    if (language === undefined) continue;
    const text = readFileSync(file, 'utf8');
    const starts = lineStarts(text);
    const model = await syntax.model(file, Buffer.from(text), 'block', language);
    for (const { block, headRange } of model?.statements ?? []) {
      const { line, column } = headRange.start;
      if (block < 0 || !runs.some((run) => run(line, (starts[line] ?? 0) + column))) continue;
      executed++;
      if ((counts.get(file)?.[block] ?? 0) === 0) missed.push(`${path.relative(folder, file)}:${line + 1}`);
    }
  }
  return { executed, recorded: executed - missed.length, missed };
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map((match) => match.index + match[0].length)];
}

void main();

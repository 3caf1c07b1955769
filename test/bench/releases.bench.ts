// Review of real changes: consecutive releases of packages, file by file. No file may fail or take too long; what is said is
// written to out/bench/releases.md, to be read.
//   npm run bench -- releases [--package NAME]
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ChangedFile } from '../../src/core/review/change';
import { lookThreshold, type ReviewReport } from '../../src/core/review/reviewReport';
import { noTeamRules } from '../../src/core/review/teamRules';
import { FlowService } from '../../src/host/dataflow/flowService';
import { BehaviourComparer } from '../../src/host/review/behaviourComparer';
import { textsOf } from '../../src/host/review/gitChanges';
import { reviewChanges } from '../../src/host/review/reviewChanges';
import { SyntaxService } from '../../src/host/syntax/syntaxService';
import { report } from './arguments';
import { fetched, type FetchedVersion } from './releases/fetching';
import { type Release, releases } from './releases/packages';
import { pythonOfVersion } from './untrustedPython';

const { values: given } = parseArgs({ options: { package: { type: 'string' }, data: { type: 'string' } } });
const assets = path.resolve('dist');
/** No file may take longer. */
const limitMs = 10_000;
const python = pythonOfVersion('3.11');
const syntax = new SyntaxService(assets);
const { signal } = new AbortController();
/** The sources lie in no repository of a team. */
const team = { rules: noTeamRules, problems: [] };

interface Reviewed {
  readonly file: ChangedFile;
  readonly ms: number;
  /** Milliseconds of the processor, without those of the sandbox. */
  readonly processorMs: number;
  readonly said?: ReviewReport;
  readonly failure?: string;
}

type Row = [string, ...(string | number)[]];

void main();

async function main(): Promise<void> {
  const load = os.loadavg()[0] ?? 0;
  console.log(`${os.availableParallelism()} processors, load ${load.toFixed(1)} at the start`);
  const rows: Row[] = [
    ['release', 'files', 'failed', 'slowest s', 'parts', 'need a look', 'compared', 'witnessed', 'derived'],
  ];
  const said: string[] = [];
  const all: Reviewed[] = [];
  for (const release of releases) {
    if (given.package !== undefined && release.name !== given.package) continue;
    const title = `${release.name} ${release.old} to ${release.new}`;
    const reviewed = await reviewRelease(release);
    rows.push([title, ...figures(reviewed)]);
    report('releases', rows);
    said.push(`# ${title}`, ...reviewed.flatMap(saidOf));
    writeFileSync('out/bench/releases.md', `${said.join('\n')}\n`);
    all.push(...reviewed);
  }
  process.exit(isWhole(all, rows) ? 0 : 1);
}

/** Whether every release was reviewed, and every file of it in time; tells what was not, and which file took the longest. */
function isWhole(all: readonly Reviewed[], [, ...rows]: readonly Row[]): boolean {
  const slowest = all.toSorted((a, b) => b.ms - a.ms);
  for (const { file, ms, processorMs } of slowest.slice(0, 5)) {
    console.log(`${seconds(ms)} s (${seconds(processorMs)} s of the processor): ${file.path}`);
  }
  const late = slowest.filter(({ ms }) => ms > limitMs);
  const broken = all.filter(({ failure }) => failure !== undefined);
  const empty = rows.filter(([, files]) => files === 0);
  for (const { file } of late) console.log(`FAILED: ${file.path} took longer than ${limitMs / 1000} s`);
  for (const { file, failure } of broken) console.log(`FAILED: ${file.path}: ${failure}`);
  for (const [title] of empty) console.log(`FAILED: ${title} has no changed file`);
  return all.length > 0 && [...late, ...broken, ...empty].length === 0;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

async function reviewRelease(release: Release): Promise<Reviewed[]> {
  const old = fetched(release, release.old, python);
  const now = fetched(release, release.new, python);
  const root = now.folder;
  const environment = process.env;
  const settings = { assets, root, environment, syntax, signal, interpreter: python };
  const comparer = new BehaviourComparer({ ...settings, isolation: 'isolated' });
  const reviewed: Reviewed[] = [];
  try {
    for (const file of changedFiles(old, now, release.sources)) {
      const began = performance.now();
      const used = process.cpuUsage();
      const result = await reviewOne(file, root, comparer);
      const { user, system } = process.cpuUsage(used);
      reviewed.push({ file, ms: performance.now() - began, processorMs: (user + system) / 1000, ...result });
    }
  } finally {
    await comparer.dispose();
  }
  return reviewed;
}

async function reviewOne(
  file: ChangedFile,
  root: string,
  comparer: BehaviourComparer,
): Promise<{ said: ReviewReport } | { failure: string }> {
  const tools = { syntax, flow: new FlowService({ assets, syntax }), comparer, signal, root, team };
  try {
    return { said: await reviewChanges([file], { ...tools, onProgress: () => undefined }) };
  } catch (error) {
    console.log(`${file.path} failed: ${(error as Error).stack ?? String(error)}`);
    return { failure: (error as Error).message };
  }
}

function changedFiles(old: FetchedVersion, now: FetchedVersion, sources: RegExp): ChangedFile[] {
  const [before, after] = [old, now].map(({ files }) => new Set(files.filter((file) => sources.test(file))));
  const names = [...new Set([...(before ?? []), ...(after ?? [])])].sort();
  return names.flatMap((name): ChangedFile[] => {
    const bytes = [before?.has(name), after?.has(name)].map((isThere, i) =>
      isThere === true ? readFileSync(path.join([old, now][i]?.folder ?? '', name)) : undefined,
    );
    const [oldBytes, newBytes] = bytes;
    if (oldBytes !== undefined && newBytes !== undefined && oldBytes.equals(newBytes)) return [];
    const status = oldBytes === undefined ? 'added' : newBytes === undefined ? 'deleted' : 'modified';
    return [{ path: name, status, ...textsOf(name, oldBytes, newBytes) }];
  });
}

function figures(reviewed: readonly Reviewed[]): (string | number)[] {
  const parts = reviewed.flatMap(({ said }) => said?.files.flatMap((file) => file.parts) ?? []);
  const comments = reviewed.flatMap(({ said }) => said?.comments ?? []);
  const compared = parts.filter(({ reasons }) =>
    reasons.some(({ text }) => /^it behaves differently|calls did the same/.test(text)),
  );
  const slowest = Math.max(0, ...reviewed.map(({ ms }) => ms));
  return [
    reviewed.length,
    reviewed.filter(({ failure }) => failure !== undefined).length,
    seconds(slowest),
    parts.length,
    parts.filter(({ necessity }) => necessity >= lookThreshold).length,
    compared.length,
    comments.filter(({ level }) => level === 'witnessed').length,
    comments.filter(({ level }) => level === 'derived').length,
  ];
}

function saidOf({ file, ms, said, failure }: Reviewed): string[] {
  const parts = said?.files.flatMap((item) => item.parts) ?? [];
  return [
    `## ${file.path} (${seconds(ms)} s)${failure === undefined ? '' : ` FAILED: ${failure}`}`,
    ...(said?.files.flatMap((item) => item.reasons.map(({ text }) => `- file: ${text}`)) ?? []),
    ...parts.map(
      ({ path: name, necessity, reasons }) =>
        `- ${necessity.toFixed(2)} ${name}: ${reasons.map(({ text }) => text).join('; ')}`,
    ),
    ...(said?.comments.map(
      ({ level, kind, title, message, lines }) =>
        `* **${level} ${kind}** line ${lines.start + 1}: ${title}. ${message}`,
    ) ?? []),
    ...(said?.notes.map((note) => `_${note}_`) ?? []),
  ];
}

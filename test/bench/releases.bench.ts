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
const slowestMs = 10_000;
const python = pythonOfVersion('3.11');
const syntax = new SyntaxService(assets);
const { signal } = new AbortController();

interface Reviewed {
  readonly file: ChangedFile;
  readonly ms: number;
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
  let failed = false;
  for (const release of releases) {
    if (given.package !== undefined && release.name !== given.package) continue;
    const title = `${release.name} ${release.old} to ${release.new}`;
    const reviewed = await reviewRelease(release);
    rows.push([title, ...figures(reviewed)]);
    report('releases', rows);
    said.push(`# ${title}`, ...reviewed.flatMap(saidOf));
    writeFileSync('out/bench/releases.md', `${said.join('\n')}\n`);
    failed ||= reviewed.some(({ ms, failure }) => failure !== undefined || ms > slowestMs);
    failed ||= reviewed.length === 0;
  }
  process.exit(failed ? 1 : 0);
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
      const result = await reviewOne(file, comparer);
      reviewed.push({ file, ms: performance.now() - began, ...result });
    }
  } finally {
    await comparer.dispose();
  }
  return reviewed;
}

/** The sources lie in no repository of a team. */
const noTeam = { root: os.tmpdir(), team: { rules: noTeamRules, problems: [] } };

async function reviewOne(
  file: ChangedFile,
  comparer: BehaviourComparer,
): Promise<{ said: ReviewReport } | { failure: string }> {
  const tools = { syntax, flow: new FlowService({ assets, syntax }), comparer, signal, ...noTeam };
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
  const slowest = Math.max(0, ...reviewed.map(({ ms }) => ms)) / 1000;
  return [
    reviewed.length,
    reviewed.filter(({ failure }) => failure !== undefined).length,
    slowest.toFixed(1),
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
    `## ${file.path} (${(ms / 1000).toFixed(1)} s)${failure === undefined ? '' : ` FAILED: ${failure}`}`,
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

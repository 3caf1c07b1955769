// Review without a model: whether a change of behaviour is seen, with an input that shows it.
//   npm run bench -- review --data DIR [--part quixbugs|humaneval|preserving] [--name NAME]
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { taskExamples } from '../../src/core/fragment/taskExamples';
import type { Behaviour } from '../../src/core/review/behaviour';
import { type FileReview, reviewFile } from '../../src/core/review/fileReview';
import { differenceText } from '../../src/core/review/reasons';
import { lookThreshold } from '../../src/core/review/reviewReport';
import { importFolders } from '../../src/host/sandbox/importFolders';
import { BehaviourComparison } from '../../src/host/review/behaviourComparison';
import { comparisonModules, PythonVersions } from '../../src/host/review/pythonVersions';
import { SandboxPool } from '../../src/host/sandbox/sandboxPool';
import { SyntaxService } from '../../src/host/syntax/syntaxService';
import { refuse, report } from './arguments';
import {
  type Change,
  humanevalChanges,
  type PreservingChange,
  preservingChanges,
  quixbugsChanges,
} from './review/changes';
import { pythonOfVersion } from './untrustedPython';

const { values: given } = parseArgs({
  options: { data: { type: 'string' }, part: { type: 'string' }, name: { type: 'string' } },
});
const data = path.resolve(given.data ?? refuse('Name the folder of the data with --data DIR.'));
const place = { file: '/project/program.py', module: 'program', root: '/project', cwd: '/project' };
const budgetMs = 1500;
const ofEachKind = 20;

type Row = readonly [string, ...(string | number)[]];

void main();

async function main(): Promise<void> {
  const python = pythonOfVersion('3.11');
  const pool = new SandboxPool(
    {
      level: 'isolated',
      interpreter: python,
      assets: path.resolve('dist'),
      visible: [],
      path: await importFolders(python),
      preload: comparisonModules,
    },
    os.availableParallelism(),
  );
  try {
    const rows: Row[] = [['', 'changes', 'seen', 'below the threshold', 'median ms']];
    const comparison = new BehaviourComparison(new PythonVersions(pool));
    if (wants('quixbugs')) {
      const forward = quixbugsChanges(data);
      const backward = forward.map((change) => ({ ...change, old: change.new, new: change.old }));
      const there = await differences('QuixBugs, correct to buggy', forward, comparison);
      const back = await differences('QuixBugs, buggy to correct', backward, comparison);
      const sameInput = there.calls.filter((call, i) => call !== undefined && call === back.calls[i]);
      rows.push(there.row, back.row, ['  with the same input', back.calls.length, sameInput.length, '', '']);
    }
    if (wants('humaneval')) {
      rows.push((await differences('HumanEval, right to wrong', humanevalChanges(data), comparison)).row);
    }
    if (wants('preserving')) rows.push(...(await preserved(python, comparison)));
    report('review', rows);
  } finally {
    await pool.dispose();
  }
}

function wants(part: string): boolean {
  return given.part === undefined || given.part === part;
}

/** Changes of behaviour that are seen, with the calls that show them. */
async function differences(
  name: string,
  all: readonly Change[],
  comparison: BehaviourComparison,
): Promise<{ row: Row; calls: (string | undefined)[] }> {
  const times: number[] = [];
  const calls: (string | undefined)[] = [];
  for (const change of all.filter((item) => given.name === undefined || item.name === given.name)) {
    const began = performance.now();
    const behaviour = await comparison.compare({ ...change, place, budgetMs });
    times.push(performance.now() - began);
    console.log(`${name}: ${change.name}: ${told(behaviour)}`);
    calls.push(behaviour.kind === 'different' ? behaviour.difference.call : undefined);
  }
  const seen = calls.filter((call) => call !== undefined).length;
  return { row: [name, calls.length, seen, '', median(times)], calls };
}

/** Changes that keep the behaviour: whether a look is asked for all the same. */
async function preserved(python: string, comparison: BehaviourComparison): Promise<Row[]> {
  const syntax = new SyntaxService(path.resolve('dist'));
  const changes = preservingChanges(data, python, ofEachKind);
  const rows: Row[] = [];
  for (const kind of new Set(changes.map((change) => change.kind))) {
    const times: number[] = [];
    let alarms = 0;
    let below = 0;
    const own = changes.filter((change) => change.kind === kind);
    for (const change of own) {
      const began = performance.now();
      const { file, comments } = await reviewed(change, syntax, comparison);
      times.push(performance.now() - began);
      alarms += comments.length;
      if (file.necessity < lookThreshold) below++;
      else console.log(`${kind}: ${change.name}: ${JSON.stringify(file.parts.map((part) => part.reasons))}`);
    }
    rows.push([`keeps the behaviour: ${kind}`, own.length, alarms, below, median(times)]);
  }
  return rows;
}

async function reviewed(
  { old, new: now }: PreservingChange,
  syntax: SyntaxService,
  comparison: BehaviourComparison,
): Promise<FileReview> {
  const documents = [await syntax.parse('python', old), await syntax.parse('python', now)] as const;
  try {
    const calls = taskExamples(old).map(({ call }) => call);
    const file = { path: 'program.py', status: 'modified', old, new: now } as const;
    return await reviewFile(file, { old: documents[0], new: documents[1] }, (name) =>
      comparison.compare({ place, old, new: now, function: name, calls, budgetMs }),
    );
  } finally {
    for (const document of documents) document.dispose();
  }
}

function told(behaviour: Behaviour): string {
  if (behaviour.kind === 'unknown') return `unknown: ${behaviour.reason}`;
  if (behaviour.kind === 'same') return `the same on ${behaviour.calls} calls`;
  return differenceText(behaviour.difference);
}

function median(times: readonly number[]): string {
  return (times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN).toFixed(0);
}

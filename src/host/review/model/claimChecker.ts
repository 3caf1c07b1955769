// Turns claims of a model into checks: calls and tests run in both versions in the sandbox, paths are analysed.
import path from 'node:path';
import * as z from 'zod';
import type { ChangedFile } from '../../../core/review/change';
import type { ClaimVerdict } from '../../../core/review/model/checkedComments';
import { differenceText } from '../../../core/review/reasons';
import type { CallClaim, Claim } from '../../../core/review/model/modelComment';
import { fastStatement } from '../../../core/debugging/pytestStatement';
import type { TestResult } from '../../../core/debugging/testRun';
import { languageOfPath } from '../../../core/syntax/profiles/registry';
import { ProgramTester } from '../../debugging/programTester';
import { programPlace } from '../../debugging/programPlace';
import type { PythonSandbox } from '../../sandbox/pythonSandbox';
import type { BehaviourComparer } from '../behaviourComparer';
import { checkPath, type PathTools } from './pathClaim';

export interface ClaimTools extends PathTools {
  readonly comparer: BehaviourComparer;
  /** Folder that paths of files are relative to, in which tests run. */
  readonly root: string;
}

const calledSchema = z.union([
  z.object({ reason: z.string() }),
  z.object({
    old: z.string(),
    new: z.string(),
    hasOld: z.boolean(),
    differ: z.boolean(),
    now: z.boolean(),
    before: z.boolean().nullable(),
  }),
]);
/** What a call did in both versions. */
export type SeenCall = Exclude<z.infer<typeof calledSchema>, { reason: string }>;

const callMs = 15_000;
const testMs = 5000;

/** @throws Failure when cancelled */
export async function checkClaim(claim: Claim, file: ChangedFile, tools: ClaimTools): Promise<ClaimVerdict> {
  if (claim.kind === 'none') return { kind: 'open', why: 'It makes no claim that can be checked.' };
  if (file.new === undefined) return { kind: 'open', why: 'The file is gone.' };
  if (claim.kind === 'path') return checkPath(claim, file, tools);
  if (languageOfPath(file.path) !== 'python') return open('only Python is run');
  const sandbox = await tools.comparer.started();
  if (sandbox === undefined) return open(tools.comparer.problem ?? 'nothing can be run');
  if (claim.kind === 'call') return checkCall(claim, file, sandbox, tools);
  return checkTest(claim, file, sandbox, tools);
}

function open(why: string): ClaimVerdict {
  return { kind: 'open', why: `It could not be checked: ${why}.` };
}

async function checkCall(
  claim: CallClaim,
  file: ChangedFile,
  sandbox: PythonSandbox,
  tools: ClaimTools,
): Promise<ClaimVerdict> {
  const first = await runCall(claim, file, sandbox, tools);
  if (typeof first === 'string') return open(first);
  const second = await runCall(claim, file, sandbox, tools);
  if (JSON.stringify(first) !== JSON.stringify(second)) return open('it does not end alike each time');
  return verdictOnCall(claim, first);
}

function verdictOnCall({ call, before }: CallClaim, seen: SeenCall): ClaimVerdict {
  const { old, new: now, hasOld, differ } = seen;
  if (!seen.now) return { kind: 'contradicted', told: `${call} ${now}` };
  if (before !== undefined && seen.before === false) {
    return { kind: 'contradicted', told: `${call} ${old} with the old version` };
  }
  if (hasOld && !differ) {
    return { kind: 'open', why: `${call} ${now}, and did so before this change.` };
  }
  const evidence = [{ kind: 'run', ref: call, note: now } as const];
  if (!hasOld) {
    const told = `It ran: ${call} ${now}. The old version does not have it.`;
    return { kind: 'holds', level: 'witnessed', told, evidence };
  }
  const difference = { call, old, new: now };
  return { kind: 'holds', level: 'witnessed', told: `${differenceText(difference)}.`, evidence, difference };
}

/** What was seen, or why nothing was. @throws Failure when cancelled */
export async function runCall(
  claim: CallClaim,
  file: ChangedFile,
  { pool }: PythonSandbox,
  { root, signal }: ClaimTools,
): Promise<SeenCall | string> {
  const argument = {
    ...(await programPlace(path.join(root, file.path), root)),
    old: file.old ?? '',
    new: file.new ?? '',
    call: claim.call,
    now: claim.now,
    ...(claim.before !== undefined && { before: claim.before }),
  };
  const job = { module: 'witness_review.claims', function: 'check_call', argument, limitMs: callMs };
  const { result } = await pool.run(job, signal);
  if (result === null) return 'running it ended the process';
  const seen = calledSchema.parse(JSON.parse(result));
  return 'reason' in seen ? seen.reason : seen;
}

/** A test says something of a change where it passed before and fails now. */
async function checkTest(
  claim: TestClaim,
  file: ChangedFile,
  sandbox: PythonSandbox,
  { root, signal }: ClaimTools,
): Promise<ClaimVerdict> {
  const place = await programPlace(path.join(root, file.path), root);
  const tester = new ProgramTester(sandbox.pool, {
    place,
    isolation: sandbox.level,
    limitMs: testMs,
    signal,
  });
  const statement = await testToRun(claim, sandbox, tester, signal);
  if ('reason' in statement) return open(statement.reason);
  const name = claim.kind === 'test' ? claim.test : claim.assert;
  const run = async (source: string): Promise<TestResult> =>
    (await tester.tryPrograms([source], [statement.text]))[0]?.[0] ?? { status: 'crashed' };
  const now = await run(file.new ?? '');
  if (now.status === 'passed') return { kind: 'contradicted', told: `${name} passes` };
  if (file.old === undefined) {
    return { kind: 'open', why: `${name} ${wayToFail(now)}; there is no old version.` };
  }
  const before = await run(file.old);
  if (before.status !== 'passed') {
    return { kind: 'open', why: `${name} ${wayToFail(now)}, and failed before this change.` };
  }
  const again = await run(file.new ?? '');
  if (again.status === 'passed') return open('it does not end alike each time');
  const told = `${name} passed before this change, and now ${wayToFail(now)}.`;
  const evidence = [{ kind: 'test', ref: name, note: wayToFail(now) } as const];
  return { kind: 'holds', level: 'witnessed', told, evidence };
}

function wayToFail({ status, type, message }: TestResult): string {
  if (status === 'timeout') return 'does not end in time';
  if (status === 'crashed') return 'ends its process';
  return `fails with ${[type, message].filter((text) => text !== undefined && text !== '').join(': ')}`;
}

type TestClaim = Extract<Claim, { kind: 'test' | 'assert' }>;
type Statement = { readonly text: string } | { readonly reason: string };

/** The statement of a test that is claimed to fail, or why there is none. @throws Failure when cancelled */
export async function testToRun(
  claim: TestClaim,
  sandbox: PythonSandbox,
  tester: ProgramTester,
  signal: AbortSignal,
): Promise<Statement> {
  if (claim.kind === 'test') return testStatement(claim.test, tester);
  return assertStatement(claim.assert, sandbox, signal);
}

async function testStatement(id: string, tester: ProgramTester): Promise<Statement> {
  const [file = ''] = id.split('::');
  // Names of files alone: nothing of what a model writes becomes an option of pytest.
  if (!/^[\w][\w./ -]*\.py$/.test(file) || file.includes('..')) return { reason: 'it is no test of pytest' };
  const test = (await tester.collect(file)).find((known) => known.id === id);
  return test === undefined ? { reason: `pytest finds no test ${id}` } : { text: fastStatement(test) };
}

async function assertStatement(
  test: string,
  { pool }: PythonSandbox,
  signal: AbortSignal,
): Promise<Statement> {
  const job = {
    module: 'witness_review.claims',
    function: 'check_assert',
    argument: { test },
    limitMs: 2000,
  };
  const { result } = await pool.run(job, signal);
  const { reason } = z
    .object({ reason: z.string().optional() })
    .parse(result === null ? { reason: 'it cannot be read' } : JSON.parse(result));
  return reason === undefined ? { text: test } : { reason };
}

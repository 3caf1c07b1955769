// Whether what showed a fault still shows it in another text.
import type { ReviewComment } from '../../../core/review/reviewReport';
import { lineIn } from '../../../core/review/hunks';
import type { PathClaim } from '../../../core/review/model/modelComment';
import type { ProgramTester } from '../../debugging/programTester';
import type { PythonSandbox } from '../../sandbox/pythonSandbox';
import { newPathComments } from '../newPaths';
import { type ClaimTools, runCall, testToRun } from '../model/claimChecker';
import { checkPath } from '../model/pathClaim';
import type { RefinedFile } from './candidateTrial';

export interface EvidenceTools extends ClaimTools {
  readonly sandbox: PythonSandbox;
  readonly tester: ProgramTester;
}

/** What is seen instead, or that it is still there. @throws Failure when cancelled */
export async function evidenceLeft(
  comment: ReviewComment,
  file: RefinedFile,
  text: string,
  tools: EvidenceTools,
): Promise<{ readonly told: string } | { readonly problem: string }> {
  const { claim, difference, kind } = comment;
  if (claim?.kind === 'path') return pathLeft(claim, file, text, tools);
  if (claim?.kind === 'test' || claim?.kind === 'assert') return testLeft(claim, text, tools);
  const call = difference?.call ?? (claim?.kind === 'call' ? claim.call : undefined);
  if (call !== undefined) return callLeft(call, comment, { ...file, new: text }, tools);
  if (kind === 'dataflow') return newPathLeft(comment, { ...file, new: text }, tools);
  return { problem: 'what shows the fault cannot be tried again.' };
}

async function callLeft(
  call: string,
  { claim }: ReviewComment,
  file: RefinedFile,
  tools: EvidenceTools,
): ReturnType<typeof evidenceLeft> {
  const now = claim?.kind === 'call' ? claim.now : { endless: true as const };
  const seen = await runCall({ kind: 'call', call, now }, file, tools.sandbox, tools);
  if (typeof seen === 'string') return { problem: `${call} cannot be run with it: ${seen}.` };
  if (!seen.hasOld) {
    return seen.now ? { problem: `${call} still ${seen.new}.` } : { told: `${call} ${seen.new}.` };
  }
  if (seen.differ) return { problem: `${call} ${seen.new}, and ${seen.old} before the change.` };
  return { told: `${call} ${seen.new}, as before the change.` };
}

async function testLeft(
  claim: Parameters<typeof testToRun>[0],
  text: string,
  { sandbox, tester, signal }: EvidenceTools,
): ReturnType<typeof evidenceLeft> {
  const test = await testToRun(claim, sandbox, tester, signal);
  if ('reason' in test) return { problem: `the test cannot be run: ${test.reason}.` };
  const name = claim.kind === 'test' ? claim.test : claim.assert;
  const passes = (await tester.tryPrograms([text], [test.text]))[0]?.[0]?.status === 'passed';
  return passes ? { told: `${name} passes again.` } : { problem: `${name} still fails.` };
}

async function pathLeft(
  { from, to }: PathClaim,
  file: RefinedFile,
  text: string,
  tools: EvidenceTools,
): ReturnType<typeof evidenceLeft> {
  const [source, sink] = [from, to].map((end) => ({ ...end, line: lineIn(text, file.new, end.line - 1) }));
  if (source?.line === undefined || sink?.line === undefined) {
    return { problem: 'it edits an end of the path, so that the path cannot be looked for again.' };
  }
  const claim: PathClaim = {
    kind: 'path',
    from: { text: from.text, line: source.line + 1 },
    to: { text: to.text, line: sink.line + 1 },
  };
  const { kind, ...verdict } = await checkPath(claim, { ...file, new: text }, tools);
  if (kind === 'holds') return { problem: 'the path is still there.' };
  return kind === 'contradicted' || ('why' in verdict && verdict.why.startsWith('No such path'))
    ? { told: 'The path is not found any more.' }
    : { problem: 'the path cannot be looked for again.' };
}

async function newPathLeft(
  comment: ReviewComment,
  file: RefinedFile,
  { flow, signal, root }: EvidenceTools,
): ReturnType<typeof evidenceLeft> {
  const paths = await newPathComments([file], root, flow, signal);
  const isThere = paths.some(
    ({ title, function: name }) => title === comment.title && name === comment.function,
  );
  return isThere ? { problem: 'the path is still there.' } : { told: 'The path is not found any more.' };
}

// A recording that somebody kept of a test when it passed, which says how the program should behave.
import path from 'node:path';
import { isPythonLiteral } from '../../core/debugging/pythonLiteral';
import { placedBlocks } from '../../core/debugging/recordedBlocks';
import { recordedStates, type RecordedStates } from '../../core/debugging/recordedStates';
import { testName } from '../../core/debugging/pytestStatement';
import type { WantedTests } from '../../core/debugging/wantedTests';
import type { Recording } from '../../core/trace/recording';
import { Failure } from '../failure';
import type { SyntaxService } from '../syntax/syntaxService';
import { loadRecording } from '../trace/recordingFile';
import { isRecordingOf } from './recordedTest';
import type { PassingRun } from './reference';

/**
 * @param recordingFile Absolute path.
 * @param failing Statements of the failing tests.
 * @param cwd Working folder of the tests.
 * @throws Failure where it cannot be read, did not pass, or is of something else
 */
export async function passingRun(
  recordingFile: string,
  failing: readonly string[],
  wanted: WantedTests,
  cwd: string,
): Promise<PassingRun> {
  const recording = await loadRecording(recordingFile);
  const { run, outcome, tests } = recording.parts;
  const what = run.test ?? run.call ?? path.basename(run.file);
  const refuse = (reason: string): Failure =>
    new Failure('usage', reason, 'Name a recording of the failing test from when it passed.');
  const results = tests?.tests ?? [];
  const hasPassed =
    run.test === undefined
      ? outcome.kind === 'returned'
      : results.length > 0 && results.every((test) => test.outcome === 'passed');
  if (!hasPassed) throw refuse(`The recording of ${what} is not of a run that passed.`);
  const test =
    failing.find((statement) => isRecordingOf(run, testName(statement), cwd)) ??
    calledTest(recording, failing, wanted);
  if (test === undefined) throw refuse(`The recording is of ${what}, which is none of the failing tests.`);
  return { recording, test, name: `the recording of ${run.startedAt.slice(0, 16).replace('T', ' ')}` };
}

/** The call that was recorded is the one that is debugged, and gave what it has to. */
function calledTest(
  { parts: { run, outcome } }: Recording,
  [only]: readonly string[],
  wanted: WantedTests,
): string | undefined {
  if (!('call' in wanted) || run.call === undefined || outcome.kind !== 'returned') return undefined;
  const isSame = run.call.trim() === wanted.call.trim() && outcome.value?.text === wanted.expect.trim();
  return isSame ? only : undefined;
}

/** What the blocks of the program as it is now should do. @throws Failure where none of them is in the recording */
export async function statesOf(
  { recording }: PassingRun,
  file: string,
  source: string,
  syntax: SyntaxService,
): Promise<RecordedStates> {
  return syntax.withDocument('python', source, (document) => {
    const model = document.model('block');
    const asRecorded = recording.parts.run.granularity === 'block' ? model : document.model('line');
    const placed = placedBlocks(recording, file, { model, asRecorded });
    if (placed.size === 0) {
      const reason = `Nothing of ${path.basename(file)} as it is now is in the recording.`;
      throw new Failure('usage', reason, 'Name a recording of a run that used this file.');
    }
    return recordedStates(recording, file, model, placed, isPythonLiteral);
  });
}

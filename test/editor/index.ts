import { runMocha } from '../support/mochaRun';
import { isGreen, writeCounts } from '../support/testCounts';

/** Runs the editor tests; VS Code calls it in its extension host. */
export async function run(): Promise<void> {
  const counts = await runMocha(__dirname, {
    timeoutMs: 90_000,
    grep: process.env['WITNESS_TEST_GREP'],
  });
  writeCounts(process.env['WITNESS_TEST_COUNTS'], counts);
  if (!isGreen(counts)) throw new Error(`${counts.failed} editor tests failed`);
}

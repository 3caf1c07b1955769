import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMocha } from '../mochaRun';
import { forgetPythonSettings } from '../pythonEnvironment';
import { type TestCounts, isGreen, writeCounts } from '../testCounts';

// Usage: runMocha.js FOLDER [--timeout SECONDS] [--grep TEXT] [--shard PART/OF]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: 'string' },
    timeout: { type: 'string', default: '60' },
    shard: { type: 'string', default: '1/1' },
  },
});
const leftoverGraceMs = 2_000;

// What tests record with the command line must not get among the user's own recordings.
process.env['WITNESS_STORE'] ??= path.resolve('out/test-recordings');

forgetPythonSettings();

// What tests have started ends when the process exits, which it does not do by itself on a signal.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

void main(path.resolve(positionals[0] ?? 'out/test/unit'));

async function main(folder: string): Promise<void> {
  const [part = 1, of = 1] = values.shard.split('/').map(Number);
  const counts = await runMocha(folder, {
    timeoutMs: Number(values.timeout) * 1_000,
    grep: values.grep,
    shard: { part, of },
  });
  report(counts);
  // Reached only while something keeps the process alive that a test should have ended.
  setTimeout(() => {
    const message = `Still at work after the last test: ${process.getActiveResourcesInfo().join(', ')}`;
    console.error(message);
    report({ ...counts, failed: counts.failed + 1, failures: [...(counts.failures ?? []), message] });
    process.exit();
  }, leftoverGraceMs).unref();
}

function report(counts: TestCounts): void {
  writeCounts(process.env['WITNESS_TEST_COUNTS'], counts);
  process.exitCode = isGreen(counts) ? 0 : 1;
}

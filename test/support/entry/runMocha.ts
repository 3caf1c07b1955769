import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMocha } from '../mochaRun';
import { forgetPythonSettings } from '../pythonEnvironment';
import { type TestCounts, isGreen, writeCounts } from '../testCounts';

// Usage: runMocha.js FOLDER [--timeout SECONDS] [--grep TEXT]
// Started with a channel, it asks its parent for one file of the folder after the other.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    grep: { type: 'string' },
    timeout: { type: 'string', default: '60' },
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
  const counts = await runMocha(folder, {
    timeoutMs: Number(values.timeout) * 1_000,
    grep: values.grep,
    nextFile: process.connected ? nextFile : undefined,
  });
  if (process.connected) process.disconnect();
  report(counts);
  // Reached only while something keeps the process alive that a test should have ended.
  setTimeout(() => {
    const message = `Still at work after the last test: ${process.getActiveResourcesInfo().join(', ')}`;
    console.error(message);
    report({ ...counts, failed: counts.failed + 1, failures: [...(counts.failures ?? []), message] });
    process.exit();
  }, leftoverGraceMs).unref();
}

function nextFile(): Promise<string | undefined> {
  return new Promise((resolve) => {
    process.once('message', (file) => {
      resolve(typeof file === 'string' && file !== '' ? file : undefined);
    });
    process.send?.('next');
  });
}

function report(counts: TestCounts): void {
  writeCounts(process.env['WITNESS_TEST_COUNTS'], counts);
  process.exitCode = isGreen(counts) ? 0 : 1;
}

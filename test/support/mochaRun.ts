import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { type TestCounts, sum } from './testCounts';

/** How a mocha run departs from the usual. */
export interface MochaRunOptions {
  readonly timeoutMs: number;
  /** Runs only tests whose full title matches. */
  readonly grep?: string | undefined;
  /** Gives one file after the other to run in the place of all of the folder; nothing once there is no more. */
  readonly nextFile?: (() => Promise<string | undefined>) | undefined;
}

/**
 * Runs the bundled *.test.js files below a folder in this process. Skipped tests, .only and a run without any test
 * count as failures: each would otherwise pass for green.
 */
export async function runMocha(folder: string, options: MochaRunOptions): Promise<TestCounts> {
  const { nextFile } = options;
  const counts =
    nextFile === undefined
      ? await runFiles(testFiles(folder), options)
      : await runOneByOne(nextFile, options);
  if (counts.passed + counts.failed > 0) return counts;
  const message = `There are no tests in ${folder}.`;
  console.error(message);
  return { passed: 0, failed: 1, failures: [message] };
}

async function runOneByOne(
  nextFile: () => Promise<string | undefined>,
  options: MochaRunOptions,
): Promise<TestCounts> {
  const counts: TestCounts[] = [];
  for (let file = await nextFile(); file !== undefined; file = await nextFile()) {
    counts.push(await runFiles([file], options));
  }
  return sum(counts);
}

function runFiles(files: readonly string[], options: MochaRunOptions): Promise<TestCounts> {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: options.timeoutMs,
    color: process.stdout.isTTY,
    forbidOnly: true,
    forbidPending: true,
    ...(options.grep === undefined ? {} : { grep: options.grep }),
  });
  for (const file of files) mocha.addFile(file);
  return finished(mocha);
}

/** The bundled *.test.js files below a folder. */
export function testFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js'))
    .sort()
    .map((file) => path.join(folder, file));
}

function finished(mocha: Mocha): Promise<TestCounts> {
  return new Promise((resolve, reject) => {
    const failures: string[] = [];
    const runner = mocha.run(() => {
      if (runner.stats) resolve({ passed: runner.stats.passes, failed: runner.stats.failures, failures });
      else reject(new Error('mocha kept no statistics'));
    });
    runner.on('fail', (test, error: Error) => {
      failures.push(`${test.titlePath().join(' › ')}\n${error.stack ?? error.message}`);
    });
  });
}

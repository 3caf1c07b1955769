import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { testFiles } from '../mochaRun';
import { type TestCounts, isGreen, sum, takeCounts, writeCounts } from '../testCounts';

// Usage: runShards.js FOLDER
// Runs the tests of a folder in two processes side by side, each of which takes the next file when it has done one. The
// first one prints as it goes on, the other when it has ended.
const shards = Math.min(2, os.availableParallelism());
const children = new Set<ReturnType<typeof spawn>>();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const child of children) child.kill(signal);
    process.exit(130);
  });
}

void main(process.argv[2] ?? 'out/test/unit');

async function main(folder: string): Promise<void> {
  const files = testFiles(folder);
  const parts = await Promise.all(
    Array.from({ length: shards }, (_, index) => shard(folder, files, index + 1)),
  );
  const counts = sum(parts);
  writeCounts(process.env['WITNESS_TEST_COUNTS'], counts);
  process.exitCode = isGreen(counts) && parts.every(isGreen) ? 0 : 1;
}

/** @param files Are taken away from as they are run. */
function shard(folder: string, files: string[], number: number): Promise<TestCounts> {
  const countsFile = path.resolve(`out/shard-${number}.counts.json`);
  const isQuiet = number > 1;
  const output = isQuiet ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, [path.join(__dirname, 'runMocha.js'), folder], {
    env: {
      ...process.env,
      WITNESS_TEST_COUNTS: countsFile,
      WITNESS_STORE: path.resolve(`out/test-recordings-${number}`),
    },
    stdio: ['ignore', output, output, 'ipc'],
  });
  children.add(child);
  child.on('message', () => {
    child.send(files.shift() ?? '');
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes: Buffer) => printed.push(bytes));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      children.delete(child);
      process.stdout.write(Buffer.concat(printed));
      const counts = takeCounts(countsFile);
      if (counts === undefined) {
        const message = `Process ${number} of the tests ended before it had counted them.`;
        resolve({ passed: 0, failed: 1, failures: [message] });
        return;
      }
      resolve(code === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) });
    });
  });
}

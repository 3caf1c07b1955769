import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { type TestCounts, isGreen, sum, takeCounts, writeCounts } from '../testCounts';

// Usage: runShards.js FOLDER
// Runs the tests of a folder in two processes side by side, each with half of the files. The first one prints as it goes
// on, the other when it has ended.
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
  const parts = await Promise.all(Array.from({ length: shards }, (_, index) => shard(folder, index + 1)));
  const counts = sum(parts);
  writeCounts(process.env['WITNESS_TEST_COUNTS'], counts);
  process.exitCode = isGreen(counts) && parts.every(isGreen) ? 0 : 1;
}

function shard(folder: string, number: number): Promise<TestCounts> {
  const countsFile = path.resolve(`out/shard-${number}.counts.json`);
  const isQuiet = number > 1;
  const child = spawn(
    process.execPath,
    [path.join(__dirname, 'runMocha.js'), folder, '--shard', `${number}/${shards}`],
    {
      env: {
        ...process.env,
        WITNESS_TEST_COUNTS: countsFile,
        WITNESS_STORE: path.resolve(`out/test-recordings-${number}`),
      },
      stdio: isQuiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    },
  );
  children.add(child);
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
        const message = `Half ${number} of the tests ended before it had counted them.`;
        resolve({ passed: 0, failed: 1, failures: [message] });
        return;
      }
      resolve(code === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) });
    });
  });
}

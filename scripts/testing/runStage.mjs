import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { root } from './stages.mjs';

const limitMs = 900_000;
const graceMs = 15_000;

/** Runs a stage under a heading; gives how many checks it passed and failed, which failed, and how long it took. */
export async function runStage(stage) {
  console.log(`\n── ${stage.name} ${'─'.repeat(Math.max(0, 60 - stage.name.length))}`);
  const start = Date.now();
  const counts = await outcome(stage).catch((error) => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  const seconds = (Date.now() - start) / 1000;
  console.log(`${stage.name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s`);
  return { name: stage.name, ...counts, seconds };
}

async function outcome(stage) {
  if (typeof stage.run === 'function') {
    await stage.run();
    return { passed: 1, failed: 0 };
  }
  const countsFile = path.join(root, 'out', `${stage.name}.counts.json`);
  await rm(countsFile, { force: true });
  const succeeded = await runNode(stage.run, { WITNESS_TEST_COUNTS: countsFile }, stage.refuses);
  if (!stage.counts) return succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const { passed, failed, failures } = await readCounts(countsFile);
  // A process that ended badly has failed, whatever its tests say.
  return { passed, failed: succeeded ? failed : Math.max(1, failed), failures };
}

async function readCounts(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    console.error('It ended before it had counted its tests.');
    return { passed: 0, failed: 1 };
  }
}

/** Whether a Node program ended well and printed nothing it must not. */
function runNode({ file, args }, env, refuses) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', refuses ? 'pipe' : 'inherit', refuses ? 'pipe' : 'inherit'],
    });
    const limits = [
      setTimeout(() => child.kill('SIGTERM'), limitMs),
      setTimeout(() => child.kill('SIGKILL'), limitMs + graceMs),
    ];
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        printed += chunk;
        process.stdout.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      limits.forEach((limit) => clearTimeout(limit));
      if (signal) console.error(`ended by ${signal}`);
      resolve(code === 0 && !refuses?.test(printed));
    });
  });
}

import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { inspect } from 'node:util';
import { root } from './stages.mjs';

const limitMs = 900_000;
const graceMs = 15_000;

/**
 * Runs a stage under a heading; gives how many checks it passed and failed, which failed, and how long it took. One
 * that is held back prints nothing until it has ended, and then all of it.
 */
export async function runStage(stage, { isHeldBack = false } = {}) {
  const held = [];
  const print = (text) => (isHeldBack ? held.push(text) : process.stdout.write(text));
  print(`\n── ${stage.name} ${'─'.repeat(Math.max(0, 60 - stage.name.length))}\n`);
  const start = Date.now();
  const counts = await outcome(stage, { print, isHeldBack }).catch((error) => {
    print(`${inspect(error)}\n`);
    return { passed: 0, failed: 1 };
  });
  const seconds = (Date.now() - start) / 1000;
  print(`${stage.name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s\n`);
  process.stdout.write(held.join(''));
  return { name: stage.name, ...counts, seconds };
}

/** Runs stages that do not get in each other's way, two at a time; gives their results in the order of the stages. */
export async function runSideBySide(stages) {
  const results = [];
  const waiting = stages.entries();
  const work = async () => {
    for (const [index, stage] of waiting) results[index] = await runStage(stage, { isHeldBack: true });
  };
  await Promise.all([work(), work()]);
  return results;
}

async function outcome(stage, printing) {
  if (typeof stage.run === 'function') {
    await stage.run();
    return { passed: 1, failed: 0 };
  }
  const countsFile = path.join(root, 'out', `${stage.name}.counts.json`);
  await rm(countsFile, { force: true });
  const succeeded = await runNode(stage, { WITNESS_TEST_COUNTS: countsFile }, printing);
  if (!stage.counts) return succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const { passed, failed, failures } = await readCounts(countsFile, printing);
  // A process that ended badly has failed, whatever its tests say.
  return { passed, failed: succeeded ? failed : Math.max(1, failed), failures };
}

async function readCounts(file, { print }) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    print('It ended before it had counted its tests.\n');
    return { passed: 0, failed: 1 };
  }
}

/** Whether the Node program of a stage ended well and printed nothing it must not. */
function runNode({ run: { file, args }, refuses }, env, { print, isHeldBack }) {
  const output = refuses || isHeldBack ? 'pipe' : 'inherit';
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
    });
    const limits = [
      setTimeout(() => child.kill('SIGTERM'), limitMs),
      setTimeout(() => child.kill('SIGKILL'), limitMs + graceMs),
    ];
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        printed += text;
        print(text);
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      limits.forEach((limit) => clearTimeout(limit));
      if (signal) print(`ended by ${signal}\n`);
      resolve(code === 0 && !refuses?.test(printed));
    });
  });
}

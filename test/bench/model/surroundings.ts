// Where programs of the recorded sessions run: nobody has vouched for them.
import os from 'node:os';
import path from 'node:path';
import { ProgramTester } from '../../../src/host/debugging/programTester';
import { StepRecorder } from '../../../src/host/debugging/stepRecorder';
import { tokenCounter } from '../../../src/host/model/tokenCounter';
import { importFolders } from '../../../src/host/sandbox/importFolders';
import { SandboxPool } from '../../../src/host/sandbox/sandboxPool';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { pythonOfVersion } from '../untrustedPython';

const assets = path.resolve('dist');
/** As in the recorded sessions. */
const limitMs = 1000;

export async function surroundings() {
  const python = pythonOfVersion('3.11');
  const names = ['trying', 'inputs', 'stepping'];
  const pool = new SandboxPool(
    {
      level: 'isolated',
      interpreter: python,
      assets,
      visible: [],
      path: await importFolders(python),
      preload: names.map((name) => `witness_debugging.${name}`),
    },
    os.availableParallelism(),
  );
  const place = { file: '/program.py', module: 'program', root: '/', cwd: '/nowhere' };
  const tester = (ms: number): ProgramTester =>
    new ProgramTester(pool, { place, limitMs: ms, isolation: 'isolated' });
  return {
    pool,
    place,
    limitMs,
    tester: tester(limitMs),
    /** For final tests, which may take longer. */
    finalTester: tester(10_000),
    recorder: new StepRecorder(pool, place, limitMs),
    syntax: new SyntaxService(assets),
    count: tokenCounter(assets),
  };
}

export type Surroundings = Awaited<ReturnType<typeof surroundings>>;

// How long after its limit a program is really gone, by its own clock.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { PythonInterpreter } from '../../../src/host/python/interpreter';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { recordPython } from '../../../src/host/trace/recordPython';
import { programFolder } from './programs';

const assets = path.resolve('dist');
const syntax = new SyntaxService(assets);
const limitMs = 3000;

/** Seconds past the limit, counted from the program's first statement, of so many runs; the least is negative, for the start counts. */
export async function secondsPastLimit(
  interpreter: PythonInterpreter,
  folder: string,
  times: number,
): Promise<number[]> {
  const beats = path.join(folder, 'beats');
  const file = path.join(programFolder, 'past_limit.py');
  const past: number[] = [];
  for (let i = 0; i < times; i++) {
    rmSync(beats, { force: true });
    await recordPython(
      {
        file,
        arguments: [beats],
        cwd: folder,
        environment: process.env,
        interpreter,
        roots: [programFolder],
        granularity: 'block',
        steps: 'sampled',
        valueBudget: 200,
        limitMs,
        stdin: 'ignore',
      },
      {
        assets,
        out: path.join(folder, 'limited'),
        blocks: (name, bytes) => syntax.model(name, bytes, 'block'),
      },
    );
    past.push(Number(readFileSync(beats, 'utf8')) - limitMs / 1000);
  }
  return past;
}

// Errors that are there and are found, and errors that are told of code that is fine.
import path from 'node:path';
import * as z from 'zod';
import { runFragment } from '../../../src/host/fragment/partialRun';
import type { SandboxPool } from '../../../src/host/sandbox/sandboxPool';
import { readRows } from '../arguments';
import { percent } from './coverage';
import { expectedTypeErrors } from './typeErrorTable';

const rowSchema = z.object({ id: z.string(), source: z.string() });
const functionsSchema = z.array(z.object({ name: z.string(), source: z.string(), context: z.string() }));

const goal = 17;
const budget = 16;

export interface ErrorScore {
  readonly rows: [string, ...string[]][];
  readonly holds: boolean;
}

export async function typeErrors(data: string, pool: SandboxPool): Promise<ErrorScore> {
  let found = 0;
  let first = 0;
  const files = readRows(path.join(data, 'selfpico/typeerror.jsonl')).map((row) => rowSchema.parse(row));
  for (const { id, source } of files) {
    const name = path.basename(id, '.py');
    const expected = expectedTypeErrors[name];
    if (expected === undefined) continue;
    const [from, to] = expected.lines;
    const runs = await runFragment({ source, file: `/fragment/${name}.py` }, pool, {
      runs: budget,
      limitMs: 5000,
    });
    const isExpected = runs.map(({ result }) => {
      const errors = result?.errors ?? [];
      return errors.some(
        ({ type, line, limit }) =>
          type === 'TypeError' && !limit && line !== null && line >= from && line <= to,
      );
    });
    if (isExpected.includes(true)) found++;
    else console.log(`type error missed: ${name}: ${expected.cause}`);
    if (isExpected[0] === true) first++;
  }
  return {
    holds: found >= goal,
    rows: [
      ['type errors at the expected statement', `${found} of ${files.length}`],
      [`  in the first run (goal ${goal} in up to ${budget} runs)`, `${first}`],
    ],
  };
}

/** Functions that are fine, one by one, with the module around them. */
export async function falseAlarms(pool: SandboxPool): Promise<ErrorScore> {
  const answer = await pool.run({
    module: 'mature_functions',
    function: 'functions',
    argument: 200,
    limitMs: 60_000,
  });
  const functions = functionsSchema.parse(JSON.parse(answer.result ?? '[]'));
  let alarms = 0;
  let claimed = 0;
  for (const { name, source, context } of functions) {
    const runs = await runFragment({ source, file: `/fragment/${name}.py`, context }, pool, {
      runs: 4,
      limitMs: 3000,
    });
    const errors = runs.flatMap(({ result }) => result?.errors ?? []).filter(({ limit }) => !limit);
    const alarm = errors.find(({ level }) => level === 'witnessed');
    if (errors.length > 0) claimed++;
    if (alarm === undefined) continue;
    alarms++;
    console.log(`false alarm: ${name}, line ${alarm.line ?? '?'}: ${alarm.type}: ${alarm.message}`);
  }
  return {
    holds: functions.length === 200 && alarms <= 2,
    rows: [
      ['witnessed false alarms (goal 1 %)', percent(alarms / Math.max(1, functions.length))],
      [`  functions that are fine`, String(functions.length)],
      ['  of these with any error, claimed ones too', String(claimed)],
    ],
  };
}

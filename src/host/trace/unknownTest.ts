// What to say of a test that its runner does not know: the ids that were perhaps meant.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure';
import type { PythonInterpreter } from '../python/interpreter';
import type { SyntaxService } from '../syntax/syntaxService';
import { functionsOf, nearest } from './nearestNames';
import type { RequestedTest } from './traceTarget';

interface Where {
  /** Absolute. */
  readonly file: string;
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly interpreter: PythonInterpreter;
  readonly syntax: SyntaxService;
}

/** `known`: ids that the runner itself named. */
export async function unknownTest(
  test: RequestedTest,
  known: readonly string[],
  where: Where,
): Promise<Failure> {
  const ids = known.length > 0 ? known : await idsOf(test, where);
  const near = nearest(test.id, ids);
  const shown = near.length > 0 ? near : ids.slice(0, 5);
  const hint =
    near.length > 0
      ? `Did you mean ${shown.join(' or ')}?`
      : shown.length > 0
        ? `Tests that are there: ${shown.join(', ')}${ids.length > shown.length ? ', …' : ''}`
        : `${where.file} holds no test.`;
  return new Failure('usage', `There is no test ${test.id}.`, hint);
}

async function idsOf(test: RequestedTest, where: Where): Promise<readonly string[]> {
  const collected = test.runner === 'unittest' ? [] : await collectedIds(where);
  return collected.length > 0 ? collected : idsInText(test, where);
}

/** The ids as pytest prints them, parameters included; none where there is no pytest. */
async function collectedIds({ file, cwd, environment, interpreter }: Where): Promise<string[]> {
  const asked = ['-m', 'pytest', '--collect-only', '-q', '-p', 'no:cacheprovider', file];
  const options = { cwd, env: environment, timeout: 15_000, maxBuffer: 16 * 1024 * 1024 };
  const answer = await promisify(execFile)(interpreter.executable, asked, options).catch(() => undefined);
  return (answer?.stdout ?? '').split(/\r?\n/).filter((line) => line.includes('::') && !line.startsWith(' '));
}

async function idsInText(test: RequestedTest, { file, cwd, syntax }: Where): Promise<string[]> {
  const functions = (await functionsOf(file, syntax)).filter((item) => /^test/i.test(item.name));
  const paths = functions.filter((item) => item.kind !== 'class').map((item) => item.path);
  if (test.id.includes('::')) {
    const start = test.id.split('::', 1)[0] ?? '';
    return paths.map((item) => `${start}::${item.replaceAll('.', '::')}`);
  }
  const module = path.relative(cwd, file).replace(/\.py$/, '').replaceAll(path.sep, '.');
  return paths.map((item) => `${module}.${item}`);
}

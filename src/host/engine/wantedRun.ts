// What a `trace` request of the editor runs.
import { wrapped } from '../../core/fragment/ownCall';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { TraceParams } from '../../protocol/engine';
import { Failure } from '../failure';
import { launchEntry } from '../launch/launchFile';
import type { TraceRequest } from '../trace/tracing';

type WantedRun = Pick<
  TraceRequest,
  'file' | 'call' | 'test' | 'module' | 'interpreter' | 'arguments' | 'cwd' | 'environment'
>;

/** @throws Failure when an entry of a `launch.json` cannot be run. */
export async function wantedRun(params: TraceParams, environment: NodeJS.ProcessEnv): Promise<WantedRun> {
  const { file, call, test, launch, cwd, wrapping, interpreter } = params;
  const base = { file, arguments: [], cwd, environment, ...(interpreter !== undefined && { interpreter }) };
  if (launch !== undefined) return launched(launch, params, environment);
  if (test !== undefined) return { ...base, test: { id: `${file}::${test}`, runner: 'auto' } };
  return { ...base, ...(call !== undefined && { call: driven(call, wrapping, file) }) };
}

async function launched(
  name: string,
  { file, cwd, interpreter }: TraceParams,
  environment: NodeJS.ProcessEnv,
): Promise<WantedRun> {
  const entry = await launchEntry({ name, file, cwd, environment });
  const named = entry.interpreter ?? interpreter;
  if (entry.program === undefined && entry.module === undefined) {
    throw new Failure('usage', `The configuration ${name} names neither a program nor a module.`);
  }
  return {
    ...(entry.program !== undefined && { file: entry.program }),
    ...(entry.module !== undefined && { module: entry.module }),
    ...(named !== undefined && { interpreter: named }),
    arguments: entry.arguments,
    cwd: entry.cwd,
    environment: { ...environment, ...entry.environment },
  };
}

/** The expression that runs what a call gives. In JavaScript promises are waited for anyhow. */
function driven(call: string, wrapping: TraceParams['wrapping'], file: string): string {
  if (languageOfPath(file) === 'python') return wrapped(call, wrapping);
  return wrapping === 'generator' ? `[...${call}]` : call;
}

// The process that holds Z3: one script after the other, each in a context of its own.
import { createRequire } from 'node:module';
import path from 'node:path';
import { init } from 'z3-solver/build/low-level';
import { solverRequest, type SolverResponse } from './solverMessages';

type LowLevel = Awaited<ReturnType<typeof init>>;

const require = createRequire(__filename);

/** Answers the engine's messages until it goes away. */
export function runSolver(): void {
  let loading: Promise<LowLevel> | undefined;
  let last: Promise<void> = Promise.resolve();
  process.on('message', (message) => {
    const request = solverRequest.parse(message);
    loading ??= load();
    const loaded = loading;
    last = last.then(async () => {
      respond({ id: request.id, ...(await answer(loaded, request.script)) });
    });
  });
  process.on('disconnect', () => process.exit(0));
}

/** Z3 stays unbundled: it looks for its wasm beside itself. */
function load(): Promise<LowLevel> {
  const built = require(path.join(__dirname, 'z3/z3-built.js')) as (options: object) => Promise<unknown>;
  return init(() => built({}));
}

async function answer(
  loading: Promise<LowLevel>,
  script: string,
): Promise<{ output: string } | { error: string }> {
  try {
    const { Z3 } = await loading;
    const config = Z3.mk_config();
    const context = Z3.mk_context(config);
    try {
      return { output: await Z3.eval_smtlib2_string(context, script) };
    } finally {
      Z3.del_context(context);
      Z3.del_config(config);
    }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function respond(response: SolverResponse): void {
  process.send?.(response);
}

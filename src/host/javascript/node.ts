// Finds the Node that runs a program.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../failure';

/** The oldest major version that the runtime supports. */
const oldestNode = 20;

export interface NodeInterpreter {
  readonly executable: string;
  /** E.g. `Node 20.19.2`. */
  readonly description: string;
  /** Why this one was taken: `--interpreter`, `PATH` or `Witness`, whose own one it is. */
  readonly origin: string;
  /** What the environment of a program must hold for this executable to be Node. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The Node that was asked for; else the one on the PATH, or the one that runs Witness where that is too old or missing.
 * @throws Failure of kind `missing` where there is no Node that can be used.
 */
export async function findNode(
  explicit: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<NodeInterpreter> {
  const origin = explicit === undefined ? 'PATH' : '--interpreter';
  const executable = explicit ?? 'node';
  const answer = await version(executable, environment);
  const major = Number(/^v(\d+)\./.exec(answer ?? '')?.[1]);
  if (answer !== undefined && major >= oldestNode) {
    return { executable, description: `Node ${answer.slice(1)}`, origin, environment: {} };
  }
  if (explicit === undefined && Number.parseInt(process.versions.node) >= oldestNode) return ownNode();
  throw new Failure(
    'missing',
    answer === undefined
      ? `${executable} does not start.`
      : `${executable} is Node ${answer}, which is too old.`,
    `Install Node ${oldestNode} or later, or name one with --interpreter PATH.`,
  );
}

/** The editor is a Node, too, when it is told so. */
function ownNode(): NodeInterpreter {
  return {
    executable: process.execPath,
    description: `Node ${process.versions.node}`,
    origin: 'Witness',
    environment: process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
  };
}

async function version(executable: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(executable, ['--version'], {
      timeout: 10_000,
      env: environment,
    });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

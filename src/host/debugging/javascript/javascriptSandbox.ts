// The sandbox for JavaScript: Node is a program in it.
import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { findNode, type NodeInterpreter } from '../../javascript/node';
import { findPython } from '../../python/interpreter';
import { Failure } from '../../failure';
import { startPythonSandbox, type PythonSandbox } from '../../sandbox/pythonSandbox';
import type { Isolation } from '../../sandbox/sandboxProcess';

export interface JavaScriptSandboxSettings {
  readonly assets: string;
  readonly cwd: string;
  /** A file of the project. */
  readonly file: string;
  readonly isolation: Isolation;
  /** A Node that is not the one on the PATH. */
  readonly interpreter?: string;
  readonly environment: NodeJS.ProcessEnv;
  /** How many jobs run at once. */
  readonly size: number;
}

export interface JavaScriptSandbox extends PythonSandbox {
  readonly node: NodeInterpreter;
  /** Folders whose files belong to the project. */
  readonly roots: readonly string[];
}

/**
 * Starts its first process; the caller disposes the pool.
 * @throws Failure of kind `missing` where there is no Node, no Python to build the sandbox with, or no isolation
 */
export async function startJavaScriptSandbox(
  settings: JavaScriptSandboxSettings,
): Promise<JavaScriptSandbox> {
  const { assets, cwd, file, isolation, interpreter, environment, size } = settings;
  if (isolation !== 'isolated') {
    throw new Failure(
      'usage',
      `JavaScript cannot be confined at level "${isolation}", which rests on what Python can refuse.`,
      'Leave out --isolation, or run Witness where user namespaces are allowed.',
    );
  }
  const node = await absolute(await findNode(interpreter, environment), environment);
  // The sandbox itself is a program in Python, whatever runs in it.
  const python = await findPython({ folder: cwd, environment });
  const roots = [...new Set([cwd, projectFolder(file)])];
  const files = [...roots.map((root) => path.join(root, 'x')), ...shownWith(node, file)];
  const sandbox = await startPythonSandbox(python, {
    level: isolation,
    assets,
    cwd,
    files,
    preload: [],
    size,
  });
  return { ...sandbox, node, roots };
}

/** Confined programs have another PATH. */
async function absolute(node: NodeInterpreter, environment: NodeJS.ProcessEnv): Promise<NodeInterpreter> {
  const env = { ...environment, ...node.environment };
  const { stdout } = await promisify(execFile)(node.executable, ['-p', 'process.execPath'], { env });
  return { ...node, executable: stdout.trim() };
}

/** The nearest folder with a package.json; else that of the file. */
function projectFolder(file: string): string {
  const found = above(file).find((folder) => existsSync(path.join(folder, 'package.json')));
  return found ?? path.dirname(file);
}

/** Files whose folders have to be seen: Node itself, and the packages of the folders above. */
function shownWith({ executable }: NodeInterpreter, file: string): string[] {
  const node = [realpathSync(executable)];
  const packages = above(file)
    .map((folder) => path.join(folder, 'node_modules'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [folder, realpathSync(folder)])
    .map((folder) => path.join(folder, 'x'));
  return [...node, ...packages];
}

/** Folders above a file, the innermost first. */
function above(file: string): string[] {
  const folder = path.dirname(file);
  return folder === file ? [] : [folder, ...above(folder)];
}

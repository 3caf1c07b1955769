// The variables of a launch.json, as https://code.visualstudio.com/docs/reference/variables-reference lists them.
import { homedir } from 'node:os';
import path from 'node:path';
import { Failure } from '../failure';

export interface LaunchContext {
  /** The folder that holds `.vscode`. */
  readonly workspaceFolder: string;
  /** Absolute; stands for the file in the editor. */
  readonly file?: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The working folder of the command itself. */
  readonly cwd: string;
}

/** @throws Failure for a variable that only an editor knows. */
export function substituted(text: string, context: LaunchContext): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, variable: string) => valueOf(variable, context));
}

function valueOf(variable: string, context: LaunchContext): string {
  const named = /^env:(.+)$/.exec(variable)?.[1];
  if (named !== undefined) return context.environment[named] ?? '';
  const value = plainVariables[variable]?.(context) ?? fileVariables(variable, context);
  if (value !== undefined) return value;
  throw new Failure(
    'usage',
    `The launch configuration uses \${${variable}}, which ${reasonWithout(variable)}.`,
    'Write the value into a configuration of its own, or give it on the command line.',
  );
}

const plainVariables: Readonly<Record<string, (context: LaunchContext) => string>> = {
  workspaceFolder: ({ workspaceFolder }) => workspaceFolder,
  workspaceRoot: ({ workspaceFolder }) => workspaceFolder,
  workspaceFolderBasename: ({ workspaceFolder }) => path.basename(workspaceFolder),
  cwd: ({ cwd }) => cwd,
  userHome: () => homedir(),
  pathSeparator: () => path.sep,
  '/': () => path.sep,
};

function fileVariables(variable: string, { file, workspaceFolder }: LaunchContext): string | undefined {
  const read = readFileVariable[variable];
  if (read === undefined) return undefined;
  if (file !== undefined) return read(file, workspaceFolder);
  throw new Failure(
    'usage',
    `The launch configuration uses \${${variable}}, the file in the editor, and no file was named.`,
    'Name it: witness trace FILE --launch NAME',
  );
}

const readFileVariable: Readonly<Record<string, (file: string, folder: string) => string>> = {
  file: (file) => file,
  fileBasename: (file) => path.basename(file),
  fileBasenameNoExtension: (file) => path.basename(file, path.extname(file)),
  fileExtname: (file) => path.extname(file),
  fileDirname: (file) => path.dirname(file),
  fileDirnameBasename: (file) => path.basename(path.dirname(file)),
  fileWorkspaceFolder: (_, folder) => folder,
  relativeFile: (file, folder) => path.relative(folder, file),
  relativeFileDirname: (file, folder) => path.relative(folder, path.dirname(file)),
};

function reasonWithout(variable: string): string {
  if (variable.startsWith('input:')) return 'an editor would ask you for';
  if (variable.startsWith('command:')) return 'a command of the editor would give';
  if (variable.startsWith('config:')) return 'stands in the settings of the editor';
  if (variable.startsWith('workspaceFolder:')) return 'names a folder of a workspace of several folders';
  return 'Witness does not know';
}

import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

/** What VS Code is asked to do, of all its command line can say: the part that test runs use. */
export interface CommandLine {
  readonly extensionDevelopmentPaths: readonly string[];
  readonly extensionTestsPath: string | undefined;
  readonly userDataFolder: string | undefined;
  readonly extensionsFolder: string | undefined;
  readonly disableExtensions: boolean;
  readonly workspace: string | undefined;
  readonly files: readonly string[];
}

const options = {
  extensionDevelopmentPath: { type: 'string', multiple: true },
  extensionTestsPath: { type: 'string' },
  'user-data-dir': { type: 'string' },
  'extensions-dir': { type: 'string' },
  'disable-extensions': { type: 'boolean' },
} as const;

/** Reads VS Code's command line; what only concerns its windows and updates is passed over. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  // Not strict: desktop options such as --disable-gpu-sandbox are many and mean nothing here.
  const { values, positionals } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
  });
  const paths = positionals.map((positional) => path.resolve(positional));
  const workspaces = paths.filter(isWorkspace);
  return {
    extensionDevelopmentPaths: [values.extensionDevelopmentPath ?? []].flat().map(absolute),
    extensionTestsPath: optionalPath(values.extensionTestsPath),
    userDataFolder: optionalPath(values['user-data-dir']),
    extensionsFolder: optionalPath(values['extensions-dir']),
    disableExtensions: values['disable-extensions'] === true,
    workspace: workspaces[0],
    files: paths.filter((file) => !workspaces.includes(file)),
  };
}

function isWorkspace(file: string): boolean {
  return (
    file.endsWith('.code-workspace') || statSync(file, { throwIfNoEntry: false })?.isDirectory() === true
  );
}

function optionalPath(value: string | boolean | undefined): string | undefined {
  return value === undefined ? undefined : absolute(value);
}

function absolute(value: string | boolean): string {
  return path.resolve(String(value));
}

import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of Witness's own package.json; looked for, because test bundles lie at different depths. */
export const repositoryRoot = nearestAbove(__dirname, 'package.json');

/** What test runs install once and keep. */
export const cacheFolder = path.join(repositoryRoot, '.cache');

/** Where a bundled entry of test/support/entry lies. */
export function entryFile(name: string): string {
  return path.join(repositoryRoot, 'out/test/support/entry', `${name}.js`);
}

function nearestAbove(start: string, file: string): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, file))) return folder;
    if (path.dirname(folder) === folder) throw new Error(`no ${file} above ${start}`);
  }
}

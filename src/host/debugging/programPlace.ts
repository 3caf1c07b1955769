// As which module a Python file is imported.
import { access } from 'node:fs/promises';
import path from 'node:path';

/** The file that is under test, as the tests import it. */
export interface ProgramPlace {
  readonly file: string;
  /** Dotted name. */
  readonly module: string;
  /** The folder in which the module is found by its name. */
  readonly root: string;
  /** Working folder of the tests. */
  readonly cwd: string;
}

/** A file in folders with `__init__.py` belongs to their package. */
export async function programPlace(file: string, cwd: string): Promise<ProgramPlace> {
  const stem = path.basename(file, path.extname(file));
  const names = stem === '__init__' ? [] : [stem];
  let root = path.dirname(file);
  while (await isThere(path.join(root, '__init__.py'))) {
    names.unshift(path.basename(root));
    root = path.dirname(root);
  }
  return { file, module: names.join('.'), root, cwd };
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

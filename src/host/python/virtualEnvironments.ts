// Where a project's own Python may lie.
import path from 'node:path';

/** Names that virtual environments inside a project usually have; `.venv` is also that of Poetry, uv, PDM and Hatch. */
const folderNames = ['.venv', 'venv', 'env'];

export interface Candidate {
  readonly executable: string;
  /** The folder or variable by which it was found. */
  readonly origin: string;
}

/**
 * Virtual environments beside the program, in the folders above it up to the working folder, and the one that is
 * active, Conda's last.
 */
export function environmentCandidates(
  start: string,
  folder: string,
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Candidate[] {
  const inEnvironment =
    platform === 'win32' ? path.join('Scripts', 'python.exe') : path.join('bin', 'python');
  const list: Candidate[] = [];
  for (const place of foldersUpTo(start, folder)) {
    for (const name of folderNames) {
      list.push({ executable: path.join(place, name, inEnvironment), origin: name });
    }
  }
  const active = environment['VIRTUAL_ENV'];
  if (active !== undefined && active !== '') {
    list.push({ executable: path.join(active, inEnvironment), origin: 'VIRTUAL_ENV' });
  }
  const conda = environment['CONDA_PREFIX'];
  if (conda !== undefined && conda !== '') {
    const executable = path.join(conda, platform === 'win32' ? 'python.exe' : inEnvironment);
    list.push({ executable, origin: 'CONDA_PREFIX' });
  }
  return list;
}

/** From `start` upwards to `folder`; where it does not lie below it, the two alone. */
function foldersUpTo(start: string, folder: string): string[] {
  const inside = path.relative(folder, start);
  if (inside.startsWith('..') || path.isAbsolute(inside)) return [start, folder];
  const parts = inside === '' ? [] : inside.split(path.sep);
  return parts.map((_, i) => path.join(folder, ...parts.slice(0, parts.length - i))).concat(folder);
}

// Lines of the working tree that differ from Git's HEAD.
import path from 'node:path';
import { gitFailure, gitIn } from '../git/git';

/** 0-based, half-open stretches of lines by absolute path; of a new file, all of it. */
export type ChangedLines = ReadonlyMap<string, readonly { readonly start: number; readonly end: number }[]>;

/** @throws Failure where there is no repository or no Git. */
export async function changedLines(folder: string, signal: AbortSignal): Promise<ChangedLines> {
  const git = gitIn(folder, signal);
  try {
    const top = (await git('rev-parse', '--show-toplevel')).trim();
    const diff = await git('diff', '--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', 'HEAD');
    const added = await git('ls-files', '--others', '--exclude-standard', '--full-name', '-z', ':/');
    const changed = new Map(parsed(diff, top));
    for (const name of added.split('\0').filter(Boolean)) {
      changed.set(path.join(top, name), [{ start: 0, end: Infinity }]);
    }
    return changed;
  } catch (error) {
    signal.throwIfAborted();
    throw gitFailure(error, 'Open a folder of a Git repository with at least one commit.');
  }
}

function* parsed(diff: string, top: string): Iterable<[string, { start: number; end: number }[]]> {
  for (const part of diff.split(/^diff --git /m).slice(1)) {
    const name = /^\+\+\+ b\/(.+)$/m.exec(part)?.[1]?.trimEnd();
    if (name === undefined) continue;
    const hunks = [...part.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map(
      ([, first = '1', count = '1']) => {
        const start = Number(first) - 1;
        return { start, end: start + Number(count) };
      },
    );
    yield [path.join(top, name), hunks];
  }
}

// Unchanged files that a change works with: those that its files import, and those that import them, apart from tests.
import path from 'node:path';
import type { ChangedFile } from '../../core/review/change';
import { importedFiles, isImported } from '../../core/review/importedFiles';
import { isTestFile } from '../../core/review/testFiles';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import { findSourceFiles, isSkipped, readSource } from '../dataflow/sourceFiles';

export interface NeighbourFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

const [searchMs, mostRead, mostTaken] = [1000, 400, 12];
/** Characters of one file, and of all that are taken. */
const [largestText, mostText] = [60_000, 200_000];

/**
 * As they are on disk; files of a repository that is too large are left out.
 * @param root Absolute folder that paths of files are relative to.
 */
export async function neighbourFiles(
  files: readonly ChangedFile[],
  root: string,
  signal: AbortSignal,
): Promise<NeighbourFile[]> {
  const changed = files.flatMap(({ path: name, new: text }) => {
    const language = languageOfPath(name);
    if (language === undefined || text === undefined) return [];
    return [{ name, language, imports: importedFiles(name, language, text) }];
  });
  const started = performance.now();
  const enough = AbortSignal.any([signal, AbortSignal.timeout(searchMs)]);
  const found = await findSourceFiles(['.'], root, enough).catch(() => []);
  signal.throwIfAborted();
  const taken: NeighbourFile[] = [];
  let size = 0;
  for (const item of found.slice(0, mostRead)) {
    if (performance.now() - started > searchMs || taken.length === mostTaken) break;
    const name = path.relative(root, item.file).split(path.sep).join('/');
    // A test gives values that nothing else may give.
    if (isTestFile(name) || files.some((file) => file.path === name || file.oldPath === name)) continue;
    const source = await readSource(item);
    if (isSkipped(source) || source.text.length > largestText) continue;
    const own = importedFiles(name, source.language, source.text);
    const isNear = changed.some((file) => isImported(name, file.imports) || isImported(file.name, own));
    if (!isNear || size + source.text.length > mostText) continue;
    size += source.text.length;
    taken.push({ path: name, text: source.text });
  }
  return taken;
}

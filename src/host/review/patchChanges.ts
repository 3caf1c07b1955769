// The changes of a patch file, whether it has been applied or not.
import path from 'node:path';
import { applyPatch, parsePatch, reversePatch, type StructuredPatch } from 'diff';
import type { ChangedFile } from '../../core/review/change';
import { Failure } from '../failure';
import { decodeText, readVersion } from './fileText';
import type { Changes } from './gitChanges';

const nowhere = '/dev/null';

/**
 * @param root Folder that the patch's paths are relative to.
 * @throws Failure where it is no patch, or fits neither before nor after it is applied
 */
export async function patchChanges(text: string, root: string): Promise<Changes> {
  const patches = parsed(text);
  const files: ChangedFile[] = [];
  let isOnDisk = true;
  for (const patch of patches) {
    const { file, isApplied } = await changedFile(patch, root);
    files.push(file);
    isOnDisk &&= isApplied;
  }
  return { root, files, isOnDisk };
}

function parsed(text: string): StructuredPatch[] {
  const nextStep = 'Give a unified diff, as `git diff` prints it.';
  try {
    const patches = parsePatch(text).filter(({ hunks }) => hunks.length > 0);
    if (patches.length > 0) return patches;
  } catch (error) {
    throw new Failure('usage', `The patch cannot be read: ${(error as Error).message}`, nextStep);
  }
  throw new Failure('usage', 'The patch changes nothing.', nextStep);
}

async function changedFile(
  patch: StructuredPatch,
  root: string,
): Promise<{ file: ChangedFile; isApplied: boolean }> {
  const about = identityOf(nameOf(patch.oldFileName, root), nameOf(patch.newFileName, root));
  const { path: name, status } = about;
  const old = status === 'added' ? '' : await textOnDisk(root, about.oldPath ?? name);
  const now = status === 'deleted' ? '' : await textOnDisk(root, name);
  const forward = old !== undefined && (status !== 'added' || now === undefined) && applyPatch(old, patch);
  if (typeof forward === 'string') {
    return { file: { ...about, ...versions(status, old ?? '', forward) }, isApplied: false };
  }
  const back = now !== undefined && applyPatch(now, reversePatch(patch));
  if (typeof back === 'string') {
    return { file: { ...about, ...versions(status, back, now ?? '') }, isApplied: true };
  }
  throw new Failure(
    'usage',
    `The patch does not fit ${name}, neither as it was before nor as it is after it.`,
    'Run it in the folder that the patch was made in, at the same version.',
  );
}

function identityOf(
  old: string | undefined,
  now: string | undefined,
): Pick<ChangedFile, 'path' | 'oldPath' | 'status'> {
  if (now === undefined) {
    if (old !== undefined) return { path: old, status: 'deleted' };
    throw new Failure('usage', 'The patch does not say which file it changes.');
  }
  if (old === undefined) return { path: now, status: 'added' };
  return old === now ? { path: now, status: 'modified' } : { path: now, oldPath: old, status: 'renamed' };
}

async function textOnDisk(root: string, name: string): Promise<string | undefined> {
  const bytes = await readVersion(path.join(root, name));
  return bytes && decodeText(name, bytes).text;
}

function versions(status: ChangedFile['status'], old: string, now: string): Pick<ChangedFile, 'old' | 'new'> {
  return { ...(status !== 'added' && { old }), ...(status !== 'deleted' && { new: now }) };
}

/** The path without Git's `a/` or `b/`; undefined for `/dev/null`. @throws Failure for a path out of the folder */
function nameOf(name: string | undefined, root: string): string | undefined {
  const bare = name?.split('\t')[0]?.replace(/^"|"$/g, '');
  if (bare === undefined || bare === nowhere) return undefined;
  const inside = bare.replace(/^[ab]\//, '');
  const relative = path.relative(root, path.resolve(root, inside));
  if (relative.startsWith('..') || path.isAbsolute(relative)) {
    throw new Failure('usage', `The patch changes a file outside of this folder: ${bare}`);
  }
  return inside;
}

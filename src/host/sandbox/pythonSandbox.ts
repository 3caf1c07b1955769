// The sandbox for the code of a project: what an interpreter needs is visible, and the folders of the files.
import path from 'node:path';
import { importFolders } from './importFolders';
import type { PythonInterpreter } from '../python/interpreter';
import { SandboxPool } from './sandboxPool';
import type { Isolation } from './sandboxProcess';

export interface PythonSandboxSettings {
  readonly level: Isolation;
  /** Folder that holds runtime/. */
  readonly assets: string;
  /** Folder in which modules are looked for, before those of the files. */
  readonly cwd: string;
  /** Files whose folders may be read and imported from. */
  readonly files: readonly string[];
  /** Modules that are imported before the first fork. */
  readonly preload: readonly string[];
  /** How many jobs run at once. */
  readonly size: number;
}

export interface PythonSandbox {
  readonly pool: SandboxPool;
  /** The level that it has. */
  readonly level: Isolation;
}

/** The folders that code of files may read. */
export function visibleFolders(cwd: string, files: readonly string[]): string[] {
  return [...new Set([cwd, ...files.map((file) => path.dirname(file))])];
}

/** Starts its first process; the caller disposes the pool. @throws Failure of kind `missing` where the level cannot be had */
export async function startPythonSandbox(
  { executable }: PythonInterpreter,
  { level, assets, cwd, files, preload, size }: PythonSandboxSettings,
): Promise<PythonSandbox> {
  const visible = visibleFolders(cwd, files);
  const modules = [...visible, ...(await importFolders(executable))];
  const pool = new SandboxPool(
    { level, interpreter: executable, assets, visible, path: modules, preload },
    size,
  );
  try {
    return { pool, level: (await pool.probe()).level };
  } catch (error) {
    await pool.dispose();
    throw error;
  }
}

// Which level of the sandbox this machine has. Tests assert what that level promises: none is left out where it is `limited`.
import path from 'node:path';
import { Failure } from '../../../src/host/failure';
import { findPython } from '../../../src/host/python/interpreter';
import type { Isolation } from '../../../src/host/sandbox/sandboxProcess';
import { SandboxPool } from '../../../src/host/sandbox/sandboxPool';

export interface ProbedLevel {
  readonly level: Isolation;
  /** Why it is not `isolated`, in the words that people get. */
  readonly reason?: string;
}

let probed: Promise<ProbedLevel> | undefined;

export function probedLevel(): Promise<ProbedLevel> {
  probed ??= probe();
  return probed;
}

/** Options of `witness run` with which code runs on this machine. */
export async function isolationOptions(): Promise<string[]> {
  const { level } = await probedLevel();
  return level === 'isolated' ? [] : ['--isolation', 'limited'];
}

/** A pool at a level. The caller disposes it. */
export async function poolAt(level: Isolation, visible: readonly string[]): Promise<SandboxPool> {
  const python = await findPython({ folder: '/', environment: process.env });
  return new SandboxPool(
    {
      level,
      interpreter: python.executable,
      assets: path.resolve('dist'),
      visible,
      path: visible,
      preload: ['witness_fragment.running'],
    },
    1,
  );
}

async function probe(): Promise<ProbedLevel> {
  const pool = await poolAt('isolated', []);
  try {
    return { level: (await pool.probe()).level };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'missing') throw error;
    return { level: 'limited', reason: error.message };
  } finally {
    await pool.dispose();
  }
}

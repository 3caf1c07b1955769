// More room for young objects: V8 copies those that are still needed whenever it is full, and most of what an analysis of
// many files makes is needed for long. V8 takes the size only when a process starts.
import { spawn } from 'node:child_process';

/** Of Node, for a process that analyses many files; a sixth of its processor time on whole libraries. */
export const youngGenerationFlags: readonly string[] = ['--max-semi-space-size=128'];

const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does the work of this program in a process that was started with them: this one where it was, else another one with the
 * same arguments, streams and signals. Where a signal has ended that one, this one ends by the same.
 * @param work Gives the exit code.
 * @returns the exit code.
 */
export async function withLargeYoungGeneration(work: () => Promise<number>): Promise<number> {
  if (youngGenerationFlags.every((flag) => process.execArgv.includes(flag))) return work();
  const flags = [...youngGenerationFlags, ...process.execArgv];
  const child = spawn(process.execPath, [...flags, ...process.argv.slice(1)], { stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  const end = await new Promise<
    { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined
  >((resolve) => {
    child.once('error', () => {
      resolve(undefined);
    });
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  for (const signal of signals) process.off(signal, forward);
  // No other process could be started.
  if (end === undefined) return work();
  if (end.signal !== null) process.kill(process.pid, end.signal);
  return end.code ?? 3;
}

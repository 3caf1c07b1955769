// More room for young objects: V8 copies those that are still needed whenever it is full, and most of what an analysis of
// many files makes is needed for long. V8 takes the size only when a process starts.
import { spawn } from 'node:child_process';

/** Of Node, for a process that analyses many files; a sixth of its processor time on whole libraries. */
export const youngGenerationFlags: readonly string[] = ['--max-semi-space-size=64'];

/** Whether this process was started with them. */
export function hasLargeYoungGeneration(): boolean {
  return youngGenerationFlags.every((flag) => process.execArgv.includes(flag));
}

/**
 * Runs this program once more, with them, in the place of this process: same arguments, streams and signals.
 * @returns the exit code; where a signal has ended it, this process ends by the same one.
 */
export async function runWithLargeYoungGeneration(): Promise<number> {
  const flags = [...youngGenerationFlags, ...process.execArgv];
  const child = spawn(process.execPath, [...flags, ...process.argv.slice(1)], { stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, forward);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...end) => {
      resolve(end);
    });
  });
  for (const each of ['SIGINT', 'SIGTERM'] as const) process.off(each, forward);
  if (signal !== null) process.kill(process.pid, signal);
  return code ?? 3;
}

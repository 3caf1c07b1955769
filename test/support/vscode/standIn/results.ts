import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { SuiteChannel } from './suiteChannel';

/** The exit codes of the stand-in beyond the suite's own. */
export const exitCodes = {
  serverEnded: 3,
  pageCrashed: 4,
  failedToStart: 5,
  noVerdict: 6,
  timeLimit: 124,
  interrupted: 130,
} as const;

/** The exit code of a run whose workbench reported `reported`: success takes the suite's own word as well. */
export function exitCodeOf(reported: number, channel: SuiteChannel | undefined): number {
  if (reported !== 0 || channel === undefined) return reported;
  return verdict(channel) === 'pass' ? 0 : exitCodes.noVerdict;
}

function verdict(channel: SuiteChannel): string | undefined {
  try {
    return readFileSync(channel.verdict, 'utf8');
  } catch {
    return undefined;
  }
}

/** Copies a file that another process appends to, as it grows, to a stream; the function it gives copies the rest and ends. */
export function follow(file: string, stream: NodeJS.WritableStream): () => void {
  const descriptor = openSync(file, 'a+');
  const buffer = Buffer.alloc(65_536);
  let position = 0;
  const copy = (): void => {
    for (;;) {
      const length = readSync(descriptor, buffer, 0, buffer.length, position);
      if (length === 0) return;
      position += length;
      stream.write(Buffer.from(buffer.subarray(0, length)));
    }
  };
  const timer = setInterval(copy, 50);
  return () => {
    clearInterval(timer);
    copy();
    closeSync(descriptor);
  };
}

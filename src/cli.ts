#!/usr/bin/env node
// The command line, see docs/command-line.md.
import { readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { runProgram } from './host/cli/program';
import { withLargeYoungGeneration } from './host/platform/youngGeneration';

void main();

async function main(): Promise<void> {
  // The one command that may read whole libraries.
  const analysesMuch = process.argv[2] === 'flow' && process.argv.slice(3).some(holdsMany);
  process.exitCode = await (analysesMuch ? withLargeYoungGeneration(run) : run());
}

/** Whether so much lies below a folder that it pays to start another process. */
function holdsMany(argument: string): boolean {
  const folders = [argument];
  let count = 0;
  for (const folder of folders) {
    const entries = entriesOf(folder);
    count += entries.length;
    if (count > 300) return true;
    for (const entry of entries) if (entry.isDirectory()) folders.push(path.join(folder, entry.name));
  }
  return false;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

async function run(): Promise<number> {
  const interrupt = new AbortController();
  const stop = (): void => {
    interrupt.abort();
  };
  const listen = (): void => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  };
  const ignore = (): void => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  };
  listen();
  // Nobody reads on, as with `| head`: what is under way ends as when it is interrupted, and nothing is said of it.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    stop();
  });

  return runProgram(process.argv.slice(2), __dirname, {
    stdout: process.stdout,
    stderr: process.stderr,
    environment: process.env,
    cwd: process.cwd(),
    signal: interrupt.signal,
    endingAtOnce: async (work) => {
      ignore();
      try {
        return await work();
      } finally {
        listen();
      }
    },
  });
}

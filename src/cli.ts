#!/usr/bin/env node
// The command line, see docs/command-line.md.
import { runProgram } from './host/cli/program';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupt.abort();
  });
}

void runProgram(process.argv.slice(2), __dirname, {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  cwd: process.cwd(),
  signal: interrupt.signal,
}).then((code) => {
  process.exitCode = code;
});

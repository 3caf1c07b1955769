import { openSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import { format } from 'node:util';
import type { SuiteChannel } from './suiteChannel';

/** Native modules that npm does not build; VS Code does without them, and says so at length. */
const noise = /@vscode\/spdlog|native-watchdog/;

/**
 * Runs a suite inside the extension host. What it prints goes to the channel's output, and only a verdict of 'pass'
 * counts: VS Code reports success even when its extension host crashed or the suite called process.exit().
 */
export async function runSuite(channel: SuiteChannel): Promise<void> {
  redirectOutput(channel.output);
  try {
    await Promise.race([exitCalled(), loadSuite(channel.suite)()]);
    writeFileSync(channel.verdict, 'pass');
  } catch (error) {
    writeFileSync(channel.verdict, 'fail');
    throw error;
  }
}

function loadSuite(file: string): () => Promise<void> {
  const loaded: unknown = createRequire(file)(file);
  if (!isSuite(loaded)) throw new Error(`${file} exports no run()`);
  return () => loaded.run();
}

function isSuite(value: unknown): value is { run: () => Promise<void> } {
  return typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'function';
}

/** Rejects when something in the suite calls process.exit(), which VS Code would merely ignore. */
function exitCalled(): Promise<never> {
  return new Promise((_, reject) => {
    define(process, 'exit', {
      value: (code?: number) => {
        reject(new Error(`the suite called process.exit(${code ?? 0})`));
      },
    });
  });
}

function redirectOutput(file: string): void {
  const descriptor = openSync(file, 'a');
  const write = (data: string | Uint8Array): void => {
    if (typeof data === 'string') writeSync(descriptor, data);
    else writeSync(descriptor, data);
  };
  for (const method of ['log', 'info', 'debug', 'warn', 'error']) {
    define(console, method, {
      value: (...values: unknown[]) => {
        const text = format(...values);
        if (!noise.test(text)) write(`${text}\n`);
      },
    });
  }
  for (const [index, name] of ['stdout', 'stderr'].entries()) {
    const stream = new Writable({
      write: (chunk: Uint8Array, _encoding, done) => {
        write(chunk);
        done();
      },
    });
    Object.assign(stream, { isTTY: false, fd: index + 1 });
    define(process, name, { get: () => stream });
  }
}

/** VS Code has replaced these by properties whose setters do nothing, so plain assignment is not enough. */
function define(target: object, name: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(target, name, { configurable: true, ...descriptor });
}

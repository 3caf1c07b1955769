// Runs one test file of a project under its own vitest. The project's configuration stays as it is: a plugin of ours comes
// in addition, which gives the workspace's files their probes before anything else changes them. The process in which
// vitest runs the tests is the one that records (launch.cjs).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asking from './asking.cjs';
import frames from './frames.cjs';
import loading from './loading.cjs';

const run = JSON.parse(process.env.WITNESS_RUN);
const [file, pattern] = process.argv.slice(2);
const line = new asking.AskingLine(run.address, run.token);
const owner = new loading.Loading(run, line);
const preload = ['--require', path.join(path.dirname(fileURLToPath(import.meta.url)), 'launch.cjs')];

const plugin = {
  name: 'witness',
  enforce: 'pre',
  async transform(code, id) {
    const name = id.replace(/\?(?:v|t)=[^&]*$/, '');
    if (!path.isAbsolute(name) || !owner.owns(name)) return undefined;
    // Where another plugin was faster, lines may no longer be those of the file.
    if (readFileSync(name, 'utf8') !== code) return undefined;
    const answer = await line.ask({ path: name, source: code, format: 'module', keepsTypes: true });
    return answer === undefined || answer === null ? undefined : { code: answer.text, map: null };
  },
};

const { startVitest } = await import(pathToFileURL(createRequire(file).resolve('vitest/node')).href);
const vitest = await startVitest(
  'test',
  [file],
  {
    run: true,
    watch: false,
    coverage: { enabled: false },
    pool: 'forks',
    fileParallelism: false,
    // Of vitest 3 and before, and of vitest 4.
    poolOptions: { forks: { singleFork: true, execArgv: preload } },
    execArgv: preload,
    ...(pattern !== undefined && { testNamePattern: pattern }),
  },
  { plugins: [plugin] },
);
await vitest.close();
if (process.exitCode) {
  const outcome = { kind: 'exited', exitCode: Number(process.exitCode) };
  line.socket.write(frames.encode(frames.kinds.outcome, Buffer.from(JSON.stringify(outcome))));
}
line.socket.end();

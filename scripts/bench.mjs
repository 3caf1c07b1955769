// npm run bench -- NAME [--data DIR] [--json FILE]: prints the table of one benchmark and writes its rows as JSON.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const [name, ...rest] = process.argv.slice(2);
const names = readdirSync(path.join(root, 'test/bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
if (name === undefined || !names.includes(name)) {
  console.error(`Name one of the benchmarks: ${names.join(', ')}`);
  process.exit(2);
}
const built = spawnSync(process.execPath, ['scripts/build.mjs', '--tests'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (built.status !== 0) process.exit(3);
const bundle = path.join(root, 'out/test/bench', `${name}.bench.js`);
if (!existsSync(bundle)) process.exit(3);
const run = spawnSync(process.execPath, [bundle, ...rest], { cwd: root, stdio: 'inherit' });
process.exit(run.status ?? 3);

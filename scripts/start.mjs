// npm start: from a fresh clone to the story of a failing function. Needs Node 20 and npm; says what else is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { installDependencies } from './testing/dependencies.mjs';

const root = path.resolve(import.meta.dirname, '..');
const example = [
  'examples/ledger/ledger.py',
  '--cwd',
  'examples/ledger',
  '--call',
  "report('statement.csv')",
];

await installDependencies.run();
ensurePython();
step('Building');
run('scripts/build.mjs', []);
step("Recording examples/ledger: report('statement.csv'), which fails");
const status = run('dist/cli.js', ['trace', ...example], [0, 1]);
if (status === 0) {
  console.error('The example did not fail, though it has a bug.');
  process.exit(3);
}
step('Recording examples/basket, which is TypeScript and fails, too');
const basket = ['examples/basket/src/basket.ts', '--cwd', 'examples/basket'];
const call = "checkout(['bread x3', 'apples 1.5kg', 'milk x1'], 1367)";
if (run('dist/cli.js', ['trace', ...basket, '--call', call], [0, 1]) === 0) {
  console.error('The example did not fail, though it has a bug.');
  process.exit(3);
}
step('Debugging examples/intervals: the block to blame, and a change that repairs it');
const intervals = ['examples/intervals/intervals.py', '--cwd', 'examples/intervals'];
const asserts = ['--asserts', 'examples/intervals/asserts.py'];
if (run('dist/cli.js', ['debug', ...intervals, ...asserts], [1, 2]) === 2) {
  // The example is ours: where no isolation can be had, limits are enough for it.
  run('dist/cli.js', ['debug', ...intervals, ...asserts, '--isolation', 'limited'], [1]);
}
console.log(`
Recordings tell what ran, in which order, and which values changed; a fix is shown with the tests that it turns green. Next:
  node dist/cli.js trace examples/ledger/ledger.py --call "median([4, 1, 3, 2])"
  node dist/cli.js trace --help
  npm run package      the extension as dist/witness.vsix, for "Install from VSIX" in VS Code
  npm test             all tests`);

function step(title) {
  console.log(`\n── ${title}`);
}

/** Runs a script of ours; any exit code that is not expected ends this one with it. */
function run(script, args, expected = [0]) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
  if (!expected.includes(status ?? 3)) process.exit(status ?? 3);
  return status;
}

/** The example is a Python program. On Debian, as root, a missing Python is installed; elsewhere it is asked for. */
function ensurePython() {
  const names = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];
  if (names.some((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)) return;
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    step('Installing Python');
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'inherit', 'inherit'] });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'python3'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return;
  }
  console.error(
    'The example needs Python 3.9 or later, which is not on the PATH. Install it, then run npm start again.',
  );
  process.exit(2);
}

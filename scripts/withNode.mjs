// node scripts/withNode.mjs SCRIPT [ARGUMENT ...]: runs a script of ours with a Node that is new enough. Where the
// installed one is older, as on Debian 12, npm fetches one into .cache. Written so that older Nodes understand it, too.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const oldest = [20, 11];
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const fetchedInto = path.join(root, '.cache', 'node');
const onWindows = process.platform === 'win32';

const [script, ...args] = process.argv.slice(2);
const node = isNewEnough() ? process.execPath : fetchNode();
const { status, signal } = spawnSync(node, [path.join(root, script), ...args], {
  stdio: 'inherit',
  env: environmentOf(node),
});
if (signal) console.error(`ended by ${signal}`);
process.exitCode = status ?? 1;

/** What the script starts by the name of `node` is to be the fetched one, too. */
function environmentOf(node) {
  if (node === process.execPath) return process.env;
  return { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) };
}

function isNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

function fetchNode() {
  const name = `node-${onWindows ? 'win' : process.platform}-${process.arch}`;
  console.log(`This is Node ${process.versions.node}; fetching Node ${oldest[0]} from npm into .cache ...`);
  const { status } = spawnSync(
    'npm',
    [
      'install',
      '--prefix',
      fetchedInto,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      `${name}@${oldest[0]}`,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], shell: onWindows },
  );
  if (status !== 0) {
    console.error(
      `Node ${oldest.join('.')} or later is needed, and npm cannot fetch it. Install it from nodejs.org.`,
    );
    process.exit(1);
  }
  return path.join(fetchedInto, 'node_modules', name, 'bin', onWindows ? 'node.exe' : 'node');
}

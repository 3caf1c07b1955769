// What hostile fragments reach: at each level, as the user who asks and, where that is root, as a normal user, too.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as z from 'zod';
import { findPython } from '../../src/host/python/interpreter';
import { report } from './arguments';
import { attackAtLevels, type Attacked } from './fragment/hostility';

const rowsSchema = z.array(
  z.object({ name: z.string(), level: z.enum(['isolated', 'limited']), reached: z.string() }),
);
/** The user of nobody; there is one on every Linux. */
const normalUser = 65534;
const marker = 'ATTACKED ';

async function main(): Promise<void> {
  if (process.argv.includes('--as-this-user')) {
    console.log(marker + JSON.stringify(await attacked()));
    return;
  }
  const users = process.getuid?.() === 0 ? ['root', 'user'] : ['user'];
  const results = users.map((user) => ({ user, rows: attackAs(user) }));
  const columns = results.flatMap(({ user, rows }) =>
    (['isolated', 'limited'] as const).map((level) => ({
      title: `${level}, ${user}`,
      rows: rows.filter((row) => row.level === level),
    })),
  );
  const names = columns[0]?.rows.map(({ name }) => name) ?? [];
  const escaped = columns.map(({ rows }) => rows.filter(({ reached }) => reached === 'NOT STOPPED').length);
  report('sandbox', [
    ['attack', ...columns.map(({ title }) => title)],
    ...names.map((name): [string, ...string[]] => [
      name,
      ...columns.map(({ rows }) => rows.find((row) => row.name === name)?.reached ?? '?'),
    ]),
    ['not stopped', ...escaped.map((count) => `${count} of ${names.length}`)],
  ]);
  const isHeld = columns.every(({ title }, i) => title.startsWith('limited') || escaped[i] === 0);
  process.exitCode = isHeld && names.length > 0 ? 0 : 1;
}

async function attacked(): Promise<Attacked[]> {
  const python = await findPython({ folder: '/', environment: process.env });
  return attackAtLevels(python.executable);
}

/** Attacks in a process of its own, which a normal user's has to be. */
function attackAs(user: string): Attacked[] {
  const own = [process.execPath, process.argv[1] ?? '', '--as-this-user'];
  const isOther = user === 'user' && process.getuid?.() === 0;
  const [command = '', ...rest] = isOther ? [...asNormalUser(), ...own] : own;
  const environment = { ...process.env, ...(isOther && { HOME: '/tmp', PATH: '/usr/bin:/bin' }) };
  const ran = spawnSync(command, rest, {
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = ran.stdout.split('\n').find((text) => text.startsWith(marker));
  if (line === undefined) throw new Error(`The attacks as ${user} did not come to an end.`);
  return rowsSchema.parse(JSON.parse(line.slice(marker.length)));
}

function asNormalUser(): string[] {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));
  if (setpriv === undefined) {
    throw new Error('setpriv (util-linux) is needed to attack as a normal user, too.');
  }
  return [setpriv, `--reuid=${normalUser}`, `--regid=${normalUser}`, '--clear-groups'];
}

void main();

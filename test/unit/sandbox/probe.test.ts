// The probe of the sandbox, on this machine as it is and as it would be without user namespaces.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { findPython } from '../../../src/host/python/interpreter';
import { probedLevel } from '../../support/sandbox/probedLevel';

/** Exits with 0 where the kernel hands out the namespaces that isolation is made of. */
const asksTheKernel = `import ctypes, sys
libc = ctypes.CDLL(None)
sys.exit(0 if libc.unshare(0x10000000 | 0x20000 | 0x20000000 | 0x40000000) == 0 else 1)
`;

/** Runs a command in a user namespace in which no other one can be made. */
const withoutNamespaces = `import ctypes, os, sys
uid, gid = os.getuid(), os.getgid()
if ctypes.CDLL(None).unshare(0x10000000):
    sys.exit("no user namespace to do without them in")
with open("/proc/self/setgroups", "w") as file:
    file.write("deny")
for name, number in (("uid_map", uid), ("gid_map", gid)):
    with open("/proc/self/" + name, "w") as file:
        file.write("0 %d 1" % number)
with open("/proc/sys/user/max_user_namespaces", "w") as file:
    file.write("0")
os.execv(sys.argv[1], sys.argv[1:])
`;

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the probe of the sandbox', function () {
  this.timeout(30_000);
  let folder: string;
  let python: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-probe-'));
    writeFileSync(path.join(folder, 'piece.py'), 'total = price * 2\n');
    writeFileSync(path.join(folder, 'without.py'), withoutNamespaces);
    python = (await findPython({ folder: '/', environment: process.env })).executable;
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function start(command: string, ...rest: readonly string[]): Promise<Ran> {
    return new Promise((resolve) => {
      const child = execFile(command, rest, (_, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr });
      });
    });
  }

  /** `witness run`, on this machine without user namespaces. */
  async function runWithoutNamespaces(...options: string[]): Promise<Ran> {
    const run = [process.execPath, path.resolve('dist/cli.js'), 'run', path.join(folder, 'piece.py')];
    const { level } = await probedLevel();
    const [command = '', ...rest] =
      level === 'isolated' ? [python, path.join(folder, 'without.py'), ...run] : run;
    return start(command, ...rest, ...options);
  }

  it('finds isolation exactly where the kernel has it', async () => {
    const hasNamespaces =
      process.platform === 'linux' && spawnSync(python, ['-c', asksTheKernel]).status === 0;
    const { level, reason = '' } = await probedLevel();
    assert.equal(level, hasNamespaces ? 'isolated' : 'limited', reason);
    if (level === 'limited') assert.match(reason, /^Code cannot be run at level "isolated" here: /);
  });

  it('runs nothing where user namespaces are off, and says why and what to do', async () => {
    const { code, stdout, stderr } = await runWithoutNamespaces('--json');
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /Code cannot be run at level "isolated" here: .*unshare/);
    assert.match(stderr, /Allow unprivileged user namespaces, or choose level "limited"/);
  });

  it('runs there at level limited when that is asked for, and says so', async () => {
    const { code, stdout } = await runWithoutNamespaces('--isolation', 'limited', '--json');
    const document = z
      .object({ isolation: z.string(), executedLines: z.array(z.number()) })
      .parse(JSON.parse(stdout));
    assert.equal(code, 0);
    assert.deepEqual(document, { isolation: 'limited', executedLines: [1] });
  });
});

// What witness trace runs, and with which arguments, environment, folder and interpreter.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TraceDocument } from '../../../src/core/trace/document';
import { findPython } from '../../../src/host/python/interpreter';
import { eventually } from '../../support/eventually';
import { python } from '../recorder/recordFixture';

const cli = path.resolve('dist/cli.js');

const launchJson = `{
  // as editors write it
  "configurations": [
    { "name": "App", "type": "debugpy", "request": "launch", "program": "\${workspaceFolder}/app.py",
      "args": ["--home", "\${env:SAMPLE}", "\${workspaceFolderBasename}"],
      "env": { "A": "1", "GONE": null }, "cwd": "\${workspaceFolder}/sub", "justMyCode": false, },
    { "name": "Module", "type": "python", "request": "launch", "module": "pkg", "args": "a 'b c'" },
    { "name": "Current", "type": "debugpy", "request": "launch", "program": "\${file}", "envFile": "\${workspaceFolder}/other.env" },
    { "name": "Asks", "type": "debugpy", "request": "launch", "program": "app.py", "args": ["\${input:name}"] },
    { "name": "Attaches", "type": "debugpy", "request": "attach" },
    { "name": "Node", "type": "node", "request": "launch", "program": "x.js" },
  ],
}`;

describe('witness trace runs', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-configurations-'));
    for (const name of ['.vscode', 'pkg', 'sub']) mkdirSync(path.join(folder, name));
    const files: Record<string, string> = {
      '.vscode/launch.json': launchJson,
      '.env': 'B=from the file\n',
      'other.env': 'B=other\n',
      'app.py':
        'import os, sys\nprint(sys.argv[1:], os.environ.get("A"), os.environ.get("B"), os.path.basename(os.getcwd()))\n',
      'pkg/__init__.py': '',
      'pkg/__main__.py':
        'import sys\n\ndef f():\n    return sys.argv[1:]\n\nprint(f(), __name__, __package__)\n',
      'server.py':
        'import time\nprint("up", flush=True)\nn = 0\ntry:\n    while True:\n        n += 1\n        time.sleep(0.01)\n        if n == 20: open("server.py.up", "w").close()\nfinally:\n    print("down")\n',
      'stubborn.py':
        'import signal, time\nfor s in (signal.SIGINT, signal.SIGTERM):\n    signal.signal(s, signal.SIG_IGN)\nprint("up", flush=True)\nn = 0\nwhile True:\n    n += 1\n    time.sleep(0.01)\n    if n == 20: open("stubborn.py.up", "w").close()\n',
      'big.py': 'import random\nfor i in range(200000):\n    x = random.random()\nprint("to its end")\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function witness(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [cli, 'trace', '--interpreter', python, ...args], {
      cwd: folder,
      env: { ...process.env, SAMPLE: 'sample' },
      encoding: 'utf8',
    });
  }

  it('an entry of launch.json, with its arguments, environment and folder', () => {
    const { stdout } = witness('--launch', 'App');
    const name = path.basename(folder);
    assert.ok(stdout.startsWith(`['--home', 'sample', '${name}'] 1 from the file sub\n`), stdout);
  });

  it('an entry for the file in the editor, and with other arguments', () => {
    const { stdout } = witness('app.py', '--launch', 'Current', '--env', 'A=2', '--', '-x', 'y');
    assert.ok(stdout.startsWith("['-x', 'y'] 2 other "), stdout);
  });

  it('a module', () => {
    for (const args of [
      ['--launch', 'Module'],
      ['--module', 'pkg', '--', 'a', 'b c'],
    ]) {
      const { stdout } = witness(...args);
      assert.ok(stdout.startsWith("['a', 'b c'] __main__ pkg\n"), stdout);
      assert.match(stdout, / {2}f\(.*\n.*4 +return sys\.argv/, 'its blocks are recorded');
    }
  });

  const wrong: readonly [args: string[], message: RegExp][] = [
    [['--launch', 'Current'], /\$\{file\}, the file in the editor, and no file was named/],
    [['--launch', 'Asks'], /\$\{input:name\}, which an editor would ask you for/],
    [['--launch', 'Attaches'], /does not launch a program: it is for "attach"/],
    [['--launch', 'Node'], /is of type node, not python or debugpy/],
    [['--launch', 'Ap'], /no configuration of the name Ap\.\nDid you mean App\?/],
    [['--launch', 'App', '--launch-file', 'nowhere.json'], /cannot be read/],
    [['--launch', 'App', '--module', 'pkg'], /--module and --launch each say what is to run/],
    [['app.py', '--env', 'A'], /It must be NAME=VALUE/],
    [[], /no file, module or test was named/],
  ];
  for (const [args, message] of wrong) {
    it(`nothing, and says why: ${args.join(' ')}`, () => {
      const { status, stderr } = witness(...args);
      assert.match(stderr, message);
      assert.equal(status, 2);
    });
  }

  it('the Python of an environment in the project before the active one', async () => {
    const inner = path.join(folder, 'sub', '.venv', 'bin');
    mkdirSync(inner, { recursive: true });
    const executable = spawnSync(python, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
    symlinkSync(executable.stdout.trim(), path.join(inner, 'python'));
    const environment = { VIRTUAL_ENV: path.join(folder, 'sub', '.venv'), CONDA_PREFIX: '/nowhere' };
    assert.equal(
      (await findPython({ folder, start: path.join(folder, 'sub'), environment: {} })).origin,
      '.venv',
    );
    assert.equal((await findPython({ folder, environment })).origin, 'VIRTUAL_ENV');
    const conda = { CONDA_PREFIX: path.join(folder, 'sub', '.venv') };
    assert.equal((await findPython({ folder, environment: conda })).origin, 'CONDA_PREFIX');
  });

  it('the Python that a shim chooses in the folder and the environment of the program', async () => {
    const bin = path.join(folder, 'shims');
    mkdirSync(bin);
    const executable = spawnSync(python, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
    const chosen = `[ "$CHOICE" = here ] && [ "$(pwd -P)" = '${realpathSync(folder)}' ]`;
    const shim = `#!/bin/sh\n${chosen} && exec '${executable.stdout.trim()}' "$@"\nexit 1\n`;
    writeFileSync(path.join(bin, 'python3'), shim, { mode: 0o755 });
    const environment = { PATH: bin, CHOICE: 'here' };
    assert.equal((await findPython({ folder, environment })).origin, 'PATH');
    await assert.rejects(findPython({ folder: tmpdir(), environment }), /python3 \(PATH\): does not start/);
  });

  async function stopped(
    file: string,
    signal: NodeJS.Signals,
  ): Promise<{ document: TraceDocument; code: number }> {
    const child = spawn(
      process.execPath,
      [cli, 'trace', file, '--interpreter', python, '--until-stopped', '--json', '--limit-ms', '1'],
      { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    await eventually(() => existsSync(path.join(folder, `${file}.up`)), Boolean);
    child.kill(signal);
    const [code] = (await once(child, 'close')) as [number];
    return { document: JSON.parse(text) as TraceDocument, code };
  }

  it('until it is stopped, and the recording is whole', async () => {
    const { document, code } = await stopped('server.py', 'SIGINT');
    assert.equal(code, 0);
    assert.equal(document.stdout, 'up\ndown\n');
    assert.match(
      JSON.stringify(document.outcome['exception']),
      /"KeyboardInterrupt","message":"","line":[5-8]/,
    );
    assert.ok((document.counts['<module>:3'] ?? document.stepsTotal) > 10);
    assert.deepEqual(document.notes, ['The run was stopped.']);
  });

  it('until it is stopped, also against its will', async () => {
    const { document, code } = await stopped('stubborn.py', 'SIGTERM');
    assert.equal(code, 0);
    assert.deepEqual(document.outcome, { kind: 'crashed', signal: 'SIGKILL' });
    assert.ok(document.stepsTotal > 10);
  });

  it('a program to its end when the recording has reached its size', () => {
    const { stdout, status } = witness(
      'big.py',
      '--steps',
      'all',
      '--max-mb',
      '1',
      '--json',
      '--limit-ms',
      '60000',
    );
    const document = JSON.parse(stdout) as TraceDocument;
    assert.equal(document.stdout, 'to its end\n');
    assert.equal(status, 0);
    assert.match(document.notes.join(), /The recording ends before the program: it had reached 1 MB/);
    // 1 MB holds the values of about a quarter of its 400,000 steps.
    assert.ok(document.stepsTotal > 1000 && document.stepsTotal < 300_000, String(document.stepsTotal));
  });
});

// Recordings that are kept, and files that are none.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../../../src/host/failure';
import { userStateFolder } from '../../../src/host/platform/folders';
import { RecordingStore } from '../../../src/host/store/recordingStore';
import { loadRecording } from '../../../src/host/trace/recordingFile';
import { assets, python, record } from './recordFixture';

describe('the store of recordings', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-store-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function stored(store: RecordingStore, bytes: number, secondsAgo = 0): Promise<string> {
    const { id, part } = await store.begin();
    writeFileSync(part, Buffer.alloc(bytes));
    const at = Date.now() / 1000 - secondsAgo;
    utimesSync(part, at, at);
    await store.keep(id);
    return id;
  }

  it('removes the oldest when it is full, never the newest or one that is being written', async () => {
    const store = new RecordingStore(folder, 1000);
    const oldest = await stored(store, 400, 30);
    const middle = await stored(store, 400, 20);
    const { part } = await store.begin();
    const newest = await stored(store, 400, 10);
    assert.deepEqual(
      (await store.list()).map(({ id }) => id),
      [newest, middle],
    );
    assert.ok(!readdirSync(folder).some((name) => name.startsWith(oldest)));
    assert.equal(readFileSync(part).length, 0);
    const huge = await stored(store, 5000);
    assert.deepEqual(
      (await store.list()).map(({ id }) => id),
      [huge],
    );
  });

  it('may be used by several at once', async () => {
    const stores = Array.from({ length: 6 }, () => new RecordingStore(folder, 2500));
    await Promise.all(stores.flatMap((store) => [stored(store, 500), stored(store, 500)]));
    const left = await new RecordingStore(folder, 2500).list();
    assert.ok(left.length >= 1 && left.length <= 12);
    await stored(new RecordingStore(folder, 2500), 500);
    const total = (await new RecordingStore(folder, 2500).list()).reduce((sum, { bytes }) => sum + bytes, 0);
    assert.ok(total <= 2500, String(total));
  });

  it('lies where the system keeps such things', () => {
    const at = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv = {}) =>
      userStateFolder(environment, platform, '/home/ann');
    assert.equal(at('linux'), '/home/ann/.local/state/witness');
    assert.equal(at('linux', { XDG_STATE_HOME: '/state' }), '/state/witness');
    assert.equal(at('darwin'), '/home/ann/Library/Application Support/Witness');
    assert.equal(at('win32', { LOCALAPPDATA: '/local' }), '/local/Witness');
  });

  describe('on the command line', () => {
    function witness(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
      const env = { ...process.env, WITNESS_STORE: path.join(folder, 'store'), ...more };
      const cli = path.join(assets, 'cli.js');
      return spawnSync(process.execPath, [cli, ...args], { cwd: folder, env, encoding: 'utf8' });
    }

    function traced(...args: string[]): string {
      writeFileSync(path.join(folder, 'm.py'), 'def f(a):\n    b = a + 1\n    return b\n');
      const options = ['--call', 'f(1)', '--interpreter', python, '--json', ...args];
      const { stdout, status } = witness(['trace', 'm.py', ...options]);
      assert.equal(status, 0);
      return (JSON.parse(stdout) as { recording?: string }).recording ?? '';
    }

    it('keeps, lists, shows and deletes', () => {
      assert.match(witness(['recordings']).stdout, /There are no recordings in /);
      const [first, second] = [traced(), traced()];
      assert.equal(traced('--no-keep'), '');
      const listed = witness(['recordings', 'list']).stdout.trim().split('\n');
      assert.equal(listed.length, 2);
      assert.ok(listed.every((line) => line.endsWith('  f(1)')));
      const shown = witness(['recordings', 'show', first]);
      assert.match(shown.stdout, /f\(1\).*\n.*b = 2\n.*→ 2/);
      assert.equal(witness(['recordings', 'delete', second]).status, 0);
      const unknown = witness(['recordings', 'show', second]);
      assert.equal(unknown.status, 2);
      assert.match(unknown.stderr, /There is no recording .*\nwitness recordings lists them/);
      assert.match(witness(['recordings', 'delete', '--all']).stdout, /^1 recording deleted\.\n$/);
      assert.equal(witness(['recordings', 'delete']).status, 2);
    });

    it('may be full while several processes record: only the oldest go, and all that stay are whole', async () => {
      writeFileSync(path.join(folder, 'm.py'), 'def f(a):\n    b = a + 1\n    return b\n');
      const older = [traced(), traced()];
      const store = path.join(folder, 'store');
      const bytes = Math.max(...readdirSync(store).map((name) => statSync(path.join(store, name)).size));
      const quota = 4.5 * bytes;
      const env = { ...process.env, WITNESS_STORE: store, WITNESS_STORE_MB: String(quota / 1e6) };
      const args = ['trace', 'm.py', '--call', 'f(1)', '--interpreter', python, '--json'];
      const runs = Array.from({ length: 6 }, async () => {
        const child = spawn(process.execPath, [path.join(assets, 'cli.js'), ...args], { cwd: folder, env });
        let text = '';
        child.stdout.on('data', (piece: Buffer) => (text += piece.toString('utf8')));
        const [code] = (await once(child, 'close')) as [number];
        assert.equal(code, 0);
        return (JSON.parse(text) as { recording: string }).recording;
      });
      const made = await Promise.all(runs);
      const left = await new RecordingStore(store, quota).list();
      assert.equal(left.length, 4, 'as many as fit');
      for (const { id, path: file } of left) {
        assert.ok(made.includes(id) && !older.includes(id), `${id} is older than one that was removed`);
        assert.ok((await loadRecording(file)).stepCount > 2);
      }
    });

    it('tells a recording from a file', () => {
      const out = path.join(folder, 'kept.witness');
      assert.equal(traced('--out', out), '');
      const { status, stdout } = witness(['trace', '--from', out]);
      assert.equal(status, 0);
      assert.match(stdout, /f\(1\)[\s\S]*● returned 2/);
    });

    it('runs the program also where nothing can be kept, and says so', () => {
      writeFileSync(path.join(folder, 'file'), '');
      writeFileSync(path.join(folder, 'm.py'), 'print("ran")\n');
      const { status, stdout, stderr } = witness(['trace', 'm.py', '--interpreter', python], {
        WITNESS_STORE: path.join(folder, 'file', 'store'),
      });
      assert.equal(status, 0);
      assert.ok(stdout.startsWith('ran\n'));
      assert.match(stderr, /The recording is not kept: .* cannot be written to .*WITNESS_STORE/);
    });
  });

  it('does not fail a run when the disk is full: the recording says so', async () => {
    const file = path.join(folder, 'm.py');
    writeFileSync(file, 'print("ran")\n');
    const { parts } = await record(file, { scratch: '/dev/full' });
    assert.deepEqual(parts.outcome, { kind: 'returned' });
    assert.match(parts.notes.join(), /could not be written to \/dev\/full: .*no space left/i);
  });
});

describe('a file that is no whole recording', () => {
  let folder: string;
  let bytes: Buffer;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-files-'));
    mkdirSync(path.join(folder, 'p'));
    const file = path.join(folder, 'p', 'small.py');
    writeFileSync(file, 'def f(a):\n    return a + 1\nprint(f(1))\n');
    const out = path.join(folder, 'whole');
    await record(file, { out });
    bytes = readFileSync(out);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function read(content: Uint8Array): Promise<number | Failure> {
    const file = path.join(folder, 'changed');
    writeFileSync(file, content);
    try {
      return (await loadRecording(file)).stepCount;
    } catch (error) {
      if (error instanceof Failure && error.kind === 'usage') return error;
      throw error;
    }
  }

  it('is read as far as it goes, cut at any byte', async () => {
    const whole = await read(bytes);
    assert.ok(typeof whole === 'number' && whole > 3);
    let reached = 0;
    for (let length = 0; length < bytes.length; length++) {
      const steps = await read(bytes.subarray(0, length));
      if (typeof steps !== 'number') continue;
      assert.ok(steps >= reached && steps <= whole, `${steps} steps of ${length} bytes`);
      reached = steps;
    }
    assert.equal(reached, whole);
  });

  it('is read or refused with any byte changed', async () => {
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      await read(changed);
    }
  });

  const refused: readonly [name: string, content: Uint8Array, message: RegExp][] = [
    ['an empty file', Buffer.alloc(0), /not a recording of Witness/],
    ['garbage', Buffer.from('\u0000\u0001garbage\u00ff'.repeat(50)), /not a recording of Witness/],
    [
      'of version 999',
      Buffer.concat([Buffer.from('WITNESS\n'), Buffer.from([0xe7, 3, 0, 0])]),
      /later version of Witness \(format 999/,
    ],
  ];
  for (const [name, content, message] of refused) {
    it(`is refused: ${name}`, async () => {
      const answer = await read(content);
      assert.ok(answer instanceof Failure && message.test(answer.message), String(answer));
    });
  }
});

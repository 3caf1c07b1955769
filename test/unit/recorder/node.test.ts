import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure } from '../../../src/host/failure';
import { findNode } from '../../../src/host/javascript/node';

describe('the Node that runs a program', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-node-'));
    for (const version of ['18.20.4', '20.11.0']) {
      const file = path.join(folder, version, 'node');
      writeExecutable(file, `#!/bin/sh\necho v${version}\n`);
    }
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const found = async (PATH: string) => findNode(undefined, { PATH });

  it('is the one on the PATH', async () => {
    const node = await found(path.join(folder, '20.11.0'));
    assert.deepEqual([node.description, node.origin], ['Node 20.11.0', 'PATH']);
  });

  it('is the one that runs Witness where that on the PATH is too old, or there is none', async () => {
    for (const PATH of [path.join(folder, '18.20.4'), folder]) {
      const node = await found(PATH);
      assert.deepEqual([node.executable, node.origin], [process.execPath, 'Witness']);
    }
  });

  it('is never another one than was asked for', async () => {
    await assert.rejects(
      findNode(path.join(folder, '18.20.4', 'node'), process.env),
      (error) => error instanceof Failure && /Node v18\.20\.4, which is too old/.test(error.message),
    );
  });
});

function writeExecutable(file: string, text: string): void {
  mkdirSync(path.dirname(file));
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

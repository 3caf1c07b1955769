// Many files as one program: most of them are parsed in a thread beside the analysis.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FlowService } from '../../../src/host/dataflow/flowService';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';

const count = 60;

describe('a program of many files', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-many-files-'));
    for (let i = 0; i < count; i++) {
      writeFileSync(
        path.join(folder, `m${String(i).padStart(2, '0')}.py`),
        `import os, sys\n\ndef run${i}():\n    os.system(sys.argv[${i}])\n`,
      );
    }
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const request = { paths: ['.'], rules: ['command-injection'] };
  const run = (service: FlowService, signal = new AbortController().signal): ReturnType<FlowService['run']> =>
    service.run({ ...request, cwd: folder, root: folder }, { signal });
  const serviceIn = (assets: string): FlowService =>
    new FlowService({ assets, syntax: new SyntaxService(assets) });

  it('is read whole, in order, and read again where a file has changed', async () => {
    const service = serviceIn(path.resolve('dist'));
    const expected = Array.from({ length: count }, (_, i) => `m${String(i).padStart(2, '0')}.py`);
    const { findings, files, skipped } = await run(service);
    assert.deepEqual(
      findings.map(({ sink }) => sink.file),
      expected,
    );
    assert.deepEqual([files, skipped], [count, []]);
    writeFileSync(path.join(folder, 'm40.py'), 'import os\n');
    const again = await run(service);
    assert.deepEqual(
      again.findings.map(({ sink }) => sink.file),
      expected.filter((file) => file !== 'm40.py'),
    );
  });

  it('is read where no thread can be started', async () => {
    const assets = mkdtempSync(path.join(tmpdir(), 'witness-no-thread-'));
    try {
      for (const part of ['wasm', 'rules']) {
        cpSync(path.resolve('dist', part), path.join(assets, part), { recursive: true });
      }
      const { files, skipped } = await run(serviceIn(assets));
      assert.deepEqual([files, skipped], [count, []]);
    } finally {
      rmSync(assets, { recursive: true, force: true });
    }
  });

  it('is given up at once when it is cancelled, and read whole the next time', async () => {
    const service = serviceIn(path.resolve('dist'));
    const cancelling = new AbortController();
    const first = service.run(
      { ...request, cwd: folder, root: folder },
      {
        signal: cancelling.signal,
        onProgress: ({ done }) => {
          if (done === 20) cancelling.abort();
        },
      },
    );
    await assert.rejects(first, { name: 'AbortError' });
    assert.equal((await run(service)).files, count);
  });
});

// Step-wise debugging as the editor asks for it.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DebugProgress } from '../../../src/core/debugging/debugProgress';
import { EngineClient } from '../../../src/host/engine/engineClient';
import { EngineFailure } from '../../../src/host/engine/engineFailure';
import type { DebugParams } from '../../../src/protocol/debugging';
import { probedLevel } from '../../support/sandbox/probedLevel';

describe('the debug request', function () {
  this.timeout(120_000);
  let folder: string;
  let client: EngineClient;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-debug-request-'));
    mkdirSync(path.join(folder, 'shapes'));
    writeFileSync(path.join(folder, 'shapes', '__init__.py'), '');
    writeFileSync(path.join(folder, 'shapes', 'area.py'), area);
    writeFileSync(path.join(folder, 'shapes', 'report.py'), report);
    writeFileSync(path.join(folder, 'test_report.py'), tests);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    client = new EngineClient({
      module: path.resolve('dist/engine.js'),
      onLog: () => undefined,
      onState: () => undefined,
    });
  });
  afterEach(() => client.dispose());

  async function paramsOf(more: Partial<DebugParams>): Promise<DebugParams> {
    return {
      texts: {},
      tests: { test: 'test_report.py::test_sum' },
      cwd: folder,
      limitMs: 5000,
      isolation: (await probedLevel()).level,
      candidates: 200,
      ...more,
    };
  }

  it('finds the file behind a failing test, tells its stages, and gives a fix with the text it belongs to', async () => {
    const told: DebugProgress[] = [];
    const answer = await client.request('debug', await paramsOf({}), {
      onProgress: (progress) => told.push(progress),
    });
    assert.equal(answer.file, path.join(folder, 'shapes', 'area.py'));
    assert.equal(answer.text, area);
    assert.equal(answer.fixedText, area.replace('width + height', 'width * height'));
    assert.equal(readFileSync(answer.file, 'utf8'), area, 'nothing is written');
    assert.deepEqual([...new Set(told.map(({ stage }) => stage))].slice(0, 4), [
      'reproducing',
      'reproduced',
      'localised',
      'repairing',
    ]);
    const localised = told.findLast((progress) => progress.stage === 'localised');
    assert.ok(localised?.stage === 'localised');
    assert.equal(localised.file, answer.file);
    assert.ok(localised.suspects.every(({ level }) => level === 'claimed'));
    const [reproduced] = told.filter((progress) => progress.stage === 'reproduced');
    assert.deepEqual(
      reproduced?.failing.map(({ test }) => test),
      ['test_report.py::test_sum'],
    );
  });

  it('takes the text of an editor for what is on disk, and keeps its line ends', async () => {
    const file = path.join(folder, 'edited.py');
    writeFileSync(file, 'def double(x):\n    return x * 2\n');
    const text = 'def double(x):\r\n    return x * 3\r\n';
    const answer = await client.request(
      'debug',
      await paramsOf({
        file,
        texts: { [file]: text },
        tests: { asserts: 'assert double(2) == 4\nassert double(5) == 10\nassert double(0) == 0\n' },
      }),
      {},
    );
    assert.equal(answer.failing.length, 2);
    assert.equal(answer.text, text);
    assert.match(answer.fixedText ?? '', /^def double\(x\):\r\n {4}return .*\r\n$/);
  });

  it('ends when it is cancelled; what was told until then stays told', async () => {
    const cancel = new AbortController();
    const told: DebugProgress['stage'][] = [];
    const running = client.request('debug', await paramsOf({ candidates: 100_000 }), {
      signal: cancel.signal,
      onProgress: ({ stage }) => {
        told.push(stage);
        if (stage === 'localised') cancel.abort();
      },
    });
    await assert.rejects(running, (error) => error instanceof EngineFailure && error.kind === 'cancelled');
    assert.ok(told.includes('reproduced'));
  });

  it('asks for a file where no test of pytest can tell it', async () => {
    const params = await paramsOf({ tests: { call: 'f(1)', expect: '2' } });
    await assert.rejects(
      client.request('debug', params, {}),
      (error) => error instanceof EngineFailure && /Which program/.test(error.message),
    );
  });
});

const area = 'def area(width, height):\n    return width + height\n\n\ndef name():\n    return "rectangle"\n';
const report =
  'from shapes.area import area, name\n\n\ndef total(sizes):\n    found = 0\n    for width, height in sizes:\n        found += area(width, height)\n    return found\n\n\ndef title(sizes):\n    return f"{len(sizes)} {name()}"\n';
const tests =
  'from shapes.report import title, total\n\n\ndef test_sum():\n    assert total([(2, 3), (4, 5)]) == 26\n\n\ndef test_none():\n    assert total([]) == 0\n\n\ndef test_title():\n    assert title([(1, 1)]) == "1 rectangle"\n';

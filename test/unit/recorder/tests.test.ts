// Tests as what is recorded: ids of pytest, unittest and doctest.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TraceDocument } from '../../../src/core/trace/document';
import { Failure } from '../../../src/host/failure';
import { assets, fixture, python, record } from './recordFixture';

describe('a recorded test', () => {
  let folder: string;

  before(() => {
    execFileSync(python, ['-c', 'import pytest']);
    folder = mkdtempSync(path.join(tmpdir(), 'witness-tests-'));
    cpSync(fixture('testing'), folder, { recursive: true });
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function recordTest(id: string, options: Parameters<typeof record>[1] = {}): ReturnType<typeof record> {
    return record(path.join(folder, 'tests/test_shop.py'), {
      cwd: folder,
      test: { id, runner: 'auto' },
      ...options,
    });
  }

  function blocksRun(recording: Awaited<ReturnType<typeof record>>, id: string): number {
    return recording.parts.blocks.findIndex(
      (block) => block.id === id && (recording.counts[block.index] ?? 0) > 0,
    );
  }

  it('prints and returns what the plain run does, with the blocks of the test module recorded', async () => {
    const plain = spawnSync(python, ['-m', 'pytest', 'tests/test_shop.py', '-p', 'no:cacheprovider'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    const recording = await recordTest('tests/test_shop.py', { arguments: ['-p', 'no:cacheprovider'] });
    assert.equal(comparable(recording.parts.stdout.text), comparable(plain.stdout));
    assert.equal(recording.parts.stderr.text, plain.stderr);
    assert.deepEqual(recording.parts.outcome, { kind: 'exited', exitCode: plain.status });
    assert.ok(blocksRun(recording, 'test_total:0') >= 0);
    assert.ok(blocksRun(recording, 'prices:0') >= 0, 'a fixture of conftest.py');
    assert.deepEqual(recording.parts.notes, []);
    const results = recording.parts.tests?.tests ?? [];
    assert.equal(recording.parts.tests?.runner, 'pytest');
    const others = results.filter((test) => test.outcome !== 'passed' && !test.id.includes('test_parts'));
    assert.deepEqual(
      others.map((test) => `${test.id.split('::').slice(1).join('.')} ${test.outcome}`).sort(),
      [
        'ShopCase.test_error failed',
        'ShopCase.test_later skipped',
        'ShopCase.test_sum_wrong failed',
        'test_broken error',
        'test_discount[two] failed',
        'test_expected skipped',
        'test_skipped skipped',
        'test_wrong failed',
      ],
    );
    const wrong = results.find((test) => test.id.endsWith('test_wrong'));
    assert.equal(wrong?.exception?.type, 'AssertionError');
    assert.match(wrong.exception.message, /^as agreed\nassert \{'sum': 6\} == \{'sum': 7\}/);
    assert.equal(wrong.exception.line, 17);
    assert.equal(wrong.path, path.join(folder, 'tests/test_shop.py'));
    assert.equal(results.find((test) => test.id.endsWith('test_skipped'))?.reason, 'closed on Sundays');
    assert.equal(results.find((test) => test.id.endsWith('test_broken'))?.during, 'setup');
  });

  it('leaves no code of ours in the caches of pytest', async () => {
    await recordTest('tests/test_shop.py::test_total', {
      environment: { ...process.env, PYTHONDONTWRITEBYTECODE: '' },
    });
    const cache = path.join(folder, 'tests/__pycache__');
    assert.deepEqual(existsSync(cache) ? readdirSync(cache) : [], []);
  });

  it('may be one of many parameters', async () => {
    const recording = await recordTest('tests/test_shop.py::test_discount[one off]');
    assert.deepEqual(recording.parts.tests?.tests, [
      { id: 'tests/test_shop.py::test_discount[one off]', outcome: 'passed' },
    ]);
    assert.deepEqual(recording.parts.outcome, { kind: 'exited', exitCode: 0 });
  });

  it('keeps tasks, threads and generators apart, by line', async () => {
    const recording = await recordTest('tests/test_shop.py::test_together', { granularity: 'line' });
    const of = (name: string) =>
      recording.parts.frames.filter((frame) => recording.functionOf(frame)?.path === name);
    assert.deepEqual(
      of('double').map((frame) => recording.callText(frame)),
      ['double(1)', 'double(2)'],
    );
    assert.deepEqual(
      of('total').map((frame) => frame.thread),
      [1],
    );
    assert.equal(of('countdown').length, 1);
    assert.equal(recording.parts.outcome.kind === 'exited' && recording.parts.outcome.exitCode, 0);
  });

  it('is run by unittest under a dotted name, or where that is asked for', async () => {
    const cases = ['tests.test_shop.ShopCase.test_sum_wrong', 'tests/test_shop.py::ShopCase::test_sum_wrong'];
    for (const id of cases) {
      const recording = await recordTest(id, {
        test: { id, runner: id.includes('::') ? 'unittest' : 'auto' },
        environment: { ...process.env, PYTHONPATH: folder },
      });
      const { tests } = recording.parts;
      assert.equal(tests?.runner, 'unittest');
      assert.deepEqual(
        tests.tests.map(({ outcome, exception }) => [outcome, exception?.message, exception?.line]),
        [['failed', '5 != 6 : as agreed', 64]],
      );
      assert.match(recording.parts.stderr.text, /FAIL: test_sum_wrong/);
      assert.ok(blocksRun(recording, 'ShopCase.test_sum_wrong:0') >= 0);
    }
    const all = await recordTest('tests/test_shop.py::ShopCase', {
      test: { id: 'tests/test_shop.py::ShopCase', runner: 'unittest' },
      environment: { ...process.env, PYTHONPATH: folder },
    });
    assert.deepEqual(
      all.parts.tests?.tests.map(({ id, outcome }) => `${id.split('.').slice(2).join('.')} ${outcome}`),
      [
        'test_error error',
        'test_later skipped',
        'test_parts (price=3) failed',
        'test_sum passed',
        'test_sum_wrong failed',
      ],
    );
  });

  it('may be a doctest, by name or line', async () => {
    for (const which of ['total', '12']) {
      const { parts } = await record(path.join(folder, 'shop.py'), {
        cwd: folder,
        test: { id: `shop.py::doctest:${which}`, runner: 'auto' },
      });
      assert.deepEqual(parts.tests, {
        runner: 'doctest',
        tests: [
          {
            id: 'shop.py::doctest:total',
            outcome: 'failed',
            exception: { type: 'Failed', message: 'expected 3, got 2', line: 11 },
            path: path.join(folder, 'shop.py'),
          },
        ],
      });
      assert.deepEqual(parts.outcome, { kind: 'exited', exitCode: 1 });
    }
  });

  describe('that its runner does not know', () => {
    const cases: readonly [id: string, hint: RegExp][] = [
      ['tests/test_shop.py::test_totl', /Did you mean tests\/test_shop\.py::test_total/],
      ['tests/test_shop.py::test_discount[three]', /Did you mean tests\/test_shop\.py::test_discount\[two\]/],
      ['tests.test_shop.ShopCase.test_summ', /Did you mean tests\.test_shop\.ShopCase\.test_sum/],
      ['shop.py::doctest:totl', /Did you mean shop\.py::doctest:total/],
    ];
    for (const [id, hint] of cases) {
      it(id, async () => {
        const run = record(
          path.join(
            folder,
            id.split('::')[0]?.endsWith('.py') === true ? (id.split('::')[0] ?? '') : 'tests/test_shop.py',
          ),
          {
            cwd: folder,
            test: { id, runner: 'auto' },
            environment: { ...process.env, PYTHONPATH: folder },
          },
        );
        await assert.rejects(run, (error) => error instanceof Failure && hint.test(error.nextStep ?? ''));
      });
    }
  });

  it('is told by the command line, with exit code 1 where it fails', () => {
    const cli = (args: readonly string[]) =>
      spawnSync(process.execPath, [path.join(assets, 'cli.js'), 'trace', '--interpreter', python, ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
    const { status, stdout } = cli(['--test', 'tests/test_shop.py::test_wrong']);
    assert.equal(status, 1);
    assert.match(stdout, /1 failed/, 'the words of pytest itself');
    assert.match(
      stdout,
      /✗ tests\/test_shop\.py::test_wrong failed at tests\/test_shop\.py:17: AssertionError: as agreed\n/,
    );
    const json = cli(['tests/test_shop.py', '--test', 'TestBasket::test_empty', '--json']);
    assert.equal(json.status, 0);
    const document = JSON.parse(json.stdout) as TraceDocument;
    assert.deepEqual(document.tests, [
      { id: 'tests/test_shop.py::TestBasket::test_empty', outcome: 'passed' },
    ]);
    assert.equal(document.runner, 'pytest');
    writeFileSync(path.join(folder, 'test_syntax.py'), 'def test_a(:\n    pass\n');
    const broken = cli(['--test', 'test_syntax.py']);
    assert.match(broken.stdout, /✗ test_syntax\.py could not be run during collect/);
    assert.equal(broken.status, 1);
  });
});

function comparable(text: string): string {
  return text.replace(/in \d+\.\d+s/g, 'in …').replace(/0x[0-9a-f]+/g, '0x…');
}

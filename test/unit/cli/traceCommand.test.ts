// `witness trace` as a person and as a program meet it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TraceDocument } from '../../../src/core/trace/document';
import { assertGolden } from '../../support/golden';

const cli = path.resolve('dist/cli.js');
const ledger = path.resolve('examples/ledger');

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function witness(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string } = {},
): Result {
  const { cwd = ledger, env = process.env, input = '' } = options;
  return spawnSync(process.execPath, [cli, ...args], { cwd, env, input, encoding: 'utf8' });
}

describe('witness trace', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-cli-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('tells the story of a call that fails', () => {
    const { status, stdout, stderr } = witness(['trace', 'ledger.py', '--call', "report('statement.csv')"]);
    assert.equal(status, 1);
    assert.match(stderr, /ValueError: invalid literal for int\(\) with base 10: '1\.149'/);
    assertGolden('cli/failing-call', stdout);
  });

  it('tells the story of a call that returns', () => {
    const { status, stdout } = witness([
      'trace',
      'ledger.py',
      '--call',
      'running_balance([Entry("d", "a", 100), Entry("d", "b", -30)])',
    ]);
    assert.equal(status, 0);
    assertGolden('cli/returning-call', stdout);
  });

  it('prints one JSON document and nothing else', () => {
    const { status, stdout } = witness(['trace', 'ledger.py', '--call', 'median([4, 1, 3, 2])', '--json']);
    assert.equal(status, 0);
    const document = JSON.parse(stdout) as TraceDocument;
    assert.deepEqual(document.outcome, { kind: 'returned', value: { type: 'float', text: '3.5' } });
    assert.equal(document.file, path.join(ledger, 'ledger.py'));
    const frame = document.frames.find((item) => item.function === 'median');
    assert.equal(frame?.call, 'median([4, 1, 3, 2])');
    const steps = document.steps.filter((step) => step.frame === frame.id);
    assert.deepEqual(
      steps.map((step) => [step.kind, step.block, step.occurrence]),
      [
        ['entry', null, 1],
        ['block', 'median:0', 1],
        ['block', 'median:2', 1],
        ['exit', 'median:2', 1],
      ],
    );
    assert.deepEqual(steps[1]?.values, {
      ordered: { type: 'list', text: '[1, 2, 3, 4]' },
      middle: { type: 'int', text: '2' },
    });
    assert.deepEqual(
      document.blocks.find((block) => block.id === 'median:0'),
      { id: 'median:0', function: 'median', startLine: 50, endLine: 53 },
    );
    assert.equal(document.counts['median:0'], 1);
    assert.equal(document.stepsOmitted, document.stepsTotal - document.steps.length);
  });

  it('passes input and arguments on, and prints what the program prints', () => {
    const file = path.join(folder, 'echo.py');
    writeFileSync(file, 'import sys\nprint(sys.argv[1:], sys.stdin.read())\n');
    const { stdout } = witness(['trace', file, '--', '--flag', 'x y'], { input: 'typed' });
    assert.ok(stdout.startsWith("['--flag', 'x y'] typed\n"), stdout);
  });

  it('takes the word of the user for a language, and needs no model', () => {
    const file = path.join(folder, 'script');
    writeFileSync(file, 'def f():\n    a = 1\n    b = a\n    return b\nprint(f())\n');
    const { status, stdout } = witness(['trace', file, '--language', 'python', '--no-model', '--json']);
    assert.equal(status, 0);
    const document = JSON.parse(stdout) as TraceDocument;
    assert.deepEqual(document.notes, []);
    assert.equal(document.counts['f:0'], 1);
  });

  it('reads variables from a file', () => {
    const file = path.join(folder, 'variables.py');
    writeFileSync(file, 'import os\nprint(os.environ["WITNESS_SAMPLE"])\n');
    writeFileSync(path.join(folder, '.env'), 'WITNESS_SAMPLE="from a file"\n');
    assert.ok(
      witness(['trace', file, '--env-file', '.env'], { cwd: folder }).stdout.startsWith('from a file\n'),
    );
  });

  it('limits the number of steps, keeping both ends', () => {
    const { stdout } = witness([
      'trace',
      'ledger.py',
      '--call',
      "report('statement.csv')",
      '--json',
      '--steps',
      'all',
      '--max-steps',
      '20',
    ]);
    const document = JSON.parse(stdout) as TraceDocument;
    assert.equal(document.steps.length, 20);
    assert.ok(document.truncated && document.stepsTotal > 20);
    assert.equal(document.steps[0]?.seq, 0);
    assert.equal(document.steps.at(-1)?.kind, 'raised');
  });

  it('records by line', () => {
    const { stdout } = witness([
      'trace',
      'ledger.py',
      '--call',
      'median([1])',
      '--granularity',
      'line',
      '--json',
    ]);
    const document = JSON.parse(stdout) as TraceDocument;
    const lines = document.steps.filter((step) => step.kind === 'line' && step.block?.startsWith('median:'));
    assert.deepEqual(
      lines.map((step) => step.line),
      [51, 52, 53, 54],
    );
  });

  it('keeps a recording that can be read again', () => {
    const out = path.join(folder, 'kept.witness');
    assert.equal(witness(['trace', 'ledger.py', '--call', 'median([1])', '--quiet', '--out', out]).status, 0);
  });

  describe('says what is wrong and what to do', () => {
    const cases: readonly [name: string, args: readonly string[], message: RegExp][] = [
      ['no such file', ['trace', 'nowhere.py'], /There is no file .*nowhere\.py/],
      ['a folder', ['trace', '.'], /is not a file/],
      [
        'another language',
        ['trace', 'statement.csv'],
        /Witness records Python, JavaScript and TypeScript programs/,
      ],
      [
        'an unknown function',
        ['trace', 'ledger.py', '--call', 'medain([1])'],
        /name 'medain' is not defined\nDid you mean median/,
      ],
      [
        'a call that is no Python',
        ['trace', 'ledger.py', '--call', 'median(['],
        /The call median\(\[ could not be made: SyntaxError/,
      ],
      [
        'an entry that did not run',
        ['trace', 'ledger.py', '--call', 'median([1])', '--entry', 'load'],
        /load was not called in this run\.\nFunctions that ran: .*median/,
      ],
      [
        'a number that is none',
        ['trace', 'ledger.py', '--limit-ms', 'soon'],
        /must be a whole number above 0/,
      ],
      ['an unknown option', ['trace', 'ledger.py', '--colour'], /unknown option '--colour'/],
      ['an unknown command', ['replay'], /unknown command 'replay'/],
      [
        'no interpreter',
        ['trace', 'ledger.py', '--interpreter', '/no/python'],
        /No Python 3\.9 or later was found\. Looked at:\n {2}\/no\/python \(--interpreter\): not there\nInstall Python 3/,
      ],
    ];
    for (const [name, args, message] of cases) {
      it(name, () => {
        const { status, stdout, stderr } = witness(args);
        assert.match(stderr, message);
        assert.equal(stdout, '');
        assert.equal(status, 2);
      });
    }

    it('a syntax error: file and line', () => {
      const file = path.join(folder, 'broken.py');
      writeFileSync(file, 'x = 1\ndef f(:\n    pass\n');
      const { status, stderr } = witness(['trace', file]);
      assert.ok(stderr.includes(`${file}:2: `), stderr);
      assert.equal(status, 2);
    });

    it('no Python at all: where it looked', () => {
      const bin = path.join(folder, 'bin');
      spawnSync('mkdir', [bin]);
      symlinkSync(process.execPath, path.join(bin, 'node'));
      const { status, stderr } = witness(['trace', 'ledger.py'], { env: { PATH: bin } });
      assert.match(stderr, /Looked at:\n(.*\n)* {2}python3 \(PATH\): not there/);
      assert.equal(status, 2);
    });

    it('a program that takes too long: where it was', () => {
      const file = path.join(folder, 'endless.py');
      writeFileSync(file, 'def spin():\n    while True: pass\nspin()\n');
      const { status, stdout } = witness(['trace', file, '--limit-ms', '700']);
      assert.match(stdout, /was stopped after 700 ms in spin, .*endless\.py:2/);
      assert.equal(status, 1);
    });
  });

  it('explains itself', () => {
    const { status, stdout } = witness(['trace', '--help']);
    assert.equal(status, 0);
    assertGolden('cli/help', stdout);
    assert.match(witness(['--version']).stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it('colours only a terminal', () => {
    const env = { ...process.env, CI: 'true', FORCE_COLOR: '1' };
    assert.ok(!witness(['trace', 'ledger.py', '--call', 'median([1])'], { env }).stdout.includes('\u001b'));
  });
});

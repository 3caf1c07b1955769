// Code as people write it: the first run looks natural, what is invented is marked, nothing false is called an error.
import assert from 'node:assert/strict';
import { fragmentReport, type FragmentReport } from '../../../src/core/fragment/fragmentReport';
import { runFragment } from '../../../src/host/fragment/partialRun';
import type { SandboxPool } from '../../../src/host/sandbox/sandboxPool';
import { poolAt, probedLevel } from '../../support/sandbox/probedLevel';

describe('running code as people write it', function () {
  this.timeout(30_000);
  let pool: SandboxPool;

  before(async () => {
    pool = await poolAt((await probedLevel()).level, []);
  });

  after(async () => {
    await pool.dispose();
  });

  async function run(...lines: readonly string[]): Promise<FragmentReport> {
    const fragment = { source: `${lines.join('\n')}\n`, file: '/piece.py' };
    return fragmentReport(await runFragment(fragment, pool, { runs: 1, limitMs: 5000 }));
  }

  function valueOf({ predicted }: FragmentReport, path: string): string | undefined {
    return predicted.find((item) => item.path === path)?.text;
  }

  it('loses of a broken definition its own block only', async () => {
    const report = await run(
      'a = 1',
      'def broken(:',
      '    b = 2',
      '    return b',
      'def whole():',
      '    return 3',
      'c = whole()',
    );
    assert.deepEqual(report.unread, [2, 3, 4]);
    assert.deepEqual(report.executedLines, [1, 2, 5, 6, 7]);
  });

  it('loses of a try that nothing follows, and of a header without a body, no more than these', async () => {
    const half = await run('try:', '    a = load()', 'b = 2', 'c = 3');
    assert.deepEqual(half.executedLines.slice(-2), [3, 4]);
    const empty = await run('a = 1', 'if a:', 'b = 2');
    assert.deepEqual(empty.unread, [2]);
    assert.deepEqual(empty.executedLines, [1, 2, 3]);
  });

  it('makes objects by constructors that are not in the code, such as those of dataclasses', async () => {
    const report = await run(
      'from dataclasses import dataclass, field',
      '@dataclass',
      'class Task:',
      '    name: str',
      '    tags: list = field(default_factory=list)',
      '    def add(self, tag):',
      '        if tag not in self.tags:',
      '            self.tags.append(tag)',
    );
    assert.deepEqual(report.errors, []);
    assert.ok(report.executedLines.includes(8));
  });

  it('calls nothing an error that comes of programs and data bases which are not there', async () => {
    const report = await run(
      'import sqlite3, subprocess',
      'out = subprocess.run(["false"], check=True).stdout',
      'row = sqlite3.connect("app.db").execute("select id from users").fetchone()',
      'if row is None:',
      '    raise LookupError("nobody")',
      'first = row[0]',
    );
    assert.deepEqual(report.errors, []);
    assert.deepEqual(report.executedLines, [1, 2, 3, 4, 6]);
    assert.deepEqual(
      report.predicted.slice(0, 1).map(({ name, source }) => [name, source]),
      ['run'].map((name) => [name, 'environment']),
    );
  });

  it('joins texts that are taken out of what is missing one by one', async () => {
    const report = await run('names = ", ".join(item["name"] for item in payload)', 'size = len(names)');
    assert.equal(report.outcome.kind, 'returned');
    assert.deepEqual(report.executedLines, [1, 2]);
  });

  it('holds nobody to an error that hangs on which way an invented value decided', async () => {
    const lines = ['x = None', 'if flag:', '    x = "5"', 'y = x + 1'];
    const { errors } = await run(...lines);
    assert.deepEqual(
      errors.map(({ line, level, dependsOn }) => [line, level, dependsOn]),
      [[4, 'claimed', ['flag']]],
    );
    const [real] = (await run(...lines.slice(0, 1), ...lines.slice(3))).errors;
    assert.equal(real?.level, 'witnessed');
  });

  it('gives texts the form that their names promise', async () => {
    const report = await run(
      'import re',
      'user, domain = re.match(r"(\\w+)@(\\w+)\\.com", email).groups()',
      'scheme, rest = base_url.split("://")',
    );
    assert.equal(valueOf(report, 'email'), "'user@example.com'");
    assert.equal(valueOf(report, 'base_url'), "'https://example.com/'");
    assert.deepEqual(report.errors, []);
  });

  it('takes no module for a list because of its name, and no status either', async () => {
    const report = await run('import absent_pandas as pd', 'pd.frame().raise_for_status()', 'use(status)');
    assert.equal(valueOf(report, 'absent_pandas'), '<absent_pandas>');
    assert.notEqual(report.predicted.find(({ path }) => path === 'status')?.type, 'list');
  });

  it('does not walk into guards that end the program', async () => {
    const report = await run(
      'def view(name):',
      '    if not name:',
      '        abort(400)',
      '    user = find(name)',
      '    return user',
    );
    assert.deepEqual(report.executedLines, [1, 2, 4, 5]);
  });
});

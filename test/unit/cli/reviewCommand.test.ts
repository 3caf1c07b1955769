// `witness review` as a person and as a program meet it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GitHubReview } from '../../../src/core/review/exports';
import type { ReviewComment, ReviewedFile } from '../../../src/core/review/reviewReport';
import { testRepository, type TestRepository } from '../../support/repositories';
import { isolationOptions } from '../../support/sandbox/probedLevel';

const shop = `import os


def total(prices, limit=100):
    """Sum of prices, at most the limit.

    >>> total([1, 2])
    3
    """
    result = 0
    for price in prices:
        result += price
    if result > limit:
        return limit
    return result


def names(items):
    out = []
    for item in items:
        out.append(item.strip())
    return out


class Cart:
    def __init__(self, items):
        self.items = items

    def count(self):
        return len(self.items)
`;

interface ReviewDocument {
  readonly files: readonly ReviewedFile[];
  readonly comments: readonly (Omit<ReviewComment, 'lines'> & { startLine: number; endLine: number })[];
}

describe('witness review', () => {
  let repository: TestRepository;
  let isolation: readonly string[];

  before(async () => {
    isolation = await isolationOptions();
  });
  beforeEach(() => {
    repository = testRepository();
    repository.commit({ 'shop.py': shop, 'README.md': 'A shop.\n' });
  });
  afterEach(() => {
    repository.remove();
  });

  function witness(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    return witnessWith(process.env, ...args);
  }

  function witnessWith(env: NodeJS.ProcessEnv, ...args: string[]) {
    const all = [path.resolve('dist/cli.js'), 'review', ...isolation, ...args];
    return spawnSync(process.execPath, all, { cwd: repository.root, encoding: 'utf8', env });
  }

  function documentOf(...args: string[]): ReviewDocument {
    const { stdout, stderr } = witness('--json', ...args);
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout) as ReviewDocument;
  }

  it('shows a call on which a function behaves differently, and ends with 1', () => {
    repository.write({ 'shop.py': shop.replace('result > limit', 'result >= limit - 1') });
    const { status, stdout } = witness();
    assert.equal(status, 1, stdout);
    assert.match(stdout, /^shop\.py:4 {2}total behaves differently$/m);
    assert.match(stdout, /^ {2}total\(.*\) returned \S+ before this change, and now returns \S+\.$/m);
    assert.match(stdout, /^ {2}witnessed$/m);
    assert.match(stdout, /^1 of 1 changed file needs a look; 1 comment with evidence\.$/m);
  });

  it('asks for no look at another way to do the same, and ends with 0', () => {
    const now = shop.replace(/ {4}out = \[\][^]*?return out/, '    return [item.strip() for item in items]');
    repository.write({ 'shop.py': now, 'README.md': 'The shop.\n' });
    const { status, stdout } = witness();
    assert.equal(status, 0, stdout);
    assert.match(stdout, /shop\.py: \d+ calls did the same before and after, and every changed line ran/);
    assert.match(stdout, /README\.md: documentation/);
  });

  it('makes objects for methods', () => {
    repository.write({ 'shop.py': shop.replace('len(self.items)', 'len(self.items) + 1') });
    const { comments } = documentOf();
    assert.deepEqual(
      comments.map(({ function: name, level, startLine }) => [name, level, startLine]),
      [['Cart.count', 'witnessed', 29]],
    );
  });

  it('finds a path to a sink that the change brings, and none that was there', () => {
    const danger = '\n\ndef run():\n    os.system(input())\n';
    repository.commit({ 'old.py': `import os${danger}` });
    repository.write({ 'shop.py': `${shop}${danger}`, 'old.py': `import os${danger}# more\n` });
    const comments = documentOf().comments.filter(({ kind }) => kind === 'dataflow');
    assert.deepEqual(
      comments.map(({ file, title }) => [file, title]),
      [['shop.py', 'New path: Command injection']],
    );
  });

  it('finds new paths that lead through files which have not changed', () => {
    const tools = 'import os\n\n\ndef execute(command):\n    os.system(command)\n';
    const calls = "from inside.tools import execute\n\n\ndef main():\n    execute('ls')\n";
    const store = 'def keep(command):\n    return command\n';
    const asks = 'from inside import store\n\n\ndef ask():\n    store.keep(input())\n';
    repository.commit({
      ...{ 'inside/__init__.py': '', 'inside/tools.py': tools, 'calls.py': calls },
      ...{ 'inside/store.py': store, 'asks.py': asks },
    });
    repository.write({
      'calls.py': calls.replace("'ls'", 'input()'),
      'inside/store.py': `import os\n\n\n${store.replace('return command', 'os.system(command)')}`,
    });
    const comments = documentOf().comments.filter(({ kind }) => kind === 'dataflow');
    assert.deepEqual(comments.map(({ file, startLine }) => [file, startLine]).sort(), [
      ['calls.py', 5],
      ['inside/store.py', 5],
    ]);
    const [ending] = comments.filter(({ file }) => file === 'calls.py');
    assert.match(ending?.message ?? '', /ends in line 5 of inside\/tools\.py, which has not changed/);
  });

  it('says whether recorded tests ran what has changed, of this text only', () => {
    const now = shop
      .replace('result > limit', 'result >= limit')
      .replace('item.strip()', 'item.strip().lower()');
    const test = `import unittest\nimport shop\n\n\nclass Totals(unittest.TestCase):\n    def test_total(self):\n        self.assertEqual(shop.total([${String(Date.now())}]), 100)\n`;
    repository.commit({ 'test_shop.py': test });
    repository.write({ 'shop.py': now });
    const store = mkdtempSync(path.join(tmpdir(), 'witness-store-'));
    const env = { ...process.env, WITNESS_STORE: store };
    try {
      const traced = ['trace', '--test', 'test_shop.py::Totals::test_total', '--runner', 'unittest'];
      const { status, stderr } = spawnSync(process.execPath, [path.resolve('dist/cli.js'), ...traced], {
        cwd: repository.root,
        encoding: 'utf8',
        env,
      });
      assert.equal(status, 0, stderr);
      assert.match(testedText('total', env), /^every changed line ran in recorded tests \(.*test_total.*\)$/);
      assert.match(testedText('names', env), /^no changed line ran in the recorded tests/);
      repository.write({ 'shop.py': `${now}# more\n` });
      assert.equal(testedText('total', env), '');
    } finally {
      rmSync(store, { recursive: true, force: true });
    }
  });

  function testedText(name: string, env: NodeJS.ProcessEnv): string {
    const { stdout, stderr } = witnessWith(env, '--json');
    assert.notEqual(stdout, '', stderr);
    const { files } = JSON.parse(stdout) as ReviewDocument;
    const part = files.flatMap(({ parts }) => parts).find(({ path: dotted }) => dotted === name);
    assert.ok(part, stdout);
    return part.reasons.find(({ text }) => text.includes('recorded tests'))?.text ?? '';
  }

  it('tells nothing of functions whose answers differ each time', () => {
    const old = 'import time\n\ndef now(a):\n    return time.perf_counter_ns() + a\n';
    repository.commit({ 'clock.py': old });
    repository.write({ 'clock.py': old.replace('+ a', '- a') });
    assert.deepEqual(documentOf().comments, []);
  });

  it('writes what GitHub takes, on lines of the change only', () => {
    repository.write({ 'shop.py': shop.replace('result > limit', 'result >= limit - 1') });
    const { stdout } = witness('--github', '--markdown', 'review.md');
    const { event, comments, body } = JSON.parse(stdout) as GitHubReview;
    assert.equal(event, 'COMMENT');
    assert.match(body, /1 of 1 changed files need a look/);
    assert.deepEqual(
      comments.map(({ path: file, side }) => [file, side]),
      [['shop.py', 'RIGHT']],
    );
    const changed = shop.split('\n').indexOf('    if result > limit:') + 1;
    const [comment] = comments;
    assert.ok(
      comment !== undefined && (comment.start_line ?? comment.line) <= changed && comment.line >= changed,
    );
    assert.match(readFileSync(path.join(repository.root, 'review.md'), 'utf8'), /total behaves differently/);
  });

  it('reviews commits and patches, whatever is on disk', () => {
    repository.commit({ 'shop.py': shop.replace('result > limit', 'result >= limit - 1') });
    repository.git('diff', 'HEAD^', 'HEAD', '--output=change.patch');
    repository.write({ 'shop.py': shop });
    for (const args of [
      ['--range', 'HEAD^..HEAD'],
      ['--range', 'HEAD'],
      ['--diff', 'change.patch'],
    ]) {
      assert.deepEqual(
        documentOf(...args).comments.map((comment) => comment.function),
        ['total'],
        args.join(' '),
      );
    }
  });

  it('goes on beside a syntax error, and what cannot be imported', () => {
    repository.commit({ 'lost.py': 'import nowhere_at_all\n\ndef f(a):\n    return a\n' });
    repository.write({
      'shop.py': shop.replace('result > limit:', 'result >'),
      'lost.py': 'import nowhere_at_all\n\ndef f(a):\n    return a + 1\n',
    });
    const { files, comments } = documentOf();
    assert.deepEqual(comments, []);
    assert.deepEqual(files.map(({ path: file, necessity }) => [file, necessity >= 0.5]).sort(), [
      ['lost.py', true],
      ['shop.py', true],
    ]);
  });

  it('ends with the code that was asked for, and with 2 for a question that makes no sense', () => {
    repository.write({ 'shop.py': shop.replace('result > limit', 'result >= limit - 1') });
    assert.equal(witness('--fail-on', 'never').status, 0);
    const { status, stderr } = witness('--staged', '--base', 'main');
    assert.equal(status, 2);
    assert.match(stderr, /More than one change is named\.\nGive one of/);
  });

  it('says that nothing has changed', () => {
    assert.equal(witness().stdout, 'Nothing has changed.\n');
  });
});

// A model beside the review: only what a check has seen is told as a fact, whatever the model says.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import type { ReviewComment, ReviewedFile } from '../../../src/core/review/reviewReport';
import type { ModelReviewReport } from '../../../src/core/review/model/modelReviewReport';
import { assertGolden } from '../../support/golden';
import { CommandWithModel } from '../../support/model/commandWithModel';
import {
  answering,
  type Behaviour,
  cutAfter,
  declining,
  endless,
  refusing,
  sending,
  type ServedRequest,
} from '../../support/model/modelServer';
import {
  allKinds,
  changedShop,
  lineOf,
  reviewAnswer,
  type SaidComment,
  shop,
  shopTests,
} from '../../support/model/reviewedShop';
import { testRepository, type TestRepository } from '../../support/repositories';
import { isolationOptions } from '../../support/sandbox/probedLevel';

interface ReviewDocument {
  readonly files: readonly ReviewedFile[];
  readonly comments: readonly (Omit<ReviewComment, 'lines'> & { startLine: number; endLine: number })[];
  readonly notes: readonly string[];
  readonly model?: ModelReviewReport;
  readonly dropped?: number;
}

describe('a review with a model', function () {
  this.timeout(120_000);
  let repository: TestRepository;
  let command: CommandWithModel;
  let isolation: readonly string[];
  let text: string;

  before(async () => {
    isolation = await isolationOptions();
  });
  beforeEach(() => {
    command = new CommandWithModel();
    repository = testRepository();
    text = changedShop();
    repository.commit({ 'shop.py': shop, 'test_shop.py': shopTests });
    repository.write({ 'shop.py': text });
  });
  afterEach(async () => {
    await command.dispose();
    repository.remove();
  });

  async function reviewed(behave: (number: number) => Behaviour, ...options: string[]) {
    const { server, options: model } = await command.serve(behave);
    const words = ['review', '--cwd', repository.root, ...isolation, ...model, ...options];
    const answer = await command.witness(words);
    return { ...answer, requests: server.requests };
  }

  async function documentOf(comments: readonly SaidComment[], parts?: Parameters<typeof reviewAnswer>[1]) {
    const { stdout, stderr, requests } = await reviewed(
      () => answering(reviewAnswer(comments, parts)),
      '--json',
    );
    assert.notEqual(stdout, '', stderr);
    return { document: JSON.parse(stdout) as ReviewDocument, requests };
  }

  it('tells what a check has seen, drops what it contradicts, and keeps the rest apart', async () => {
    const { document } = await documentOf(allKinds(text));
    const told = document.comments.filter(({ level }) => level !== 'claimed');
    const claimed = document.comments.filter(({ level }) => level === 'claimed');
    const popen = lineOf(text, 'return os.popen');
    assert.deepEqual(told.map(({ kind, level, title }) => `${kind}, ${level}: ${title}`).sort(), [
      'behaviour, witnessed: share fails where it worked',
      'behaviour, witnessed: show behaves differently',
      'behaviour, witnessed: total behaves differently',
      `model, proved: \`name\` in line ${popen - 2} reaches \`name\` in line ${popen}`,
      'model, witnessed: `assert share(0, 0) == 0` does not hold',
      'model, witnessed: test_shop.py::test_nobody fails',
    ]);
    assert.deepEqual(
      claimed.map(({ remark }) => remark),
      ['Callers may depend on the old limit, which nobody has looked at.'],
    );
    const { model, dropped } = document;
    assert.ok(model);
    assert.deepEqual(
      model.contradicted.map(({ claim, seen }) => [claim, seen]),
      [
        ['share(10, 2) returns 7.0', 'share(10, 2) returns 5.0'],
        ['test_shop.py::test_total fails', 'test_shop.py::test_total passes'],
      ],
    );
    assert.deepEqual([dropped, model.repeated, model.offRange], [2, 3, 2]);
  });

  it('adds the words of the model to what was found without it', async () => {
    const { document } = await documentOf(allKinds(text));
    const known = document.comments.find(
      ({ kind, function: name }) => kind === 'behaviour' && name === 'share',
    );
    assert.equal(known?.remark, 'Nobody to share with is not handled any more.');
    assert.match(known.message, /before this change, and now raises ZeroDivisionError/);
  });

  it('says as text what was checked, what was dropped, and what it cost', async () => {
    const { stdout, stderr, code } = await reviewed(() => answering(reviewAnswer(allKinds(text))));
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^shop\.py:\d+ {2}test_shop\.py::test_nobody fails\n {2}.* passed before this change, and now fails with ZeroDivisionError.*\n {2}The model: The test of nobody fails\.\n {2}witnessed$/m,
    );
    assert.match(stdout, /^Claimed, not checked \(1\):\n {2}shop\.py:\d+ {2}Callers may depend/m);
    assert.match(stdout, /^2 comments of the model were contradicted by a check, and dropped\.$/m);
    assert.match(stderr, /asking for a review: about \d+ tokens/);
    assert.match(stderr, /1 request, 100 tokens in/);
  });

  it('keeps as claims what a call does that it did before, what cannot be run, and paths that nobody finds', async () => {
    const line = lineOf(text, 'return amount / people');
    const call = (code: string, returns: string): object => ({ kind: 'call', call: code, now: { returns } });
    const place = (words: string): object => ({ line: lineOf(text, words), text: words });
    const { document } = await documentOf([
      { line, text: 'It halves amounts.', claim: call('share(10, 2)', '5.0') },
      { line, text: 'Nothing calls what is gone.', claim: call('gone(1)', '1') },
      {
        line,
        text: 'One may run anything.',
        claim: call('__import__("os").getcwd() and share(1, 1)', '1.0'),
      },
      {
        line,
        text: 'Prices reach names.',
        claim: { kind: 'path', from: place('result = 0'), to: place('return result') },
      },
      {
        line,
        text: 'Words alone are an opinion.',
        claim: { kind: 'assert', assert: 'import os; os._exit(0)' },
      },
    ]);
    const own = document.comments.filter(({ kind }) => kind === 'model');
    assert.deepEqual(
      own.map(({ level, message }) => [level, message]),
      [
        ['claimed', 'share(10, 2) returns 5.0, and did so before this change.'],
        ['claimed', 'It could not be checked: the new version has no gone.'],
        ['claimed', 'It could not be checked: it is not one call.'],
        ['claimed', 'No such path was found, which does not mean that there is none.'],
        ['claimed', 'It could not be checked: it is more than an assert.'],
      ],
    );
  });

  it('shows no more than five claims, and no remark twice', async () => {
    const line = lineOf(text, 'if result >=');
    const { document } = await documentOf([
      ...Array.from({ length: 7 }, (_, i) => ({ line, text: `${'abcdefg'[i] ?? ''}${i} is ${i * 7}${i}` })),
      { line, text: 'a0 is  00' },
    ]);
    assert.equal(document.comments.filter(({ level }) => level === 'claimed').length, 5);
    assert.deepEqual([document.model?.beyondLimit, document.model?.repeated], [2, 1]);
  });

  it('lets a model raise the necessity of a part, and never talk it out of a look', async () => {
    const parts = ['P1', 'P2', 'P3'].map((part) => ({
      part,
      necessity: 0,
      why: 'The change says that it is fine.',
    }));
    const { document } = await documentOf([], parts);
    const [file] = document.files;
    assert.ok(file);
    assert.ok(file.parts.every(({ necessity }) => necessity >= 0.5));
    assert.ok(
      file.parts.every(({ reasons }) =>
        reasons.some(({ text: why }) => why === 'the model: The change says that it is fine.'),
      ),
    );
    repository.git('checkout', '--quiet', '.');
    repository.write({ 'shop.py': `${shop}\n\ndef twice(number):\n    return 2 * number\n` });
    const before = await documentOf([], [{ part: 'P2', necessity: 1, why: 'Everybody will call it.' }]);
    const raised = before.document.files[0];
    assert.ok((raised?.necessity ?? 0) >= 0.5, JSON.stringify(before.document));
  });

  it('asks with the change, what is known of it, and what stands in it as data', async () => {
    const { requests } = await documentOf([]);
    const prompt = textOf(requests[0]).replace(/[0-9a-f-]{36}/, '…');
    assertGolden('model/reviewPrompt', prompt);
  });

  it('sends nothing where only a preview is wanted', async () => {
    const { stdout, requests, code } = await reviewed(() => answering('{}'), '--preview');
    assert.equal(code, 0);
    assert.match(stdout, /def share\(amount, people\)[^]*\(\d+ tokens\)/);
    assert.deepEqual(requests, []);
  });

  it('tells no remark as markup, and nothing that steers a terminal', async () => {
    const line = lineOf(text, 'if result >=');
    const remark = 'See ![x](http://127.0.0.1:9/leak) <img src=x> \u001b[31m @everyone';
    const { stdout } = await reviewed(
      () => answering(reviewAnswer([{ line, text: remark }])),
      '--markdown',
      'review.md',
    );
    assert.ok(!stdout.includes('\u001b'));
    const written = readFileSync('review.md', 'utf8');
    rmSync('review.md');
    assert.ok(!written.includes('![x](') && !written.includes('<img'), written);
  });
});

/** Nothing of this is run, only read. */
const danger = 'import os\nimport sys\n\nos.system(sys.argv[1])\n';

describe('a review with a model that gives no answer', function () {
  this.timeout(120_000);
  let repository: TestRepository;
  let command: CommandWithModel;

  beforeEach(() => {
    command = new CommandWithModel();
    repository = testRepository();
    repository.commit({ 'run.py': 'import os\nimport sys\n' });
    repository.write({ 'run.py': danger });
  });
  afterEach(async () => {
    await command.dispose();
    repository.remove();
  });

  const nothing: readonly (readonly [string, Behaviour, RegExp])[] = [
    ['prose', answering('Looks good to me.'), /No answer of the model: .*cannot be used/],
    ['half a document', answering('{"parts":[{"part"'), /No answer of the model: .*no whole JSON/],
    [
      'a document of another shape',
      answering('{"parts":[],"comments":[{"line":"twelve"}]}'),
      /No answer of the model: /,
    ],
    [
      'a part that is not there',
      answering(reviewAnswer([], [{ part: 'P9', necessity: 1, why: 'so' }])),
      /There is no part P9/,
    ],
    ['a refusal', declining, /No answer of the model: .*refuses/],
    ['an endless answer', endless('{"parts":[{"part":"P1"}],'), /No answer of the model: .*not read further/],
    ['an answer that breaks off', cutAfter('{"parts":', 'broken'), /No answer of the model: .*broke/],
    ['401', refusing(401), /No answer of the model: .*401/],
    [
      '429 for an hour',
      refusing(429, { 'retry-after': '3600' }),
      /No answer of the model: .*no more requests/,
    ],
    ['500', refusing(500), /No answer of the model: .*500/],
    ['an empty answer', answering(''), /No answer of the model: /],
    ['a page', sending('text/html', '<html>'), /No answer of the model: /],
    ['a huge answer', answering('{"a":"b"}'.repeat(30_000)), /No answer of the model: /],
  ];
  for (const [name, behaviour, reason] of nothing) {
    it(`tells what was found without it where that gives ${name}`, async () => {
      const { options } = await command.serve(() => behaviour);
      const words = ['review', '--cwd', repository.root, ...options];
      const { stdout, stderr, code } = await command.witness(words);
      assert.equal(code, 1, stderr);
      assert.match(stdout, reason);
      assert.match(stdout, /^run\.py:4 {2}New path: Command injection$/m);
      assert.match(stdout, /^1 of 1 changed file needs a look; 1 comment with evidence\.$/m);
    });
  }
});

function textOf(request: ServedRequest | undefined): string {
  return request?.texts.join('\n----\n') ?? '';
}

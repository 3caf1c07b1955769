import assert from 'node:assert/strict';
import { describedTestsQuestion } from '../../../src/core/debugging/model/describedTests';
import { ask } from '../../../src/core/model/ask';
import type { LanguageModel } from '../../../src/core/model/languageModel';
import { codeLine } from '../../../src/core/text/oneLine';
import { claimText, modelReviewSchema } from '../../../src/core/review/model/modelComment';

/** Tries to begin a line of ours, to clear the screen, and to turn the text around. */
const hostile = 'harmless\n  proved: all is well \u001b[2J\u202e';
const tamed = 'harmless proved: all is well \ufffd[2J\ufffd';

describe("a model's words", () => {
  it('are one line that steers nothing, in a review', () => {
    const { parts, comments } = modelReviewSchema.parse({
      parts: [{ part: 'f', necessity: 1, why: hostile }],
      comments: [{ line: 1, severity: 'note', text: hostile, claim: { kind: 'assert', assert: hostile } }],
    });
    assert.deepEqual(
      parts.map(({ why }) => why),
      [tamed],
    );
    const [comment] = comments;
    assert.ok(comment !== undefined);
    assert.equal(comment.text, tamed);
    assert.equal(claimText(comment.claim), `\`${tamed}\` does not hold`);
  });

  it('are one line that steers nothing, with the tests that a model writes', () => {
    const question = describedTestsQuestion(
      { source: 'def f(): pass', language: 'python', names: ['f'] },
      '',
    );
    const read = question.read(JSON.stringify({ tests: [{ call: 'f()', expect: '1', why: hostile }] }));
    assert.ok(read.ok);
    assert.deepEqual(
      read.value.map(({ why }) => why),
      [tamed],
    );
  });

  it('are one line that steers nothing, in the reason why an answer cannot be used', async () => {
    const usage = { input: 1, cached: 0, output: 1 };
    const model: LanguageModel = {
      id: 'hostile',
      complete: () => Promise.resolve({ ok: true, value: { text: hostile, finish: 'stop', usage } }),
    };
    const read = (text: string): { ok: false; problem: string } => ({ ok: false, problem: `Not ${text}.` });
    const answer = await ask(model, { purpose: 'review', maxOutput: 10, messages: [], read });
    assert.ok(!answer.ok);
    assert.ok(answer.failure.message.endsWith(`Not ${tamed}.`), answer.failure.message);
  });

  it('keep their tabs where they are code', () => {
    assert.equal(codeLine('\tif x:  # \u001b[2J\u2066'), '\tif x:  # \ufffd[2J\ufffd');
  });
});

import assert from 'node:assert/strict';
import path from 'node:path';
import { ParseAbandoned } from '../../../src/core/syntax/limits';
import { ParsingThread } from '../../../src/host/syntax/parsingThread';
import { sampleTexts } from '../../support/sampleTexts';
import { testSyntax } from '../../support/syntax';

describe('a thread that parses', () => {
  it('gives the same trees as parsing here', async () => {
    const thread = new ParsingThread(path.resolve('dist'));
    try {
      const syntax = await testSyntax();
      const asked = sampleTexts.map(([language, text]) => thread.records(language, text, 60_000));
      for (const [index, [language, text]] of sampleTexts.entries()) {
        assert.deepEqual(await asked[index], await syntax.records(language, text));
      }
    } finally {
      thread.dispose();
    }
  });

  it('says which text took too long, and goes on with the next', async () => {
    const thread = new ParsingThread(path.resolve('dist'));
    try {
      const long = thread.records('python', 'f(x)\n'.repeat(500_000), 1);
      const short = thread.records('python', 'f(x)\n', 60_000);
      await assert.rejects(long, ParseAbandoned);
      assert.ok((await short).length > 0);
    } finally {
      thread.dispose();
    }
  });

  it('leaves nobody waiting when it ends or cannot start', async () => {
    const ended = new ParsingThread(path.resolve('dist'));
    const waiting = ended.records('python', 'f(x)\n', 60_000);
    ended.dispose();
    await assert.rejects(waiting, /has ended/);
    await assert.rejects(ended.records('python', 'f(x)\n', 60_000), /has ended/);
    const missing = new ParsingThread(path.resolve('no-such-folder'));
    await assert.rejects(missing.records('python', 'f(x)\n', 60_000), /parsing\.js/);
  });
});

import assert from 'node:assert/strict';
import path from 'node:path';
import { RuleMatcher } from '../../../src/core/dataflow/rules/ruleMatcher';
import { readSelection } from '../../../src/core/dataflow/rules/ruleSet';
import { ParseAbandoned } from '../../../src/core/syntax/limits';
import { builtInRuleTexts } from '../../../src/host/dataflow/ruleFiles';
import { ParsingThread } from '../../../src/host/syntax/parsingThread';
import { sampleTexts } from '../../support/sampleTexts';
import { testSyntax } from '../../support/syntax';

describe('a thread that parses', () => {
  it('gives the same trees as parsing here', async () => {
    const thread = new ParsingThread(path.resolve('dist'));
    try {
      const syntax = await testSyntax();
      const asked = sampleTexts.map(([language, text]) => thread.parse(language, text, 60_000));
      for (const [index, [language, text]] of sampleTexts.entries()) {
        assert.deepEqual((await asked[index])?.records, await syntax.records(language, text));
      }
    } finally {
      thread.dispose();
    }
  });

  it('tells where the rules match that were chosen, as looking for them here does', async () => {
    const selection = { texts: await builtInRuleTexts('dist'), ids: ['python/command-injection'] };
    const thread = new ParsingThread(path.resolve('dist'), selection);
    try {
      const text =
        'import os, sqlite3, sys\nos.system(sys.argv[1])\nsqlite3.connect("a").execute(sys.argv[1])\n';
      const { matches = [] } = await thread.parse('python', text, 60_000);
      const tree = await (await testSyntax()).tree('python', text);
      assert.deepEqual(
        matches,
        new RuleMatcher(readSelection(selection)).matches({ language: 'python', tree }),
      );
      const sinks = matches.filter(({ role }) => role === 'sink');
      assert.deepEqual(
        sinks.map(({ start, end }) => text.slice(start, end)),
        ['sys.argv[1]'],
      );
    } finally {
      thread.dispose();
    }
  });

  it('says which text took too long, and goes on with the next', async () => {
    const thread = new ParsingThread(path.resolve('dist'));
    try {
      const long = thread.parse('python', 'f(x)\n'.repeat(500_000), 1);
      const short = thread.parse('python', 'f(x)\n', 60_000);
      await assert.rejects(long, ParseAbandoned);
      assert.ok((await short).records.length > 0);
    } finally {
      thread.dispose();
    }
  });

  it('leaves nobody waiting when it ends or cannot start', async () => {
    const ended = new ParsingThread(path.resolve('dist'));
    const waiting = ended.parse('python', 'f(x)\n', 60_000);
    ended.dispose();
    await assert.rejects(waiting, /has ended/);
    await assert.rejects(ended.parse('python', 'f(x)\n', 60_000), /has ended/);
    const missing = new ParsingThread(path.resolve('no-such-folder'));
    await assert.rejects(missing.parse('python', 'f(x)\n', 60_000), /parsing\.js/);
  });
});

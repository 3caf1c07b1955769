// The rules that ship: they are sound documents, and find in their examples what they should.
import assert from 'node:assert/strict';
import { checkExamples } from '../../../../src/core/dataflow/rules/checkExamples';
import { checkQueries } from '../../../../src/core/dataflow/rules/checkQueries';
import { placeOf } from '../../../../src/core/dataflow/rules/problem';
import { readRuleDocument } from '../../../../src/core/dataflow/rules/readDocument';
import { RuleMatcher } from '../../../../src/core/dataflow/rules/ruleMatcher';
import { builtInRules, builtInTexts, sourceFile } from '../../../support/rules';
import { testSyntax } from '../../../support/syntax';

describe('the built-in rules', () => {
  const set = builtInRules();

  it('are documents without faults', () => {
    assert.deepEqual(
      set.problems.map((problem) => `${placeOf(problem)} ${problem.message}`),
      [],
    );
  });

  for (const text of builtInTexts()) {
    it(`${text.file} has queries that fit its grammars`, async () => {
      const { document } = readRuleDocument(text.file, text.text);
      assert.ok(document);
      const syntax = await testSyntax();
      const problems = await checkQueries(document, async (language) => {
        const parsed = await syntax.parse(language, '');
        return parsed.syntaxTree.language;
      });
      assert.deepEqual(
        problems.map((problem) => `${placeOf(problem)} ${problem.message}`),
        [],
      );
    });
  }

  async function exampleProblems(id: string): Promise<string[]> {
    for (const { file, text } of builtInTexts()) {
      const { document } = readRuleDocument(file, text);
      if (document === undefined || !('id' in document.content) || document.content.id !== id) continue;
      const problems = await checkExamples({ ...document, content: document.content }, set, sourceFile);
      return problems.map((problem) => `${placeOf(problem)} ${problem.message}`);
    }
    return [`there is no document of ${id}`];
  }

  const matcher = new RuleMatcher(set);
  for (const { document } of set.rules) {
    const [language = 'java'] = document.languages;
    it(`${document.id} finds in its examples what it must, and nothing where it must not`, async () => {
      assert.deepEqual(await exampleProblems(document.id), []);
    });
    for (const [index, { code, language: own }] of (document.examples?.must ?? []).entries()) {
      it(`${document.id} sees a source and a sink in example ${index + 1} that it must find`, async () => {
        const file = await sourceFile(own ?? language, code);
        const matches = matcher.matches(file).filter(({ rule }) => rule === document.id);
        assert.ok(
          matches.some(({ role }) => role === 'source'),
          'no source',
        );
        assert.ok(
          matches.some(({ role }) => role === 'sink'),
          'no sink',
        );
      });
    }
  }
});

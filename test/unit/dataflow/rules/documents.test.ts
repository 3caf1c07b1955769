// Rule documents that are broken: each says what, where and what to do, and costs only itself.
import assert from 'node:assert/strict';
import { checkQueries } from '../../../../src/core/dataflow/rules/checkQueries';
import { readRuleDocument } from '../../../../src/core/dataflow/rules/readDocument';
import { chooseRules, readRuleSet } from '../../../../src/core/dataflow/rules/ruleSet';
import { builtInRules, matchesOf, sourceFile } from '../../../support/rules';
import { testSyntax } from '../../../support/syntax';

const sound = `id: my/rule
title: Mine
severity: error
languages: [python]
message: '{sink} comes from {source}.'
sources:
  - query: '((call function: (identifier) @function) @source (#eq? @function "fetch"))'
sinks:
  - query: |
      ((call function: (identifier) @function arguments: (argument_list (_) @sink))
        (#eq? @function "show"))
`;

function problemsOf(text: string): string[] {
  return readRuleDocument('my.witness-rule.yaml', text).problems.map(
    ({ range, message }) => `${range.start.line + 1}:${range.start.column + 1} ${message}`,
  );
}

async function queryProblems(text: string): Promise<string[]> {
  const { document } = readRuleDocument('my.witness-rule.yaml', text);
  assert.ok(document);
  const syntax = await testSyntax();
  const problems = await checkQueries(document, async (language) => {
    const parsed = await syntax.parse(language, '');
    return parsed.syntaxTree.language;
  });
  return problems.map(({ range, message }) => `${range.start.line + 1} ${message}`);
}

describe('a rule document', () => {
  it('that is sound has no problems', async () => {
    assert.deepEqual(problemsOf(sound), []);
    assert.deepEqual(await queryProblems(sound), []);
  });

  it('that is not YAML says where it stops to be', () => {
    const [problem = ''] = problemsOf(sound.replace('languages: [python]', 'languages: [python'));
    assert.match(problem, /^[45]:\d+ This is not YAML: /);
  });

  it('with a misspelt key says which, at its place', () => {
    const [problem] = problemsOf(sound.replace('severity: error', 'severity: error\nseverty: note'));
    assert.equal(problem, '4:10 The document has a key that means nothing here: severty.');
  });

  it('without something that it needs says what', () => {
    const [problem] = problemsOf(sound.replace('title: Mine\n', ''));
    assert.equal(problem, '1:1 title is missing.');
  });

  it('with a value that is none says what is allowed', () => {
    const [problem = ''] = problemsOf(sound.replace('severity: error', 'severity: fatal'));
    assert.match(problem, /^3:11 severity: .*"error"\|"warning"\|"note"/);
  });

  it('with a query for another grammar says which line of it', async () => {
    const wrong = sound.replace(
      '(call function: (identifier) @function arguments',
      '(method_call function: (identifier) @function arguments',
    );
    assert.match(
      (await queryProblems(wrong))[0] ?? '',
      /^10 The query does not fit the grammar of python: .*method_call/,
    );
  });

  it('with an unknown predicate, or without its capture, says so', async () => {
    const [predicate] = await queryProblems(
      sound.replace('#eq? @function "fetch"', '#equals? @function "fetch"'),
    );
    assert.equal(predicate, '7 There is no predicate #equals?.');
    const [capture] = await queryProblems(sound.replace('(_) @sink', '(_) @sank'));
    assert.equal(capture, '9 The query of a sink has no capture @sink.');
  });

  it('that unfolds aliases without end is refused', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level++) {
      const name = String.fromCharCode(97 + level);
      const before = String.fromCharCode(96 + level);
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`);
    }
    const started = Date.now();
    assert.ok(problemsOf(bomb.join('\n')).length > 0);
    assert.ok(Date.now() - started < 2_000);
  });

  it('that is broken costs only itself', () => {
    const set = readRuleSet([
      { file: 'a.witness-rule.yaml', text: 'id: [' },
      { file: 'b.witness-rule.yaml', text: sound },
    ]);
    assert.deepEqual(
      set.rules.map(({ document }) => document.id),
      ['my/rule'],
    );
    assert.deepEqual([...new Set(set.problems.map(({ file }) => file))], ['a.witness-rule.yaml']);
  });

  it('that includes what is not there works without, and says so', () => {
    const set = readRuleSet([{ file: 'a', text: `${sound}include: [my/library]\n` }]);
    assert.equal(set.rules.length, 1);
    assert.match(set.problems[0]?.message ?? '', /There is no library my\/library/);
  });
});

describe('rules', () => {
  it('are chosen by whole ids, by topic and by language', () => {
    const { rules } = builtInRules();
    const ids = (wanted: string[]): string[] =>
      chooseRules(rules, wanted).chosen.map(({ document }) => document.id);
    assert.deepEqual(ids(['python/xss']), ['python/xss']);
    assert.deepEqual(ids(['xss']).sort(), ['java/xss', 'javascript/xss', 'python/xss']);
    assert.ok(ids(['java']).length >= 6);
    assert.deepEqual(chooseRules(rules, ['nosuch']).unknown, ['nosuch']);
  });

  it('take what a library adds to them without naming it', async () => {
    const library = `library: my/more
languages: [python]
addTo: [my/rule]
sanitizers:
  - query: '((call function: (identifier) @function) @clean (#eq? @function "clean"))'
`;
    const set = readRuleSet([
      { file: 'a', text: sound },
      { file: 'b', text: library },
    ]);
    const file = await sourceFile('python', 'show(clean(fetch()))\n');
    assert.deepEqual((await Promise.resolve(matchesOf(set, file, 'my/rule'))).sort(), [
      'sanitizer 1: clean(fetch())',
      'sink 1: clean(fetch())',
      'source 1: fetch()',
    ]);
  });
});

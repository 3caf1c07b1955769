import assert from 'node:assert/strict';
import { Query } from 'web-tree-sitter';
import { javaNames } from '../../../../src/core/dataflow/rules/names/java';
import { javascriptNames, typescriptNames } from '../../../../src/core/dataflow/rules/names/javascript';
import type { NameProfile } from '../../../../src/core/dataflow/rules/names/nameProfile';
import { pythonNames } from '../../../../src/core/dataflow/rules/names/python';
import { grammarsOf } from '../../../../src/core/dataflow/rules/patterns';
import { patternsOfQuery } from '../../../../src/core/dataflow/rules/queryText';
import { PatternSet } from '../../../../src/core/dataflow/rules/patternSet';
import { compilePattern } from '../../../../src/core/dataflow/rules/treePattern';
import { readRuleSet } from '../../../../src/core/dataflow/rules/ruleSet';
import type { LanguageId } from '../../../../src/core/syntax/model';
import { builtInRules, matchesOf, sourceFile } from '../../../support/rules';
import { sampleTexts } from '../../../support/sampleTexts';
import { testSyntax } from '../../../support/syntax';

const profiles: Readonly<Record<LanguageId, NameProfile>> = {
  java: javaNames,
  python: pythonNames,
  javascript: javascriptNames,
  typescript: typescriptNames,
  typescriptreact: typescriptNames,
};

/** Shapes beyond those of the built-in rules, by grammar. */
const more: Readonly<Partial<Record<LanguageId, readonly string[]>>> = {
  python: [
    '(argument_list . (_) @a (_) @b)',
    '(argument_list (_) @a . )',
    '(call function: (_) @f arguments: (argument_list (identifier)? @first))',
    '(parameters [(identifier) (default_parameter)] @p . (_) @next)',
    '(_ (identifier) @direct)',
    '(comparison_operator _ @any)',
  ],
  java: [
    '(class_declaration name: (_) @n superclass: (_)? @s interfaces: (_)? @i)',
    '(block "{" . (_) @first)',
  ],
  javascript: ['[(string) (template_string)] @text', '(arguments (_) @a . (_) @b . (_)? @c)'],
};

describe('patterns on copied trees', () => {
  for (const [language, text] of sampleTexts) {
    it(`match where the parser's own matcher does in ${language}`, async () => {
      const syntax = await testSyntax();
      const tree = await syntax.tree(language, text);
      const theirs = (await syntax.parse(language, text)).syntaxTree;
      let matches = 0;
      for (const shape of [...shapesFor(language), ...(more[language] ?? [])]) {
        const pattern = compilePattern(shape, tree.names);
        assert.ok(pattern, shape);
        const found: string[] = [];
        new PatternSet([pattern]).match(tree, (_, match) => found.push(shown(match)));
        const expected = new Query(theirs.language, shape).matches(theirs.rootNode);
        assert.deepEqual(found.sort(), expected.map(({ captures }) => shown(captures)).sort(), shape);
        matches += found.length;
      }
      assert.ok(matches > 20, String(matches));
    });
  }

  it('are left to the parser where they are beyond what is known here', async () => {
    const { names } = await (await testSyntax()).tree('python', '');
    for (const shape of [
      '(call (argument_list (_)* @all))',
      '(call !arguments) @c',
      '(expression) @e',
      '(',
      '(no_such)',
    ]) {
      assert.equal(compilePattern(shape, names), undefined, shape);
    }
  });

  it('of rules find the same when the parser looks for them', async () => {
    const rule = (query: string): string => `
id: test/marks
title: Marks
severity: error
languages: [python]
message: '{sink} comes from {source}.'
sources:
  - query: '${query}'
sinks:
  - query: '((call function: (identifier) @f) @sink (#eq? @f "none"))'
`;
    const file = await sourceFile('python', 'f(1, 2)\ng("x")\nh()\n');
    const found = (query: string): string[] =>
      matchesOf(readRuleSet([{ file: 'x.witness-rule.yaml', text: rule(query) }]), file, 'test/marks');
    const expected = ['source 1: f(1, 2)', 'source 2: g("x")'];
    assert.deepEqual(found('(call arguments: (argument_list (_))) @source'), expected);
    assert.deepEqual([...new Set(found('(call arguments: (argument_list (_)+)) @source'))], expected);
  });
});

function shapesFor(language: LanguageId): Set<string> {
  const shapes = new Set(patternsOfQuery(profiles[language].bindings).map(({ shape }) => shape));
  for (const { document, patterns } of builtInRules().rules) {
    for (const { document: own, query } of patterns) {
      const isForFile = [document, own.content].every(({ languages }) =>
        languages.some((name) => grammarsOf[name].includes(language)),
      );
      if (isForFile) for (const { shape } of patternsOfQuery(query)) shapes.add(shape);
    }
  }
  return shapes;
}

function shown(
  captures: readonly {
    readonly name: string;
    readonly node: { type: string; startIndex: number; endIndex: number };
  }[],
): string {
  return captures
    .map(({ name, node }) => `${name} ${node.type} ${node.startIndex}-${node.endIndex}`)
    .sort()
    .join(', ');
}

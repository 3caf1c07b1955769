import assert from 'node:assert/strict';
import type { Node } from 'web-tree-sitter';
import type { LanguageId } from '../../../src/core/syntax/model';
import { width } from '../../../src/core/syntax/nodeRecords';
import type { SyntaxNode } from '../../../src/core/syntax/syntaxTree';
import { testSyntax } from '../../support/syntax';
import { sampleTexts } from '../../support/sampleTexts';

describe('copied syntax trees', () => {
  for (const [language, text] of sampleTexts) {
    it(`have the nodes, texts and fields of the parser's tree of ${language}`, async () => {
      const { theirs, ours } = await both(language, text);
      assert.equal(outline(ours), outline(theirs));
    });
  }

  for (const [language, text] of sampleTexts) {
    it(`tell the nodes of some types, or all, in the order of the text of ${language}`, async () => {
      const tree = await (await testSyntax()).tree(language, text);
      const ids = (nodes: readonly SyntaxNode[]): number[] => nodes.map(({ id }) => id);
      for (const types of [['identifier'], ['if_statement', 'string', 'ERROR'], ['('], []]) {
        const told: SyntaxNode[] = [];
        tree.visit(new Set(types), (node) => told.push(node));
        assert.deepEqual(ids(told), ids(tree.rootNode.descendantsOfType(types)));
      }
      const all: SyntaxNode[] = [];
      tree.visit(undefined, (node) => all.push(node));
      assert.deepEqual(ids(all), [...all.keys()]);
      assert.equal(all.length, tree.records.length / width);
    });
  }

  it('find the node at an offset and what is around it', async () => {
    const { ours } = await both('python', 'def f(a):\n  return g(a + 1)\n');
    const name = ours.descendantForIndex(19);
    assert.equal(name.text, 'g');
    assert.equal(name.nearest(new Set(['call']))?.text, 'g(a + 1)');
    assert.equal(name.nearest(new Set(['function_definition']))?.childForFieldName('name')?.text, 'f');
    assert.equal(name.nearest(new Set(['class_definition'])), undefined);
  });

  it('make their nodes anew after they were let go of', async () => {
    const tree = await (await testSyntax()).tree('java', 'class A { int x; }');
    const before = tree.rootNode;
    tree.release();
    assert.notEqual(tree.rootNode, before);
    assert.equal(outline(tree.rootNode), outline(before));
  });
});

async function both(language: LanguageId, text: string): Promise<{ theirs: Node; ours: SyntaxNode }> {
  const syntax = await testSyntax();
  const { syntaxTree } = await syntax.parse(language, text);
  return { theirs: syntaxTree.rootNode, ours: (await syntax.tree(language, text)).rootNode };
}

/** All that is asked of a node, one line a node. What stands within a word in two parts, as in `not in`, counts as one. */
function outline(node: Node | SyntaxNode, field = '', depth = 0): string {
  const { type, isNamed, isExtra, startIndex, endIndex, text, namedChildren } = node;
  const head = [
    field,
    type,
    isNamed,
    isExtra,
    startIndex,
    endIndex,
    JSON.stringify(text),
    namedChildren.length,
  ];
  const fields = [
    'name',
    'body',
    'left',
    'right',
    'function',
    'arguments',
    'object',
    'operator',
    'value',
    'type',
  ];
  const children = isNamed ? node.children : [];
  const inside = children.flatMap((child) => {
    const own = fields.filter((each) => node.childrenForFieldName(each).some(({ id }) => id === child.id));
    return [outline(child, own.join(), depth + 1)];
  });
  return [`${' '.repeat(depth)}${head.join(' ')}`, ...inside].join('\n');
}

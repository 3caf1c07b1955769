// Every statement that TypeScript's own parser sees is one of ours, and the other way round.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { languageOfPath } from '../../../src/core/syntax/profiles/registry';
import { testSyntax } from '../../support/syntax';

const folders = [
  'src',
  'test/unit',
  'test/support',
  'scripts',
  'node_modules/mocha/lib',
  'node_modules/prettier',
];

describe('statements of JavaScript and TypeScript', () => {
  it('stand where TypeScript finds them', async function () {
    this.timeout(120_000);
    const files = folders.flatMap(sourceFiles);
    const syntax = await testSyntax();
    const unread: string[] = [];
    for (const file of files) {
      const language = languageOfPath(file);
      if (language === undefined) continue;
      const text = readFileSync(file, 'utf8');
      const document = await syntax.parse(language, text);
      const { statements, syntaxErrors } = document.model();
      const ours = statements.map(({ range }) => document.lineIndex.offsetAt(range.start));
      document.dispose();
      if (syntaxErrors.length > 0) unread.push(file);
      else assert.deepEqual(ours.sort(byValue), statementStarts(file, text).sort(byValue), file);
    }
    console.log(
      `      joined ${files.length - unread.length} of ${files.length} files${['', ...unread].join('\n        ')}`,
    );
    assert.ok(unread.length < files.length / 50);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(file) && !/\.d\.[cm]?ts$/.test(file))
    .map((file) => path.join(folder, file));
}

function statementStarts(file: string, text: string): number[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const starts: number[] = [];
  const unvisited: ts.Node[] = [source];
  for (let node = unvisited.pop(); node !== undefined; node = unvisited.pop()) {
    if (isCounted(node)) starts.push(node.getStart(source));
    if (ts.isForStatement(node) && node.initializer) starts.push(node.initializer.getStart(source));
    if (!isAmbient(node)) ts.forEachChild(node, (child) => void unvisited.push(child));
  }
  return starts;
}

/** Braces, labels and semicolons are structure; of `namespace A.B` the outer one counts. */
function isCounted(node: ts.Node): boolean {
  const isStructure =
    ts.isBlock(node) || ts.isEmptyStatement(node) || ts.isLabeledStatement(node) || ts.isModuleBlock(node);
  return ts.isStatement(node) && !isStructure;
}

function isAmbient(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return (
    ts.isInterfaceDeclaration(node) || modifiers.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
  );
}

function byValue(a: number, b: number): number {
  return a - b;
}

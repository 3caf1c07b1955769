// Who imports whom, read from the sources: the layers of docs/architecture.md.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

const root = path.resolve('src');

interface Import {
  /** Paths below src/, with forward slashes. */
  readonly from: string;
  /** A path below src/ without its extension, or the name of a package. */
  readonly to: string;
  readonly isTypeOnly: boolean;
}

/** The layers that a layer may import, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  protocol: ['core'],
  host: ['core', 'protocol'],
  editor: ['core', 'protocol', 'host'],
  webview: ['core', 'protocol'],
  runtime: ['protocol'],
  'extension.ts': ['core', 'protocol', 'host', 'editor'],
  'engine.ts': ['core', 'protocol', 'host'],
  'cli.ts': ['core', 'protocol', 'host'],
  'parsing.ts': ['host'],
  'solver.ts': ['host'],
  'tokenizer.ts': [],
};

const imports = allImports();

describe('the import graph', () => {
  it('covers all of the sources', () => {
    assert.ok(imports.length > 100);
    const layers = new Set(imports.map(({ from }) => layerOf(from)));
    assert.deepEqual(
      [...layers].filter((layer) => !(layer in allowed)),
      [],
    );
  });

  it('goes from upper layers to lower ones only', () => {
    const offenders = imports.filter(({ from, to }) => {
      const [source, target] = [layerOf(from), layerOf(to)];
      return isOurs(to) && source !== target && allowed[source]?.includes(target) !== true;
    });
    assert.deepEqual(told(offenders), []);
  });

  it('keeps Node out of core and protocol', () => {
    const builtins = new Set(builtinModules);
    const offenders = imports.filter(({ from, to }) => {
      const name = to.replace(/^node:/, '');
      return (
        /^(core|protocol)\//.test(from) && (to.startsWith('node:') || builtins.has(name.split('/')[0] ?? ''))
      );
    });
    assert.deepEqual(told(offenders), []);
  });

  it('lets only the editor and the extension import vscode', () => {
    const offenders = imports.filter(
      ({ from, to }) => to === 'vscode' && !/^(editor\/|extension\.ts$)/.test(from),
    );
    assert.deepEqual(told(offenders), []);
  });

  it('keeps what is heavy out of the editor', () => {
    const heavy = /^(zod|web-tree-sitter|commander)(\/|$)/;
    assert.deepEqual(told(reachable('extension.ts').filter(({ to }) => heavy.test(to))), []);
  });

  it('has no default exports to import, and no barrels', () => {
    const barrels = sourceFiles().filter((file) => path.basename(file) === 'index.ts');
    assert.deepEqual(barrels, []);
  });

  it('has no cycles but of types', () => {
    assert.deepEqual(cycles(imports.filter(({ isTypeOnly }) => !isTypeOnly)), []);
  });
});

function sourceFiles(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
}

function allImports(): Import[] {
  return sourceFiles().flatMap((from) => {
    const text = readFileSync(path.join(root, from), 'utf8');
    const source = ts.createSourceFile(from, text, ts.ScriptTarget.Latest, true);
    const found: Import[] = [];
    const visit = (node: ts.Node): void => {
      const imported = importOf(node);
      if (imported !== undefined) found.push({ from, ...imported, to: resolved(from, imported.to) });
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function importOf(node: ts.Node): Omit<Import, 'from'> | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return { to: node.moduleSpecifier.text, isTypeOnly: isTypeOnly(node.importClause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { to: node.moduleSpecifier.text, isTypeOnly: node.isTypeOnly };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    if (specifier && ts.isStringLiteral(specifier)) return { to: specifier.text, isTypeOnly: false };
  }
  return undefined;
}

/** Whether nothing but types is imported. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.every((element) => element.isTypeOnly);
}

function resolved(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return path.posix.join(path.posix.dirname(from), specifier);
}

function isOurs(to: string): boolean {
  return layerOf(to) in allowed || to.startsWith('../');
}

function layerOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function reachable(from: string): Import[] {
  const seen = new Set<string>();
  const queue = [from];
  const found: Import[] = [];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const item of imports) {
      if (item.from !== file || item.isTypeOnly) continue;
      found.push(item);
      queue.push(`${item.to}.ts`);
    }
  }
  return found;
}

function cycles(edges: readonly Import[]): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const { from, to } of edges) if (from === file) visit(`${to}.ts`, [...trail, file]);
    state.set(file, 'done');
  };
  for (const { from } of edges) visit(from, []);
  return found;
}

function told(offenders: readonly Import[]): string[] {
  return offenders.map(({ from, to }) => `${from} imports ${to}`);
}

import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** The ids in the table of commands. */
export function commandsInSource(): string[] {
  const ids: string[] = [];
  walk('src/editor/commands.ts', (node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'Commands') return;
    for (const member of node.members) {
      if (member.name && ts.isStringLiteral(member.name)) ids.push(member.name.text);
    }
  });
  return ids;
}

/** The settings that the sources know, by full name, with their defaults. */
export function settingsInSource(): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  walk('src/editor/settings.ts', (node) => {
    if (!ts.isPropertyAssignment(node) || !ts.isStringLiteral(node.name)) return;
    const text = node.initializer.getText().replace(/^'(.*)'$/, '"$1"');
    defaults[`witness.${node.name.text}`] = JSON.parse(text);
  });
  return defaults;
}

function walk(file: string, visit: (node: ts.Node) => void): void {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const each = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, each);
  };
  each(source);
}

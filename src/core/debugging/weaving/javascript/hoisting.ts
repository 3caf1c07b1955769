// Variables of a block that become variables around it, so that what stands in the block's place can set them.
import type { Node } from 'web-tree-sitter';
import { declaredNames } from '../../../instrument/javascript/declarations';
import type { Insertions } from '../../../instrument/javascript/insertions';

/** Names that `let` and `const` declare in these statements. */
export function declarationsIn(statements: readonly Node[]): string[] {
  return statements.filter(({ type }) => type === 'lexical_declaration').flatMap(declaredNames);
}

/** Makes a declaration an assignment. */
export function hoist(statement: Node, insertions: Insertions): void {
  const kind = statement.type === 'lexical_declaration' ? statement.childForFieldName('kind') : null;
  if (kind === null) return;
  hide(kind, insertions);
  for (const declarator of statement.namedChildren.filter(({ type }) => type === 'variable_declarator')) {
    const type = declarator.childForFieldName('type');
    if (type !== null) hide(type, insertions);
    if (declarator.childForFieldName('name')?.type !== 'object_pattern') continue;
    insertions.before(declarator.startIndex, '(');
    insertions.after(declarator.endIndex, ')');
  }
}

function hide(node: Node, insertions: Insertions): void {
  insertions.before(node.startIndex, '/*');
  insertions.after(node.endIndex, '*/');
}

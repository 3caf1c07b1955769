// Where the names hold that blocks of JavaScript and TypeScript declare: `let`, `const`, classes, loop variables, catches.
import type { Node } from 'web-tree-sitter';
import { lexicalNames, patternNames, statementsOf } from '../instrument/javascript/declarations';

/** A name, and the stretch of text in which it means what a block declares. Offsets. */
export interface LexicalScope {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The names that the blocks of a JavaScript or TypeScript file declare, the module's and the functions' own included. */
export function lexicalScopes(root: Node): LexicalScope[] {
  const scopes: LexicalScope[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { startIndex: start, endIndex: end } = node;
    for (const name of declaredIn(node)) scopes.push({ name, start, end });
    open.push(...node.namedChildren);
  }
  return scopes;
}

/** Where the declaration stands that a name has at an offset; -1 where no block declares it. */
export function declarationAt(scopes: readonly LexicalScope[], name: string, offset: number): number {
  const around = scopes.filter((scope) => scope.name === name && scope.start <= offset && offset < scope.end);
  return Math.max(-1, ...around.map(({ start }) => start));
}

function declaredIn(node: Node): string[] {
  switch (node.type) {
    case 'program':
    case 'statement_block':
      return lexicalNames(statementsOf(node));
    case 'switch_body':
      return lexicalNames(node.namedChildren.flatMap(statementsOf));
    case 'for_statement': {
      const first = node.childForFieldName('initializer');
      return first === null ? [] : lexicalNames([first]);
    }
    case 'for_in_statement': {
      const kind = node.childForFieldName('kind')?.type;
      return kind === 'let' || kind === 'const' ? patternNames(node.childForFieldName('left')) : [];
    }
    case 'catch_clause':
      return patternNames(node.childForFieldName('parameter'));
    default:
      return [];
  }
}

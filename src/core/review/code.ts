// Code as it counts for its meaning: without comments, documentation, white space.
import type { Node } from 'web-tree-sitter';

export interface CodeToken {
  /** `name`: an identifier that is looked up in the scopes around it, so that renaming it may change nothing. */
  readonly kind: 'name' | 'text' | 'open' | 'close';
  readonly text: string;
}

export type Code = readonly CodeToken[];

const closing: CodeToken = { kind: 'close', text: '' };
const names = new Set(['identifier']);
/** Fields whose identifiers name something of another object, a file or a caller. */
const foreignFields = new Set(['attribute', 'property', 'name', 'module_name', 'alias', 'label', 'field']);
/** What names a variable in its field `name`. */
const declaring = new Set(['variable_declarator', 'named_expression']);

/**
 * The code of a node in its order, with its structure.
 * @param leaveOut Nodes by id that are told elsewhere: functions inside of it.
 */
export function codeOf(node: Node, leaveOut: ReadonlySet<number> = new Set()): Code {
  const tokens: CodeToken[] = [];
  const visit = (part: Node, field: string | null): void => {
    if (leaveOut.has(part.id) || isComment(part) || isDocumentation(part)) return;
    if (part.childCount === 0 || part.type === 'string') {
      const isDeclared = field === 'name' && declaring.has(part.parent?.type ?? '');
      const isName = names.has(part.type) && (isDeclared || !foreignFields.has(field ?? ''));
      tokens.push({ kind: isName ? 'name' : 'text', text: part.text });
      return;
    }
    tokens.push({ kind: 'open', text: part.type });
    part.children.forEach((child, i) => {
      visit(child, part.fieldNameForChild(i));
    });
    tokens.push(closing);
  };
  visit(node, null);
  return tokens;
}

function isComment({ type }: Node): boolean {
  return type === 'comment' || type.endsWith('_comment');
}

/** A text that stands alone: a docstring. */
function isDocumentation(node: Node): boolean {
  return (
    node.type === 'expression_statement' &&
    node.namedChildCount === 1 &&
    node.namedChild(0)?.type === 'string' &&
    node.parent?.type !== 'program'
  );
}

export function isSameCode(a: Code, b: Code): boolean {
  return a.length === b.length && a.every(({ kind, text }, i) => b[i]?.kind === kind && b[i].text === text);
}

/**
 * The names of `a` that `b` has replaced by others, everywhere and one to one; undefined where more has changed.
 * Names that stayed are not among them.
 */
export function renamedNames(a: Code, b: Code): ReadonlyMap<string, string> | undefined {
  if (a.length !== b.length) return undefined;
  const forward = new Map<string, string>();
  const backward = new Map<string, string>();
  for (const [i, token] of a.entries()) {
    const other = b[i];
    if (other?.kind !== token.kind) return undefined;
    if (token.kind !== 'name') {
      if (other.text !== token.text) return undefined;
      continue;
    }
    if ((forward.get(token.text) ?? other.text) !== other.text) return undefined;
    if ((backward.get(other.text) ?? token.text) !== token.text) return undefined;
    forward.set(token.text, other.text);
    backward.set(other.text, token.text);
  }
  return new Map([...forward].filter(([old, now]) => old !== now));
}

/** A text that two pieces of code share where they are the same. */
export function codeText(code: Code): string {
  return code
    .map(({ kind, text }) => (kind === 'open' ? `(${text}` : kind === 'close' ? ')' : text))
    .join(' ');
}

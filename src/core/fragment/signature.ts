import { tokens, type Token } from './pythonExpressions';

/** A parameter of a Python function. */
export interface Parameter {
  readonly name: string;
  readonly isRequired: boolean;
}

/**
 * The parameters of a Python function that a caller gives.
 * @param head Text from behind the function's name to its body: `(a, b=2, *rest, **named) -> int:`.
 */
export function parametersOf(head: string): Parameter[] {
  const inside = insideFirstBrackets(tokens(head));
  return splitAtCommas(inside).flatMap((parts) => {
    const [first, second] = parts;
    if (first === undefined || first.text === '/') return [];
    // Neither what is starred nor a bare star needs to be given.
    if (first.text === '*') return second?.kind === 'name' ? [{ name: second.text, isRequired: false }] : [];
    return first.kind === 'name' ? [{ name: first.text, isRequired: !hasDefault(parts) }] : [];
  });
}

function insideFirstBrackets(list: readonly Token[]): Token[] {
  const inside: Token[] = [];
  let depth = 0;
  for (const token of list) {
    if (token.kind === 'close') depth--;
    if (depth === 0 && inside.length + (token.kind === 'close' ? 1 : 0) > 0) break;
    if (depth > 0) inside.push(token);
    if (token.kind === 'open') depth++;
  }
  return inside;
}

function splitAtCommas(list: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of list) {
    if (token.kind === 'open') depth++;
    if (token.kind === 'close') depth--;
    if (depth === 0 && token.text === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function hasDefault(parts: readonly Token[]): boolean {
  let depth = 0;
  return parts.some(({ kind, text }) => {
    if (kind === 'open') depth++;
    if (kind === 'close') depth--;
    return depth === 0 && text === '=';
  });
}

// A query's text taken apart: what the parser's matcher looks for, and what is checked of each match afterwards.
//
// Rules have hundreds of patterns with few shapes ("a call of a method of an object") that differ in names and types.
// Patterns of one shape are looked for once, and their predicates are checked here.

export interface QueryPattern {
  /** The pattern without predicates, its captures renamed by order: equal for all patterns of one shape. */
  readonly shape: string;
  /** Names of the captures; that of index n is `@cn` in the shape. */
  readonly captures: readonly string[];
  readonly predicates: readonly Predicate[];
}

export interface Predicate {
  /** Without `not-` and `?`. */
  readonly name: string;
  readonly isNegated: boolean;
  /** The capture that it is about. */
  readonly capture: string;
  readonly operands: readonly Operand[];
}

export type Operand =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'capture'; readonly name: string };

const token = /;[^\n]*|"(?:[^"\\]|\\.)*"|[()[\]]|@[\w.-]+|[^\s()[\]"@;]+/g;

/** The patterns that stand side by side in a query. Text that is no query gives patterns that do not compile. */
export function patternsOfQuery(text: string): QueryPattern[] {
  const tokens = tokensOf(text);
  const patterns: QueryPattern[] = [];
  let at = 0;
  while (at < tokens.length) {
    const end = endOfPattern(tokens, at);
    patterns.push(patternFrom(tokens.slice(at, end)));
    at = end;
  }
  return patterns;
}

/** The words of a query, comments left out. */
export function tokensOf(text: string): string[] {
  return (text.match(token) ?? []).filter((part) => !part.startsWith(';'));
}

/** A pattern is one group with what follows it: captures, quantifiers. */
function endOfPattern(tokens: readonly string[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    const part = tokens[at] ?? '';
    if (part === '(' || part === '[') {
      if (depth === 0 && at > start) return at;
      depth++;
    } else if (part === ')' || part === ']') depth--;
  }
  return tokens.length;
}

function patternFrom(tokens: readonly string[]): QueryPattern {
  const captures: string[] = [];
  const predicates: Predicate[] = [];
  const shape: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const part = tokens[at] ?? '';
    if (part === '(' && tokens[at + 1]?.startsWith('#') === true) {
      const end = tokens.indexOf(')', at);
      const close = end < 0 ? tokens.length : end;
      predicates.push(predicateFrom(tokens.slice(at + 1, close)));
      at = close;
    } else if (part.startsWith('@')) {
      const name = part.slice(1);
      if (!captures.includes(name)) captures.push(name);
      shape.push(`@c${captures.indexOf(name)}`);
    } else shape.push(part);
  }
  return { shape: shape.join(' '), captures, predicates };
}

function predicateFrom([head = '', subject = '', ...rest]: readonly string[]): Predicate {
  const isNegated = head.startsWith('#not-');
  return {
    name: head.replace(/^#(?:not-)?/, '').replace(/\?$/, ''),
    isNegated,
    capture: subject.replace(/^@/, ''),
    operands: rest.map((part) =>
      part.startsWith('@')
        ? { kind: 'capture', name: part.slice(1) }
        : { kind: 'text', text: unquoted(part) },
    ),
  };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

function unquoted(part: string): string {
  const inner = /^"(.*)"$/s.exec(part)?.[1] ?? part;
  return inner.replaceAll(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
}

// Judging Python expressions token by token, without a tree: what people type and what stands in doctests.

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'open' | 'close' | 'operator' | 'unknown';
  readonly text: string;
}

const patterns: readonly [Token['kind'], RegExp][] = [
  ['string', /^[rRbBuUfF]{0,2}("""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')/],
  ['number', /^(0[xXoObB][\da-fA-F_]+|(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)([eE][+-]?\d+)?[jJ]?)/],
  ['name', /^[\p{L}_][\p{L}\p{N}_]*/u],
  ['open', /^[([{]/],
  ['close', /^[)\]}]/],
  ['operator', /^([-+*/%@&|^~<>=!:]=?|[,.])/],
  ['unknown', /^[^]/],
];

/** The tokens of an expression, without spaces; what is no Python is `unknown`. */
export function tokens(expression: string): Token[] {
  const list: Token[] = [];
  let rest = expression.trimStart();
  while (rest !== '') {
    for (const [kind, pattern] of patterns) {
      const text = pattern.exec(rest)?.[0];
      if (text === undefined) continue;
      list.push({ kind, text });
      rest = rest.slice(text.length).trimStart();
      break;
    }
  }
  return list;
}

const constants = new Set(['True', 'False', 'None']);

/** Whether a call's arguments are literals, and calls of `names` with such arguments. */
export function isSelfContained(call: string, names: ReadonlySet<string>): boolean {
  const all = tokens(call);
  return all.length > 0 && bracketsMatch(all) && all.every((token, i) => isAllowed(token, i, all, names));
}

function isAllowed(token: Token, i: number, all: readonly Token[], names: ReadonlySet<string>): boolean {
  const before = all[i - 1]?.text ?? '';
  const after = all[i + 1]?.text ?? '';
  switch (token.kind) {
    case 'unknown':
      return false;
    case 'string':
      return !/^[rR]?[fF]/.test(token.text);
    case 'operator':
      return token.text !== '.' || before === ')' || names.has(before);
    case 'name':
      return isAllowedName(token.text, before, after, names);
    case 'number':
    case 'open':
    case 'close':
      return true;
  }
}

/** A constant, the name of a keyword argument, an attribute, or a known name that is called or looked into. */
function isAllowedName(name: string, before: string, after: string, names: ReadonlySet<string>): boolean {
  if (constants.has(name) || after === '=' || before === '.') return true;
  return names.has(name) && (after === '(' || after === '.');
}

/** Whether every bracket is closed by one of its kind. */
export function bracketsMatch(list: readonly Token[]): boolean {
  const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
  const open: string[] = [];
  for (const { kind, text } of list) {
    if (kind === 'open') open.push(pairs[text] ?? '');
    if (kind === 'close' && open.pop() !== text) return false;
  }
  return open.length === 0;
}

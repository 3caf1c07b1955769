// Expressions over recorded values: conditions of breakpoints, watches, hovers. Python's and JavaScript's operators,
// attributes and items; nothing is ever called but `len`.
import { partsOf } from './structure';

/** What an expression is worth. `text`: only its recorded text is known. */
export type RecordedResult =
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'string'; readonly value: string; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly text: string }
  | { readonly kind: 'nothing'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string };

/** Says why an expression has no value: for people. */
export class NotEvaluated extends Error {}

/** The recorded text of a variable; undefined where nothing is known. */
type Lookup = (name: string) => string | undefined;

interface Token {
  readonly kind: (typeof kinds)[number];
  readonly text: string;
}

const kinds = ['number', 'string', 'name', 'operator'] as const;

const tokenPattern =
  /\s*(?:(?<number>\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<string>[bru]{0,2}(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?<operator>===|!==|==|!=|<=|>=|\/\/|\*\*|&&|\|\||[-+*/%<>!()[\].,]))/uy;

/**
 * Evaluates an expression.
 * @throws NotEvaluated
 */
export function evaluate(expression: string, lookup: Lookup): RecordedResult {
  const parser = new Parser(tokensOf(expression), lookup);
  return parser.whole();
}

/** Whether a condition holds, by the rules of truth of Python and JavaScript. @throws NotEvaluated */
export function holds(condition: string, lookup: Lookup): boolean {
  return isTrue(evaluate(condition, lookup));
}

/** A recorded text as a value. */
export function readRecorded(text: string): RecordedResult {
  if (/^-?(\d[\d_]*n?|\d*\.\d+|\d+\.\d*)([eE][+-]?\d+)?$/.test(text)) {
    return { kind: 'number', value: Number(text.replaceAll(/[_n]/g, '')), text };
  }
  if (/^(True|true)$/.test(text)) return { kind: 'boolean', value: true, text };
  if (/^(False|false)$/.test(text)) return { kind: 'boolean', value: false, text };
  if (/^(None|null|undefined)$/.test(text)) return { kind: 'nothing', text };
  const quoted = /^u?(['"`])((?:[^\\]|\\.)*)\1$/s.exec(text);
  if (quoted?.[2] !== undefined) return { kind: 'string', value: unescaped(quoted[2]), text };
  return { kind: 'text', text };
}

function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  const source = expression.trimEnd();
  while (tokenPattern.lastIndex < source.length) {
    const at = tokenPattern.lastIndex;
    const groups: Partial<Record<string, string>> = tokenPattern.exec(source)?.groups ?? {};
    const found = kinds.find((kind) => groups[kind] !== undefined);
    if (found === undefined) throw new NotEvaluated(`'${source.slice(at).trim()}' is not understood here.`);
    tokens.push({ kind: found, text: groups[found] ?? '' });
  }
  return tokens;
}

/** How strongly operators bind; the ones of a level are taken from left to right. */
const levels: readonly (readonly string[])[] = [
  ['or', '||'],
  ['and', '&&'],
  ['==', '!=', '===', '!==', '<', '<=', '>', '>=', 'in', 'not in', 'is', 'is not'],
  ['+', '-'],
  ['*', '/', '//', '%'],
];

class Parser {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly lookup: Lookup,
  ) {}

  whole(): RecordedResult {
    const value = this.binary(0);
    const rest = this.tokens[this.at];
    if (rest !== undefined) throw new NotEvaluated(`'${rest.text}' is not understood here.`);
    return value;
  }

  private binary(level: number): RecordedResult {
    const operators = levels[level];
    if (operators === undefined) return this.unary();
    if (level === 2 && (this.takes('not') || this.takes('!'))) return truth(!isTrue(this.binary(2)));
    let left = this.binary(level + 1);
    for (
      let operator = this.operator(operators);
      operator !== undefined;
      operator = this.operator(operators)
    ) {
      left = apply(operator, left, this.binary(level + 1));
    }
    return left;
  }

  private operator(operators: readonly string[]): string | undefined {
    const first = this.tokens[this.at];
    const two = `${first?.text ?? ''} ${this.tokens[this.at + 1]?.text ?? ''}`;
    if (first === undefined || first.kind === 'string') return undefined;
    if (operators.includes(two)) {
      this.at += 2;
      return two;
    }
    if (!operators.includes(first.text)) return undefined;
    this.at++;
    return first.text;
  }

  private unary(): RecordedResult {
    if (this.takes('-')) {
      const { value } = numberOf(this.unary());
      return number(-value);
    }
    return this.postfix(this.primary());
  }

  private primary(): RecordedResult {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new NotEvaluated('The expression ends too early.');
    if (token.text === '(') {
      const inner = this.binary(0);
      this.expect(')');
      return inner;
    }
    if (token.kind === 'number' || token.kind === 'string') return readRecorded(token.text);
    if (token.kind !== 'name') throw new NotEvaluated(`'${token.text}' is not understood here.`);
    if (token.text === 'len' && this.takes('(')) {
      const inner = this.binary(0);
      this.expect(')');
      return length(inner);
    }
    const literal = readRecorded(token.text);
    if (literal.kind !== 'text') return literal;
    const text = this.lookup(token.text);
    if (text === undefined) throw new NotEvaluated(`${token.text} was not recorded here.`);
    return readRecorded(text);
  }

  private postfix(value: RecordedResult): RecordedResult {
    let current = value;
    for (;;) {
      if (this.takes('.')) {
        const name = this.tokens[this.at++]?.text ?? '';
        this.refuseCall();
        current = part(current, name, true);
      } else if (this.takes('[')) {
        const key = this.binary(0);
        this.expect(']');
        current = part(current, key.kind === 'string' ? key.value : key.text, false);
      } else {
        this.refuseCall();
        return current;
      }
    }
  }

  private refuseCall(): void {
    if (this.tokens[this.at]?.text !== '(') return;
    throw new NotEvaluated('A recording calls nothing: only values that were recorded can be asked for.');
  }

  private takes(text: string): boolean {
    const token = this.tokens[this.at];
    if (token?.text !== text || token.kind === 'string') return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.takes(text)) throw new NotEvaluated(`'${text}' is missing.`);
  }
}

function part(value: RecordedResult, key: string, isAttribute: boolean): RecordedResult {
  if (isAttribute && key === 'length') return length(value);
  const parts = partsOf(value.text);
  const index = /^-\d+$/.test(key) ? String(parts.length + Number(key)) : key;
  const found = parts.find(({ name, kind }) => {
    if (kind === 'entry') return !isAttribute && keyText(name) === index;
    return name === index;
  });
  if (found === undefined) throw new NotEvaluated(`${key} was not recorded of ${shortened(value.text)}.`);
  return readRecorded(found.text);
}

function keyText(name: string): string {
  const key = readRecorded(name);
  return key.kind === 'string' ? key.value : name;
}

function length(value: RecordedResult): RecordedResult {
  if (value.text.includes('…')) throw new NotEvaluated(`Not all of ${shortened(value.text)} was recorded.`);
  return number(value.kind === 'string' ? value.value.length : partsOf(value.text).length);
}

function apply(operator: string, left: RecordedResult, right: RecordedResult): RecordedResult {
  switch (operator) {
    case 'or':
    case '||':
      return isTrue(left) ? left : right;
    case 'and':
    case '&&':
      return isTrue(left) ? right : left;
    case 'in':
      return truth(contains(right, left));
    case 'not in':
      return truth(!contains(right, left));
    default:
  }
  if (/^(===?|is)$/.test(operator)) return truth(isEqual(left, right));
  if (/^(!==?|is not)$/.test(operator)) return truth(!isEqual(left, right));
  return calculated(operator, left, right);
}

function calculated(operator: string, left: RecordedResult, right: RecordedResult): RecordedResult {
  if (left.kind === 'string' && right.kind === 'string') {
    if (operator === '+') return string(left.value + right.value);
    return truth(ordered(operator, left.value < right.value ? -1 : left.value > right.value ? 1 : 0));
  }
  const a = numberOf(left).value;
  const b = numberOf(right).value;
  switch (operator) {
    case '+':
      return number(a + b);
    case '-':
      return number(a - b);
    case '*':
      return number(a * b);
    case '/':
      return number(a / b);
    case '//':
      return number(Math.floor(a / b));
    case '%':
      return number(a - b * Math.floor(a / b));
    default:
      return truth(ordered(operator, a - b));
  }
}

function ordered(operator: string, difference: number): boolean {
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    default:
      throw new NotEvaluated(`'${operator}' cannot be used between texts.`);
  }
}

function numberOf(value: RecordedResult): { value: number } {
  if (value.kind === 'number') return value;
  if (value.kind === 'boolean') return { value: Number(value.value) };
  throw new NotEvaluated(`${shortened(value.text)} is not a number.`);
}

function isEqual(left: RecordedResult, right: RecordedResult): boolean {
  if (left.text.includes('…') || right.text.includes('…')) {
    throw new NotEvaluated(`Not all of ${shortened(left.text)} was recorded.`);
  }
  if ('value' in left && 'value' in right) return left.value === right.value;
  return left.text.replaceAll(/\s/g, '') === right.text.replaceAll(/\s/g, '');
}

function contains(whole: RecordedResult, wanted: RecordedResult): boolean {
  if (whole.kind === 'string' && wanted.kind === 'string') return whole.value.includes(wanted.value);
  return partsOf(whole.text).some(({ kind, name, text }) =>
    isEqual(readRecorded(kind === 'entry' ? name : text), wanted),
  );
}

function isTrue(value: RecordedResult): boolean {
  switch (value.kind) {
    case 'boolean':
      return value.value;
    case 'number':
      return value.value !== 0;
    case 'string':
      return value.value !== '';
    case 'nothing':
      return false;
    case 'text':
      return !/^(\[\]|\{\}|\(\)|set\(\)|frozenset\(\))$/.test(value.text);
  }
}

function number(value: number): RecordedResult {
  return { kind: 'number', value, text: String(value) };
}

function string(value: string): RecordedResult {
  return { kind: 'string', value, text: JSON.stringify(value) };
}

function truth(value: boolean): RecordedResult {
  return { kind: 'boolean', value, text: value ? 'True' : 'False' };
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  b: '\b',
  f: '\f',
  v: '\v',
};

function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gs,
    (_all, x?: string, u?: string, U?: string, one?: string) => {
      const code = x ?? u ?? U;
      if (code !== undefined) {
        const point = parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
      }
      return escapes[one ?? ''] ?? one ?? '';
    },
  );
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

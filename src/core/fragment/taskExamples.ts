// Examples of calls in the text of a task or in a docstring, which become checks of the code written for it.
import { doctestCalls } from './doctests';

export interface Example {
  /** An expression. */
  readonly call: string;
  /** An expression; without it and without `raises` the call has to be true. */
  readonly expected?: string;
  /** Name of the exception that the call has to raise. */
  readonly raises?: string;
}

const callText = String.raw`[A-Za-z_][\w.]*\(.*\)`;
const arrows = [
  new RegExp(`^(${callText})\\s*(?:==|=>|->|-->|→|➞)\\s*(.+)$`),
  new RegExp(
    `^(${callText})\\s+(?:returns?|gives?|is|should (?:return|be|give)|yields?|evaluates to)\\s+(.+)$`,
    'i',
  ),
  // `f(1) # 2`, `f(1)  // 2`
  new RegExp(`^(${callText})\\s*(?:#|//)\\s*(?:=>|->|→|returns)?\\s*(.+)$`),
];
const raising = new RegExp(
  `^(${callText})\\s+(?:raises?|throws?|should raise)\\s+(?:an?\\s+)?([A-Z]\\w*)`,
  'i',
);
const literalStart = /^(?:[-+]?\d|["'[({]|[bruf]{1,2}["']|True\b|False\b|None\b|set\(|Decimal\(|float\()/i;

/** The examples that a text gives, in its order, each once: doctests, `f(1) == 2`, `assert f(1) == 2`, `f(1) -> 2`,
 * `f(1) returns 2`, `f(1) raises ValueError`. */
export function taskExamples(text: string): Example[] {
  const found = [...doctestExamples(text), ...text.split('\n').flatMap(exampleOfLine)];
  const seen = new Set<string>();
  return found.filter(({ call, expected, raises }) => {
    const key = `${call} ${expected ?? ''} ${raises ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** `>>> f(1)` with what stands below it. */
function doctestExamples(text: string): Example[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i): Example[] => {
    const [call] = doctestCalls(line);
    const below = lines[i + 1]?.trim() ?? '';
    if (
      call === undefined ||
      !/^[A-Za-z_][\w.]*\(.*\)$/.test(call) ||
      below === '' ||
      below.startsWith('>>>')
    ) {
      return [];
    }
    if (below.startsWith('Traceback')) {
      const raised = lines.slice(i + 2).find((other) => /^\s*[A-Z]\w*(Error|Exception)\b/.test(other));
      return raised === undefined ? [] : [{ call, raises: /[A-Z]\w*/.exec(raised)?.[0] ?? '' }];
    }
    return literalStart.test(below) ? [{ call, expected: below }] : [];
  });
}

function exampleOfLine(line: string): Example[] {
  const plain = line
    .trim()
    .replace(/^(?:[-*•]|\d+[.)])\s+/, '')
    .replace(/^(?:for example|example|e\.g\.)[:,]?\s*/i, '')
    .replaceAll('`', '')
    .replace(/^assert\s+/, '');
  if (plain.startsWith('>>>')) return [];
  const raised = raising.exec(plain);
  if (raised !== null) return [{ call: raised[1] ?? '', raises: raised[2] ?? '' }];
  for (const pattern of arrows) {
    const match = pattern.exec(plain);
    const expected = match && literalOf(match[2] ?? '');
    if (match !== null && expected !== null && expected !== undefined) {
      return [{ call: match[1] ?? '', expected }];
    }
  }
  return [];
}

/** The value at the start of a text, without the words behind it; undefined where it is none. */
function literalOf(text: string): string | undefined {
  const trimmed = text.trim().replace(/[.;,]$/, '');
  if (!literalStart.test(trimmed)) return undefined;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < trimmed.length; at++) {
    const char = trimmed.charAt(at);
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
      continue;
    }
    if (char === '"' || char === "'") quote = char;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (depth === 0 && /[\s,#]/.test(char)) return trimmed.slice(0, at);
  }
  return depth === 0 && quote === '' ? trimmed : undefined;
}

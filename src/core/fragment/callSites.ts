// Where code calls a function, and with which values: what a test or another caller passes is a natural value for it.
import type { Call, SourceModel, Statement } from '../syntax/model';
import { LineIndex } from '../text/lineIndex';
import { isSelfContained, tokens, type Token } from './pythonExpressions';

export interface CallSite {
  /** The call as it stands, with literals in the place of variables that were given one just before. */
  readonly text: string;
  /** 0-based. */
  readonly line: number;
  readonly isTest: boolean;
}

export interface CallingText {
  readonly model: SourceModel;
  readonly text: string;
  readonly isTestFile: boolean;
}

/** More are of no use: the first one that fits is taken. */
const maxSites = 8;
const maxLength = 1000;

/**
 * The calls of a name, in source order, those of tests first.
 * @param isMethod Whether it is called on an object: `x.name()` and not `name()`.
 */
export function callSitesOf(
  name: string,
  isMethod: boolean,
  { model, text, isTestFile }: CallingText,
): CallSite[] {
  const lines = new LineIndex(text);
  const found = model.calls.filter(({ callee }) => isCallOf(callee, name, isMethod));
  const sites = found.flatMap((call): CallSite[] => {
    const written = text.slice(lines.offsetAt(call.range.start), lines.offsetAt(call.range.end));
    if (written.length > maxLength) return [];
    const owner = model.functions[model.blocks[call.block]?.functionIndex ?? 0];
    const isTest = isTestFile || owner?.isTest === true;
    return [
      {
        text: withLiterals(written, literalsBefore(call, model, lines)),
        line: call.range.start.line,
        isTest,
      },
    ];
  });
  return sites.sort((a, b) => Number(b.isTest) - Number(a.isTest)).slice(0, maxSites);
}

function isCallOf(callee: string, name: string, isMethod: boolean): boolean {
  const last = callee.slice(callee.lastIndexOf('.') + 1);
  return last === name && (!isMethod || callee.includes('.'));
}

/** What the function around a call has assigned to names before it, where that is a literal, or a call with literals. */
function literalsBefore(call: Call, model: SourceModel, lines: LineIndex): ReadonlyMap<string, string> {
  const owner = model.blocks[call.block]?.functionIndex ?? 0;
  const values = new Map<string, string>();
  // Whether what is called can be had, shows where it is called again.
  const callable = new Set(model.calls.map(({ callee }) => callee));
  for (const statement of model.statements) {
    if (statement.range.end.line > call.range.start.line) break;
    if (statement.functionIndex !== owner && statement.functionIndex !== 0) continue;
    const assigned = assignment(statement, lines, callable);
    if (assigned !== undefined) values.set(...assigned);
  }
  return values;
}

function assignment(
  { range }: Statement,
  lines: LineIndex,
  callable: ReadonlySet<string>,
): [string, string] | undefined {
  const text = lines.text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  if (text.length > maxLength) return undefined;
  const [, name = '', value = ''] = /^(\w+)\s*(?::[^=\n]+)?=\s*([^=][^]*)$/.exec(text) ?? [];
  return name !== '' && isSelfContained(value, callable) ? [name, value] : undefined;
}

/** Arguments that are such a name become its literal. */
function withLiterals(call: string, values: ReadonlyMap<string, string>): string {
  const list = tokens(call);
  if (values.size === 0 || list.some(({ kind }) => kind === 'unknown')) return call.replace(/\s*\n\s*/g, ' ');
  return list
    .map((token, i) => (isArgument(list, i) ? (values.get(token.text) ?? token.text) : token.text))
    .join(' ');
}

function isArgument(list: readonly Token[], i: number): boolean {
  const before = list[i - 1]?.text ?? '';
  const after = list[i + 1]?.text ?? '';
  return list[i]?.kind === 'name' && ['(', ',', '='].includes(before) && [')', ','].includes(after);
}

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

export interface CalledFunction {
  readonly name: string;
  /** Of a method: the name of its class. */
  readonly className?: string;
}

/** The calls of a function, in source order, those of tests first. A method's are those on what is likely to be an object of
 * its class. */
export function callSitesOf(called: CalledFunction, { model, text, isTestFile }: CallingText): CallSite[] {
  const lines = new LineIndex(text);
  const sites = model.calls.flatMap((call): CallSite[] => {
    if (call.callee.slice(call.callee.lastIndexOf('.') + 1) !== called.name) return [];
    const written = text.slice(lines.offsetAt(call.range.start), lines.offsetAt(call.range.end));
    if (written.length > maxLength) return [];
    const owner = model.functions[model.blocks[call.block]?.functionIndex ?? 0];
    const values = literalsBefore(call, model, lines);
    if (called.className !== undefined) {
      const { className } = called;
      const inClass = owner?.path.startsWith(`${className}.`) === true;
      if (!isObjectOf(className, receiverOf(written, called.name), values, inClass)) return [];
    }
    const isTest = isTestFile || owner?.isTest === true;
    return [{ text: withLiterals(written, values), line: call.range.start.line, isTest }];
  });
  return sites.sort((a, b) => Number(b.isTest) - Number(a.isTest)).slice(0, maxSites);
}

/** `shop.report` of `shop.report.total(3)`. */
function receiverOf(call: string, name: string): string {
  const at = call.indexOf(`.${name}`);
  return at < 0 ? '' : call.slice(0, at).trim();
}

/** Whether an expression is the class, makes an object of it, or is named after it: `Report(…)`, `report`, `shop.report`. */
function isObjectOf(
  className: string,
  receiver: string,
  values: ReadonlyMap<string, string>,
  inClass: boolean,
): boolean {
  if (/^(self|cls)$/.test(receiver)) return inClass;
  const known = values.get(receiver) ?? receiver;
  if (new RegExp(`^(\\w+\\.)*${className}\\b`).test(known)) return true;
  const last = receiver.slice(receiver.lastIndexOf('.') + 1);
  const words = className.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
  return last !== '' && (words === last || words.endsWith(`_${last}`));
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

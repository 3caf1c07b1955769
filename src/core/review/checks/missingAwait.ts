// Calls of asynchronous functions whose result nobody waits for.
import type { Node } from 'web-tree-sitter';
import { calleeText } from '../../syntax/callee';
import type { SourceFunction } from '../../syntax/model';
import type { ParsedVersion } from '../changedParts';
import { functionAround, nodesOf, type Remark } from './remark';

const calls = new Set(['call', 'call_expression']);
const awaits = new Set(['await', 'await_expression']);
/** Parents that use a result at once, so that it cannot be awaited any more. */
const uses = new Set([
  ...['expression_statement', 'comparison_operator', 'boolean_operator', 'not_operator', 'binary_operator'],
  ...['binary_expression', 'unary_expression', 'subscript', 'subscript_expression'],
]);

/** Python: a coroutine that is not awaited never runs. */
export function coroutinesNeverAwaited(version: ParsedVersion): Remark[] {
  if (version.document.language !== 'python') return [];
  return unawaitedCalls(version).flatMap(({ call, text }) => {
    const target = calledFunction(call, version);
    if (target?.isAsync !== true || target.isGenerator) return [];
    const message = `\`${text}\` only makes a coroutine, which nothing awaits: its body does not run (line ${target.range.start.line + 1} is \`async\`).`;
    return [remarkOn(call, version, 'derived', `The coroutine of ${text} is never awaited`, message)];
  });
}

/** Calls that were awaited before, or whose function has become asynchronous. */
export function noLongerAwaited(old: ParsedVersion, now: ParsedVersion): Remark[] {
  const before = awaitedCalls(old);
  const after = awaitedCalls(now);
  const known = new Set(now.document.language === 'python' ? coroutinesNeverAwaited(now).map(keyOf) : []);
  return unawaitedCalls(now).flatMap(({ call, text }) => {
    const place = functionAround(call, now)?.path ?? '<module>';
    const target = calledFunction(call, now);
    const wasAwaited = countIn(before, place, text) > countIn(after, place, text);
    const wasSync = target !== undefined && isSyncIn(old, target);
    if (target?.isAsync === false || !(wasAwaited || (target !== undefined && wasSync))) return [];
    const title = `The result of ${text} is not awaited`;
    const message = wasAwaited
      ? `\`${text}\` was awaited before this change. Now what follows runs before it has ended, and its errors are lost.`
      : `\`${text}\` has become asynchronous with this change, and this call does not await it.`;
    const remark = remarkOn(call, now, target === undefined ? 'claimed' : 'derived', title, message);
    return known.has(keyOf(remark)) ? [] : [remark];
  });
}

function keyOf({ function: name, line }: Remark): string {
  return `${name}:${line}`;
}

function remarkOn(
  call: Node,
  version: ParsedVersion,
  level: Remark['level'],
  title: string,
  message: string,
): Remark {
  const name = functionAround(call, version)?.path ?? '<module>';
  return { kind: 'missing-await', level, function: name, line: call.startPosition.row, title, message };
}

interface CalledText {
  readonly call: Node;
  readonly text: string;
}

function callsOf({ document }: ParsedVersion): CalledText[] {
  return nodesOf(document.syntaxTree.rootNode, calls).flatMap((call) => {
    const callee = call.childForFieldName('function');
    return callee === null ? [] : [{ call, text: calleeText(callee) }];
  });
}

function unawaitedCalls(version: ParsedVersion): CalledText[] {
  return callsOf(version).filter(({ call }) => isUsedAtOnce(call));
}

function isUsedAtOnce(call: Node): boolean {
  const parent = parentOf(call);
  if (parent === null) return false;
  if (parent.type === 'unary_expression') return parent.childForFieldName('operator')?.text !== 'void';
  if (parent.type === 'binary_expression' || parent.type === 'boolean_operator') {
    return !/^(\?\?|\|\||&&|or|and)$/.test(parent.childForFieldName('operator')?.text ?? '');
  }
  const isCondition = /^(if|while|elif)_(statement|clause)$/.test(parent.type);
  return uses.has(parent.type) || (isCondition && parent.childForFieldName('condition')?.id === call.id);
}

/** Without parentheses in between. */
function parentOf(node: Node): Node | null {
  const { parent } = node;
  return parent?.type === 'parenthesized_expression' ? parentOf(parent) : parent;
}

/** Awaited calls as `function:callee`, each as often as it stands there. */
function awaitedCalls(version: ParsedVersion): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { call, text } of callsOf(version)) {
    if (!awaits.has(parentOf(call)?.type ?? '')) continue;
    const key = `${functionAround(call, version)?.path ?? '<module>'}:${text}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function countIn(counts: ReadonlyMap<string, number>, place: string, text: string): number {
  return counts.get(`${place}:${text}`) ?? 0;
}

/** The function of the file that a call reaches; undefined where there is none, or no telling which. */
function calledFunction(call: Node, version: ParsedVersion): SourceFunction | undefined {
  const callee = call.childForFieldName('function');
  if (callee === null) return undefined;
  const [first = '', second, ...more] = calleeText(callee).split('.');
  if (more.length > 0) return undefined;
  const { functions } = version.model;
  if (second === undefined) {
    const named = functions.filter(({ name, kind }) => name === first && kind !== 'class');
    const [only, ...others] = named.filter(({ kind }) => kind === 'function');
    return others.length === 0 && named.length === 1 ? only : undefined;
  }
  if (first !== 'self' && first !== 'this') return undefined;
  const around = functionAround(call, version)?.path ?? '';
  const owner = around.split('.')[0] ?? '';
  return functions.find(({ path, kind }) => kind === 'method' && path === `${owner}.${second}`);
}

function isSyncIn({ model }: ParsedVersion, { path }: SourceFunction): boolean {
  return model.functions.some((fn) => fn.path === path && !fn.isAsync);
}

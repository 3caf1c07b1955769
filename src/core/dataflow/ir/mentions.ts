// What functions mention: from that follows how those of a program hang together.
import type { ClassIr, FunctionIr } from './declarations';
import type { Expr, Target } from './ir';
import { walkExpressions } from './walk';

/** Each once. */
export interface Mentions {
  /** Names of what it may call. */
  readonly called: readonly string[];
  /** Functions that it makes as values. */
  readonly closures: readonly FunctionIr[];
  /** Classes that are written where it makes an object of them. */
  readonly anonymous: readonly ClassIr[];
  /** Names of fields, and of variables of functions around it, that it writes. */
  readonly written: readonly string[];
}

/** Each function is looked through once. */
export function mentionsOf(fn: FunctionIr): Mentions {
  return (fn.mentions ??= mentionsIn(fn));
}

function mentionsIn(fn: FunctionIr): Mentions {
  const called = new Set<string>();
  const closures = new Set<FunctionIr>();
  const anonymous = new Set<ClassIr>();
  const written = new Set<string>();
  walkExpressions(fn.body, (expr) => {
    const name = calledName(expr);
    if (name !== undefined) called.add(name);
    if (expr.kind === 'closure') closures.add(expr.fn);
    if (expr.kind === 'new' && expr.anonymous !== undefined) anonymous.add(expr.anonymous);
    if (expr.kind !== 'assign' || (fn === fn.file.module && expr.target.kind === 'local')) return;
    for (const each of namesWritten(expr.target)) written.add(each);
  });
  return { called: [...called], closures: [...closures], anonymous: [...anonymous], written: [...written] };
}

function calledName(expr: Expr): string | undefined {
  if (expr.kind === 'new') return expr.className.replace(/^.*\./, '');
  if (expr.kind === 'member') return expr.name;
  if (expr.kind !== 'call') return undefined;
  const { callee } = expr;
  if (callee.kind === 'member' || callee.kind === 'free' || callee.kind === 'local') {
    return callee.name.replace(/~\d+$/, '');
  }
  return undefined;
}

function namesWritten(target: Target): string[] {
  switch (target.kind) {
    case 'pattern':
      return target.items.flatMap((item) => namesWritten(item.target));
    case 'index':
      return [];
    case 'local':
      return target.depth === 0 ? [] : [target.name];
    default:
      return [target.name];
  }
}

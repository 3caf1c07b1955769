// Visits the intermediate representation.
import type { Argument, Expr, Stmt, Target } from './ir';

/** All expressions in the statements of one function; not those in the bodies of closures and classes. */
export function walkExpressions(body: readonly Stmt[], visit: (expr: Expr) => void): void {
  const open: (Stmt | Expr)[] = [...body].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const children: (Stmt | Expr)[] = isStatement(next) ? inStatement(next) : inExpression(next);
    if (!isStatement(next)) visit(next);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) open.push(child);
    }
  }
}

const statementKinds: ReadonlySet<string> = new Set([
  'expr', 'if', 'loop', 'each', 'switch', 'try', 'return', 'throw', 'break', 'continue', 'group',
]); // prettier-ignore

function isStatement(node: Stmt | Expr): node is Stmt {
  return statementKinds.has(node.kind);
}

function inStatement(stmt: Stmt): (Stmt | Expr)[] {
  switch (stmt.kind) {
    case 'expr':
      return [stmt.value];
    case 'if':
      return [stmt.test, ...stmt.then, ...stmt.otherwise];
    case 'loop':
      return [...some(stmt.test), ...stmt.update, ...stmt.body, ...stmt.otherwise];
    case 'each':
      return [...inTarget(stmt.target), stmt.iterable, ...stmt.body, ...stmt.otherwise];
    case 'switch':
      return [stmt.subject, ...stmt.cases.flatMap((each) => [...each.tests, ...each.body])];
    case 'try': {
      const handlers = stmt.handlers.flatMap((handler) => handler.body);
      return [...stmt.body, ...handlers, ...stmt.otherwise, ...stmt.finalizer];
    }
    case 'group':
      return [...stmt.body];
    case 'return':
    case 'throw':
      return some(stmt.value);
    default:
      return [];
  }
}

function inExpression(expr: Expr): (Stmt | Expr)[] {
  switch (expr.kind) {
    case 'member':
      return [expr.object];
    case 'index':
      return [expr.object, ...some(expr.index)];
    case 'call':
    case 'new':
      return [expr.callee, ...values(expr.args)];
    case 'binary':
    case 'logical':
      return [expr.left, expr.right];
    case 'unary':
      return [expr.operand];
    case 'conditional':
      return [expr.test, expr.then, expr.otherwise];
    case 'assign':
      return [expr.value, ...inTarget(expr.target)];
    default:
      return inOther(expr);
  }
}

function inOther(expr: Expr): (Stmt | Expr)[] {
  switch (expr.kind) {
    case 'cast':
    case 'await':
    case 'instance':
      return [expr.value];
    case 'list':
      return values(expr.elements);
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [...some(key), value]);
    case 'text':
    case 'unknown':
      return [...expr.parts];
    case 'yield':
      return some(expr.value);
    case 'block':
      return [...expr.body, expr.result];
    default:
      return [];
  }
}

function inTarget(target: Target): Expr[] {
  if (target.kind === 'member') return [target.object];
  if (target.kind === 'index') return [target.object, ...some(target.index)];
  if (target.kind !== 'pattern') return [];
  return target.items.flatMap((item) => [...inTarget(item.target), ...some(item.fallback)]);
}

function values(args: readonly Argument[]): Expr[] {
  return args.map(({ value }) => value);
}

function some(expr: Expr | undefined): Expr[] {
  return expr === undefined ? [] : [expr];
}

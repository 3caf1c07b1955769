// Small constructors that the lowerings share.
import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { AssignExpr, ConstantExpr, Expr, ExprStmt, Stmt, Target } from '../ir/ir';
import type { OffsetSpan } from '../model';
import type { Constant, Sort } from '../ir/ir';

export function at(node: SyntaxNode): OffsetSpan {
  return { start: node.startIndex, end: node.endIndex };
}

export function constant(node: OffsetSpan, value: Constant, sort: Sort): ConstantExpr {
  return { kind: 'constant', value, sort, start: node.start, end: node.end };
}

export function statement(value: Expr): ExprStmt {
  return { kind: 'expr', value, start: value.start, end: value.end };
}

export function assign(span: OffsetSpan, target: Target, value: Expr, declares = false): AssignExpr {
  return { kind: 'assign', target, value, declares, start: span.start, end: span.end };
}

export function unknown(node: SyntaxNode, parts: readonly Expr[]): Expr {
  return { kind: 'unknown', parts, what: node.type, ...at(node) };
}

/** Children that are no comments. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  return node.namedChildren.filter((child) => !child.isExtra);
}

export function firstPart(node: SyntaxNode): SyntaxNode | undefined {
  return partsOf(node)[0];
}

/** A local variable as a target, from what `resolve` says of its name. */
export function isTarget(expr: Expr): expr is Expr & Target {
  return expr.kind === 'local' || expr.kind === 'free' || expr.kind === 'member' || expr.kind === 'index';
}

/** A chain of conditions with bodies, as nested choices. */
export function choices(
  span: OffsetSpan,
  arms: readonly { readonly test: Expr; readonly body: readonly Stmt[] }[],
  otherwise: readonly Stmt[],
): readonly Stmt[] {
  return arms.reduceRight<readonly Stmt[]>(
    (rest, { test, body }) => [
      { kind: 'if', test, then: body, otherwise: rest, start: span.start, end: span.end },
    ],
    otherwise,
  );
}

/** Text of a literal in quotes, with its escapes read as JSON does where they are known to it. */
export function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|(.))/gs,
    (_all, u, x, line, c: string) => {
      const code = (u ?? x) as string | undefined;
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      if (line !== undefined) return '';
      return { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' }[c] ?? c;
    },
  );
}

/** A whole number as Java writes it. */
export function integerOf(text: string): number {
  const plain = text.replaceAll('_', '').replace(/[lL]$/, '');
  const octal = /^0[0-7]+$/.test(plain);
  return octal ? Number.parseInt(plain, 8) : Number(plain);
}

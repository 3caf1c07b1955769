import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { ClassIr, FunctionIr } from '../ir/declarations';
import type { Argument, BinaryOperator, Expr, Stmt, Target } from '../ir/ir';
import { assign, at, constant, firstPart, isTarget, partsOf, statement, unescaped, unknown } from './build';
import type { FunctionScope } from './scope';
import { resolve } from './scope';

/** What statements need of the file around them. */
export interface PythonDefinitions {
  functionOf(node: SyntaxNode, scope: FunctionScope): FunctionIr;
  lambdaOf(node: SyntaxNode, scope: FunctionScope): FunctionIr;
  classOf(node: SyntaxNode, scope: FunctionScope): ClassIr;
}

const operators: Readonly<Partial<Record<string, BinaryOperator>>> = {
  is: '==', 'is not': '!=', '<>': '!=', '==': '==', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=', in: 'in',
  'not in': 'not in', '+': '+', '-': '-', '*': '*', '/': '/', '//': '//', '%': '%', '**': '**', '&': '&', '|': '|', '^': '^',
}; // prettier-ignore

/** Lowers the expressions of Python. */
export abstract class PythonExpressions {
  constructor(protected readonly definitions: PythonDefinitions) {}

  protected abstract target(node: SyntaxNode, scope: FunctionScope): Target;

  protected optional(node: SyntaxNode | null | undefined, scope: FunctionScope): Expr | undefined {
    return node === null || node === undefined ? undefined : this.expression(node, scope);
  }

  protected required(node: SyntaxNode | null | undefined, around: SyntaxNode, scope: FunctionScope): Expr {
    return node === null || node === undefined ? unknown(around, []) : this.expression(node, scope);
  }

  expression(node: SyntaxNode, scope: FunctionScope): Expr {
    return this.literal(node) ?? this.simple(node, scope) ?? this.compound(node, scope);
  }

  private literal(node: SyntaxNode): Expr | undefined {
    switch (node.type) {
      case 'integer':
        return constant(at(node), Number(node.text.replaceAll('_', '')) || 0, 'int');
      case 'float':
        return constant(at(node), Number.parseFloat(node.text), 'real');
      case 'true':
      case 'false':
        return constant(at(node), node.type === 'true', 'bool');
      case 'none':
        return constant(at(node), null, 'any');
      default:
        return undefined;
    }
  }

  private simple(node: SyntaxNode, scope: FunctionScope): Expr | undefined {
    switch (node.type) {
      case 'identifier':
        return resolve(node.text, scope, at(node));
      case 'string':
      case 'concatenated_string':
        return this.text(node, scope);
      case 'parenthesized_expression':
        return this.required(firstPart(node), node, scope);
      case 'attribute':
        return {
          kind: 'member',
          object: this.required(node.childForFieldName('object'), node, scope),
          name: node.childForFieldName('attribute')?.text ?? '',
          ...at(node),
        };
      case 'subscript': {
        const object = this.required(node.childForFieldName('value'), node, scope);
        const index = node.childForFieldName('subscript');
        const isSlice = index?.type === 'slice';
        return {
          kind: 'index',
          object,
          index: isSlice ? undefined : this.optional(index, scope),
          ...at(node),
        };
      }
      case 'call':
        return this.call(node, scope);
      case 'lambda':
        return { kind: 'closure', fn: this.definitions.lambdaOf(node, scope), ...at(node) };
      default:
        return undefined;
    }
  }

  private compound(node: SyntaxNode, scope: FunctionScope): Expr {
    switch (node.type) {
      case 'assignment':
      case 'named_expression':
      case 'augmented_assignment':
        return this.assigning(node, scope);
      case 'binary_operator':
        return this.binary(node, node.childForFieldName('operator')?.text ?? '', scope);
      case 'boolean_operator': {
        const left = this.required(node.childForFieldName('left'), node, scope);
        const right = this.required(node.childForFieldName('right'), node, scope);
        const operator = node.childForFieldName('operator')?.text === 'and' ? 'and' : 'or';
        return { kind: 'logical', operator, left, right, ...at(node) };
      }
      default:
        return this.operation(node, scope);
    }
  }

  private operation(node: SyntaxNode, scope: FunctionScope): Expr {
    switch (node.type) {
      case 'comparison_operator':
        return this.comparison(node, scope);
      case 'not_operator':
        return {
          kind: 'unary',
          operator: 'not',
          operand: this.required(node.childForFieldName('argument'), node, scope),
          ...at(node),
        };
      case 'unary_operator': {
        const operand = this.required(node.childForFieldName('argument'), node, scope);
        const isMinus = node.childForFieldName('operator')?.text === '-';
        return { kind: 'unary', operator: isMinus ? '-' : 'other', operand, ...at(node) };
      }
      case 'conditional_expression': {
        const [then, test, otherwise] = partsOf(node).map((part) => this.expression(part, scope));
        if (then === undefined || test === undefined || otherwise === undefined) return unknown(node, []);
        return { kind: 'conditional', test, then, otherwise, ...at(node) };
      }
      default:
        return this.collection(node, scope);
    }
  }

  private collection(node: SyntaxNode, scope: FunctionScope): Expr {
    switch (node.type) {
      case 'list':
      case 'tuple':
      case 'set':
      case 'expression_list':
        return {
          kind: 'list',
          elements: partsOf(node).map((part) => this.argument(part, scope)),
          ...at(node),
        };
      case 'dictionary':
        return { kind: 'map', entries: partsOf(node).map((part) => this.entry(part, scope)), ...at(node) };
      case 'list_comprehension':
      case 'set_comprehension':
      case 'generator_expression':
      case 'dictionary_comprehension':
        return this.comprehension(node, scope);
      case 'await':
        return { kind: 'await', value: this.required(firstPart(node), node, scope), ...at(node) };
      case 'yield': {
        const delegates = node.children.some(({ type }) => type === 'from');
        return { kind: 'yield', value: this.optional(firstPart(node), scope), delegates, ...at(node) };
      }
      default:
        return unknown(
          node,
          partsOf(node).map((part) => this.expression(part, scope)),
        );
    }
  }

  private text(node: SyntaxNode, scope: FunctionScope): Expr {
    const strings = node.type === 'string' ? [node] : partsOf(node);
    const parts = strings.flatMap((string) => {
      const isRaw = /^[^'"]*r/i.test(string.text);
      return partsOf(string).flatMap((part): Expr[] => {
        if (part.type === 'interpolation') {
          return [this.required(part.childForFieldName('expression'), part, scope)];
        }
        if (part.type !== 'string_content') return [];
        return [constant(at(part), isRaw ? part.text : unescaped(part.text), 'string')];
      });
    });
    const [only] = parts;
    if (only === undefined) return constant(at(node), '', 'string');
    if (parts.length === 1 && only.kind === 'constant') return { ...only, ...at(node) };
    return { kind: 'text', parts, ...at(node) };
  }

  private call(node: SyntaxNode, scope: FunctionScope): Expr {
    const callee = node.childForFieldName('function');
    const list = node.childForFieldName('arguments');
    const isSuper =
      callee?.type === 'attribute' && /^super\(/.test(callee.childForFieldName('object')?.text ?? '');
    const args =
      list?.type === 'generator_expression'
        ? [{ value: this.expression(list, scope) }]
        : partsOf(list ?? node).map((part) => this.argument(part, scope));
    if (callee === null || list === null) return unknown(node, []);
    if (!isSuper) return { kind: 'call', callee: this.expression(callee, scope), args, ...at(node) };
    const name = callee.childForFieldName('attribute')?.text ?? '';
    const object: Expr = { kind: 'this', ...at(callee) };
    return {
      kind: 'call',
      callee: { kind: 'member', object, name, ...at(callee) },
      args,
      isSuper,
      ...at(node),
    };
  }

  private argument(node: SyntaxNode, scope: FunctionScope): Argument {
    if (node.type === 'keyword_argument') {
      const value = this.required(node.childForFieldName('value'), node, scope);
      return { value, name: node.childForFieldName('name')?.text ?? '' };
    }
    const isSpread = node.type === 'list_splat' || node.type === 'dictionary_splat';
    return isSpread
      ? { value: this.required(firstPart(node), node, scope), isSpread }
      : { value: this.expression(node, scope) };
  }

  private entry(node: SyntaxNode, scope: FunctionScope): { key: Expr | undefined; value: Expr } {
    if (node.type !== 'pair') return { key: undefined, value: this.required(firstPart(node), node, scope) };
    const value = this.required(node.childForFieldName('value'), node, scope);
    return { key: this.required(node.childForFieldName('key'), node, scope), value };
  }

  private assigning(node: SyntaxNode, scope: FunctionScope): Expr {
    const left = node.childForFieldName('left') ?? node.childForFieldName('name');
    const right = node.childForFieldName('right') ?? node.childForFieldName('value');
    if (left === null || right === null) return unknown(node, []);
    if (node.type !== 'augmented_assignment') return this.assignment(node, left, right, scope);
    const target = this.expression(left, scope);
    const operator = operators[(node.childForFieldName('operator')?.text ?? '').slice(0, -1)] ?? 'other';
    const value: Expr = {
      kind: 'binary',
      operator,
      left: target,
      right: this.expression(right, scope),
      ...at(node),
    };
    return isTarget(target) ? assign(at(node), target, value) : value;
  }

  protected assignment(node: SyntaxNode, left: SyntaxNode, right: SyntaxNode, scope: FunctionScope): Expr {
    return assign(at(node), this.target(left, scope), this.expression(right, scope));
  }

  private binary(node: SyntaxNode, operator: string, scope: FunctionScope): Expr {
    const left = this.required(node.childForFieldName('left'), node, scope);
    const right = this.required(node.childForFieldName('right'), node, scope);
    return { kind: 'binary', operator: operators[operator] ?? 'other', left, right, ...at(node) };
  }

  /** `a < b < c` is `a < b and b < c`. */
  private comparison(node: SyntaxNode, scope: FunctionScope): Expr {
    const operands = partsOf(node).map((part) => this.expression(part, scope));
    const tests = node.childrenForFieldName('operators').map((operator, index): Expr => {
      const [left = unknown(node, []), right = unknown(node, [])] = operands.slice(index, index + 2);
      return {
        kind: 'binary',
        operator: operators[operator.text.replace(/\s+/g, ' ')] ?? 'other',
        left,
        right,
        ...at(node),
      };
    });
    const [first = unknown(node, operands), ...rest] = tests;
    return rest.reduce(
      (left, right) => ({ kind: 'logical', operator: 'and', left, right, ...at(node) }),
      first,
    );
  }

  /** As the loops that it stands for. */
  private comprehension(node: SyntaxNode, scope: FunctionScope): Expr {
    return scope.block(() => {
      const name = scope.declare(`<result ${node.startIndex}>`);
      const result: Target & Expr = { kind: 'local', name, depth: 0, ...at(node) };
      const isMap = node.type === 'dictionary_comprehension';
      const empty: Expr = isMap
        ? { kind: 'map', entries: [], ...at(node) }
        : { kind: 'list', elements: [], ...at(node) };
      const [body, ...clauses] = partsOf(node);
      for (const clause of clauses) {
        if (clause.type === 'for_in_clause') declareIn(clause.childForFieldName('left'), scope);
      }
      const innermost = body === undefined ? [] : [this.collect(body, result, scope)];
      const loops = clauses.reduceRight<Stmt[]>(
        (inner, clause) => [this.clause(clause, inner, scope)],
        innermost,
      );
      const start = statement(assign(at(node), result, empty, true));
      return { kind: 'block', body: [start, ...loops], result, ...at(node) };
    });
  }

  private collect(body: SyntaxNode, result: Target & Expr, scope: FunctionScope): Stmt {
    if (body.type === 'pair') {
      const key = this.required(body.childForFieldName('key'), body, scope);
      const value = this.required(body.childForFieldName('value'), body, scope);
      return statement(assign(at(body), { kind: 'index', object: result, index: key, ...at(body) }, value));
    }
    const callee: Expr = {
      kind: 'member',
      object: result,
      name: 'append',
      start: body.startIndex,
      end: body.startIndex,
    };
    const args = [{ value: this.expression(body, scope) }];
    return statement({ kind: 'call', callee, args, start: body.startIndex, end: body.startIndex });
  }

  private clause(clause: SyntaxNode, inner: readonly Stmt[], scope: FunctionScope): Stmt {
    if (clause.type === 'if_clause') {
      return {
        kind: 'if',
        test: this.required(firstPart(clause), clause, scope),
        then: inner,
        otherwise: [],
        ...at(clause),
      };
    }
    const target = this.target(clause.childForFieldName('left') ?? clause, scope);
    const iterable = this.required(clause.childForFieldName('right'), clause, scope);
    return {
      kind: 'each',
      labels: [],
      target,
      iterable,
      givesKeys: true,
      body: inner,
      otherwise: [],
      ...at(clause),
    };
  }
}

function declareIn(target: SyntaxNode | null, scope: FunctionScope): void {
  if (target === null) return;
  if (target.type === 'identifier') scope.declare(target.text);
  else for (const part of target.namedChildren) declareIn(part, scope);
}

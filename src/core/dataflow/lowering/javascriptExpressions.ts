import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { ClassIr, FunctionIr } from '../ir/declarations';
import type { Argument, BinaryOperator, Expr, PatternItem, Stmt, Target } from '../ir/ir';
import { assign, at, constant, firstPart, isTarget, partsOf, unescaped, unknown } from './build';
import { resolve, type FunctionScope } from './scope';

/** What statements need of the file around them. */
export interface JavaScriptDefinitions {
  functionOf(node: SyntaxNode, scope: FunctionScope, name?: string): FunctionIr;
  classOf(node: SyntaxNode, scope: FunctionScope, name?: string): ClassIr;
}

const operators: Readonly<Partial<Record<string, BinaryOperator>>> = {
  '===': '==', '!==': '!=', '==': '==', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=', in: 'in', '+': '+', '-': '-',
  '*': '*', '/': '/', '%': '%', '**': '**', '&': '&', '|': '|', '^': '^',
}; // prettier-ignore

const logical: Readonly<Partial<Record<string, 'and' | 'or' | 'nullish'>>> = {
  '&&': 'and',
  '||': 'or',
  '??': 'nullish',
};

const functions = new Set(['arrow_function', 'function_expression', 'generator_function']);
const wrappers = new Set([
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'type_assertion',
]);

/** Lowers the expressions of JavaScript and TypeScript. */
export abstract class JavaScriptExpressions {
  constructor(protected readonly definitions: JavaScriptDefinitions) {}

  abstract suite(node: SyntaxNode, scope: FunctionScope): Stmt[];

  protected optional(node: SyntaxNode | null | undefined, scope: FunctionScope): Expr | undefined {
    return node === null || node === undefined ? undefined : this.expression(node, scope);
  }

  protected required(node: SyntaxNode | null | undefined, around: SyntaxNode, scope: FunctionScope): Expr {
    return node === null || node === undefined ? unknown(around, []) : this.expression(node, scope);
  }

  /** `name` is that of the variable that the value is for. */
  expression(node: SyntaxNode, scope: FunctionScope, name?: string): Expr {
    // The parser is asked once: most of what lowering takes is such questions.
    const { type } = node;
    if (functions.has(type)) {
      return { kind: 'closure', fn: this.definitions.functionOf(node, scope, name), ...at(node) };
    }
    if (type === 'class') {
      return { kind: 'class', class: this.definitions.classOf(node, scope, name), ...at(node) };
    }
    if (wrappers.has(type)) {
      const inner = type === 'type_assertion' ? partsOf(node).at(-1) : firstPart(node);
      return this.required(inner, node, scope);
    }
    return (
      this.simple(type, node, scope) ?? this.literal(type, node, scope) ?? this.compound(type, node, scope)
    );
  }

  private literal(type: string, node: SyntaxNode, scope: FunctionScope): Expr | undefined {
    switch (type) {
      case 'number': {
        const value = Number(node.text.replace(/_|n$/g, ''));
        return constant(at(node), Number.isNaN(value) ? 0 : value, Number.isInteger(value) ? 'int' : 'real');
      }
      case 'string':
        return constant(at(node), unescaped(node.text.slice(1, -1)), 'string');
      case 'template_string':
        return this.template(node, scope);
      case 'true':
      case 'false':
        return constant(at(node), type === 'true', 'bool');
      case 'null':
      case 'undefined':
        return constant(at(node), null, 'any');
      default:
        return undefined;
    }
  }

  private template(node: SyntaxNode, scope: FunctionScope): Expr {
    const parts = partsOf(node).map((part): Expr => {
      if (part.type === 'template_substitution') return this.required(firstPart(part), part, scope);
      return constant(at(part), unescaped(part.text), 'string');
    });
    return { kind: 'text', parts, ...at(node) };
  }

  private simple(type: string, node: SyntaxNode, scope: FunctionScope): Expr | undefined {
    switch (type) {
      case 'identifier':
      case 'shorthand_property_identifier':
        return resolve(node.text, scope, at(node));
      case 'this':
      case 'super':
        return { kind: 'this', ...at(node) };
      case 'member_expression': {
        const object = this.required(node.childForFieldName('object'), node, scope);
        return { kind: 'member', object, name: node.childForFieldName('property')?.text ?? '', ...at(node) };
      }
      case 'subscript_expression': {
        const object = this.required(node.childForFieldName('object'), node, scope);
        return {
          kind: 'index',
          object,
          index: this.optional(node.childForFieldName('index'), scope),
          ...at(node),
        };
      }
      case 'call_expression':
        return this.call(node, scope);
      case 'new_expression': {
        const constructor = node.childForFieldName('constructor') ?? node;
        const callee = this.expression(constructor, scope);
        return {
          kind: 'new',
          callee,
          className: constructor.text,
          args: this.args(node, scope),
          ...at(node),
        };
      }
      default:
        return undefined;
    }
  }

  private compound(type: string, node: SyntaxNode, scope: FunctionScope): Expr {
    switch (type) {
      case 'binary_expression':
        return this.binary(node, scope);
      case 'assignment_expression':
      case 'augmented_assignment_expression':
        return this.assignment(node, scope);
      case 'update_expression':
        return this.update(node, scope);
      case 'unary_expression': {
        const operand = this.required(node.childForFieldName('argument'), node, scope);
        const operator = node.childForFieldName('operator')?.text;
        return {
          kind: 'unary',
          operator: operator === '!' ? 'not' : operator === '-' ? '-' : 'other',
          operand,
          ...at(node),
        };
      }
      case 'ternary_expression': {
        const test = this.required(node.childForFieldName('condition'), node, scope);
        const then = this.required(node.childForFieldName('consequence'), node, scope);
        const otherwise = this.required(node.childForFieldName('alternative'), node, scope);
        return { kind: 'conditional', test, then, otherwise, ...at(node) };
      }
      default:
        return this.collection(type, node, scope);
    }
  }

  private collection(type: string, node: SyntaxNode, scope: FunctionScope): Expr {
    switch (type) {
      case 'array':
        return {
          kind: 'list',
          elements: partsOf(node).map((part) => this.argument(part, scope)),
          ...at(node),
        };
      case 'object':
        return { kind: 'map', entries: partsOf(node).map((part) => this.entry(part, scope)), ...at(node) };
      case 'await_expression':
        return { kind: 'await', value: this.required(firstPart(node), node, scope), ...at(node) };
      case 'yield_expression': {
        const delegates = node.children.some(({ type }) => type === '*');
        return { kind: 'yield', value: this.optional(firstPart(node), scope), delegates, ...at(node) };
      }
      case 'sequence_expression': {
        const parts = partsOf(node).map((part) => this.expression(part, scope));
        const result = parts.pop() ?? unknown(node, []);
        return {
          kind: 'block',
          body: parts.map((value): Stmt => ({ kind: 'expr', value, ...at(node) })),
          result,
          ...at(node),
        };
      }
      default:
        return unknown(
          node,
          partsOf(node)
            .filter(isValue)
            .map((part) => this.expression(part, scope)),
        );
    }
  }

  private call(node: SyntaxNode, scope: FunctionScope): Expr {
    const callee = node.childForFieldName('function') ?? node;
    const list = node.childForFieldName('arguments');
    const args =
      list?.type === 'template_string' ? [{ value: this.expression(list, scope) }] : this.args(node, scope);
    if (callee.type === 'super') {
      const constructor: Expr = {
        kind: 'member',
        object: { kind: 'this', ...at(callee) },
        name: '<constructor>',
        ...at(callee),
      };
      return { kind: 'call', callee: constructor, args, isSuper: true, ...at(node) };
    }
    const isSuper = callee.childForFieldName('object')?.type === 'super';
    return {
      kind: 'call',
      callee: this.expression(callee, scope),
      args,
      ...(isSuper && { isSuper }),
      ...at(node),
    };
  }

  private args(node: SyntaxNode, scope: FunctionScope): Argument[] {
    const list = node.childForFieldName('arguments');
    return list === null ? [] : partsOf(list).map((part) => this.argument(part, scope));
  }

  private argument(node: SyntaxNode, scope: FunctionScope): Argument {
    if (node.type !== 'spread_element') return { value: this.expression(node, scope) };
    return { value: this.required(firstPart(node), node, scope), isSpread: true };
  }

  private entry(node: SyntaxNode, scope: FunctionScope): { key: Expr | undefined; value: Expr } {
    const { type } = node;
    if (type === 'spread_element') {
      return { key: undefined, value: this.required(firstPart(node), node, scope) };
    }
    if (type === 'shorthand_property_identifier') {
      return { key: constant(at(node), node.text, 'string'), value: this.expression(node, scope) };
    }
    const key = node.childForFieldName('key') ?? node.childForFieldName('name') ?? node;
    const isComputed = key.type === 'computed_property_name';
    const name = key.text.replace(/^['"]|['"]$/g, '');
    const lowered = isComputed
      ? this.required(firstPart(key), key, scope)
      : constant(at(key), name, 'string');
    if (type === 'method_definition') {
      return {
        key: lowered,
        value: { kind: 'closure', fn: this.definitions.functionOf(node, scope, name), ...at(node) },
      };
    }
    const value = node.childForFieldName('value');
    return { key: lowered, value: value === null ? unknown(node, []) : this.expression(value, scope, name) };
  }

  private binary(node: SyntaxNode, scope: FunctionScope): Expr {
    const left = this.required(node.childForFieldName('left'), node, scope);
    const right = this.required(node.childForFieldName('right'), node, scope);
    const operator = node.childForFieldName('operator')?.text ?? '';
    const junction = logical[operator];
    if (junction !== undefined) return { kind: 'logical', operator: junction, left, right, ...at(node) };
    return { kind: 'binary', operator: operators[operator] ?? 'other', left, right, ...at(node) };
  }

  private assignment(node: SyntaxNode, scope: FunctionScope): Expr {
    const left = node.childForFieldName('left') ?? node;
    const target = this.target(left, scope);
    const value = this.required(node.childForFieldName('right'), node, scope);
    if (node.type === 'assignment_expression') return assign(at(node), target, value);
    if (target.kind === 'pattern') return value;
    const operator = (node.childForFieldName('operator')?.text ?? '').slice(0, -1);
    const junction = logical[operator];
    const parts = { left: target, right: value, ...at(node) };
    const result: Expr =
      junction === undefined
        ? { kind: 'binary', operator: operators[operator] ?? 'other', ...parts }
        : { kind: 'logical', operator: junction, ...parts };
    return assign(at(node), target, result);
  }

  private update(node: SyntaxNode, scope: FunctionScope): Expr {
    const operand = node.childForFieldName('argument') ?? node;
    const target = this.expression(operand, scope);
    if (!isTarget(target)) return target;
    const operator = node.childForFieldName('operator')?.text === '++' ? '+' : '-';
    const value: Expr = {
      kind: 'binary',
      operator,
      left: target,
      right: constant(at(node), 1, 'int'),
      ...at(node),
    };
    return { ...assign(at(node), target, value), yieldsOld: operand.startIndex === node.startIndex };
  }

  /** What is written to, in variables that are there. */
  protected target(node: SyntaxNode, scope: FunctionScope): Target {
    const pattern = this.pattern(node, (inner) => this.target(inner, scope), scope);
    if (pattern !== undefined) return pattern;
    const expr = this.expression(node, scope);
    return isTarget(expr) ? expr : { kind: 'pattern', items: [], ...at(node) };
  }

  /** What is written to, in new variables. */
  declareTarget(node: SyntaxNode, scope: FunctionScope): Target {
    const pattern = this.pattern(node, (inner) => this.declareTarget(inner, scope), scope);
    return pattern ?? { kind: 'local', name: scope.declare(node.text), depth: 0, ...at(node) };
  }

  private pattern(
    node: SyntaxNode,
    targetOf: (node: SyntaxNode) => Target,
    scope: FunctionScope,
  ): Target | undefined {
    const { type } = node;
    if (type !== 'array_pattern' && type !== 'object_pattern') return undefined;
    const isArray = type === 'array_pattern';
    const items = partsOf(node).map((part, index) =>
      this.patternItem(part, isArray ? index : part.text, targetOf, scope),
    );
    return { kind: 'pattern', items, ...at(node) };
  }

  private patternItem(
    part: SyntaxNode,
    position: number | string,
    targetOf: (node: SyntaxNode) => Target,
    scope: FunctionScope,
  ): PatternItem {
    if (part.type === 'rest_pattern') return { key: undefined, target: targetOf(firstPart(part) ?? part) };
    if (part.type === 'pair_pattern') {
      const key = part.childForFieldName('key')?.text.replace(/^['"]|['"]$/g, '') ?? '';
      return { ...this.patternItem(part.childForFieldName('value') ?? part, key, targetOf, scope), key };
    }
    if (!/assignment_pattern$/.test(part.type)) return { key: position, target: targetOf(part) };
    const left = part.childForFieldName('left') ?? part;
    const key = typeof position === 'number' || part.type === 'assignment_pattern' ? position : left.text;
    return { key, target: targetOf(left), fallback: this.optional(part.childForFieldName('right'), scope) };
  }
}

function isValue(node: SyntaxNode): boolean {
  return (
    !/type|^jsx_(?:opening|closing)|comment|modifier|decorator/.test(node.type) ||
    node.type === 'jsx_opening_element'
  );
}

import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { ClassIr, FunctionIr } from '../ir/declarations';
import type { Argument, BinaryOperator, Expr, NewExpr, Stmt, Target } from '../ir/ir';
import { assign, at, constant, integerOf, firstPart, isTarget, partsOf, unescaped, unknown } from './build';
import { resolve, type FunctionScope } from './scope';

/** What expressions and statements need of the file around them. */
export interface JavaDefinitions {
  classOf(body: SyntaxNode, superName: string | undefined, scope: FunctionScope): ClassIr;
  lambdaOf(node: SyntaxNode, scope: FunctionScope): FunctionIr;
}

const plainOperators: ReadonlySet<string> = new Set('+ - * / % == != < <= > >= & | ^'.split(' '));

function operatorOf(text: string): BinaryOperator {
  return plainOperators.has(text) ? (text as BinaryOperator) : 'other';
}

/** Lowers the expressions of Java. */
export abstract class JavaExpressions {
  constructor(private readonly definitions: JavaDefinitions) {}

  abstract suite(node: SyntaxNode, scope: FunctionScope): Stmt[];
  protected abstract switchValue(node: SyntaxNode, scope: FunctionScope): Expr;

  /** The value of a declaration; `{1, 2}` is an array there. */
  initializer(node: SyntaxNode, scope: FunctionScope): Expr {
    return this.expression(node, scope);
  }

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
    const text = node.text;
    switch (node.type) {
      case 'decimal_integer_literal':
      case 'hex_integer_literal':
      case 'octal_integer_literal':
      case 'binary_integer_literal':
        return constant(at(node), integerOf(text), 'int');
      case 'decimal_floating_point_literal':
      case 'hex_floating_point_literal':
        return constant(at(node), Number.parseFloat(text.replaceAll('_', '')), 'real');
      case 'string_literal':
        return constant(at(node), unescaped(text.replace(/^"""\s*\n|^"|"""$|"$/g, '')), 'string');
      case 'character_literal':
        return constant(at(node), unescaped(text.slice(1, -1)), 'string');
      case 'true':
      case 'false':
        return constant(at(node), node.type === 'true', 'bool');
      case 'null_literal':
        return constant(at(node), null, 'any');
      default:
        return undefined;
    }
  }

  private simple(node: SyntaxNode, scope: FunctionScope): Expr | undefined {
    switch (node.type) {
      case 'identifier':
        return resolve(node.text, scope, at(node));
      case 'this':
        return { kind: 'this', ...at(node) };
      case 'parenthesized_expression':
        return this.required(firstPart(node), node, scope);
      case 'field_access':
        return this.member(node, scope);
      case 'array_access': {
        const object = this.required(node.childForFieldName('array'), node, scope);
        return {
          kind: 'index',
          object,
          index: this.optional(node.childForFieldName('index'), scope),
          ...at(node),
        };
      }
      case 'method_invocation':
        return this.call(node, scope);
      case 'object_creation_expression': {
        const body = partsOf(node).find(({ type }) => type === 'class_body');
        return this.construct(node, node.childForFieldName('type')?.text ?? '', body ?? null, scope);
      }
      default:
        return undefined;
    }
  }

  private compound(node: SyntaxNode, scope: FunctionScope): Expr {
    switch (node.type) {
      case 'binary_expression':
        return this.binary(node, scope);
      case 'unary_expression':
        return this.unary(node, scope);
      case 'update_expression':
        return this.update(node, scope);
      case 'assignment_expression':
        return this.assignment(node, scope);
      case 'ternary_expression': {
        const test = this.required(node.childForFieldName('condition'), node, scope);
        const then = this.required(node.childForFieldName('consequence'), node, scope);
        const otherwise = this.required(node.childForFieldName('alternative'), node, scope);
        return { kind: 'conditional', test, then, otherwise, ...at(node) };
      }
      case 'cast_expression': {
        const value = this.required(node.childForFieldName('value'), node, scope);
        return { kind: 'cast', type: node.childForFieldName('type')?.text ?? '', value, ...at(node) };
      }
      case 'lambda_expression':
        return { kind: 'closure', fn: this.definitions.lambdaOf(node, scope), ...at(node) };
      default:
        return this.rare(node, scope);
    }
  }

  private rare(node: SyntaxNode, scope: FunctionScope): Expr {
    switch (node.type) {
      case 'instanceof_expression':
        return this.instance(node, scope);
      case 'array_creation_expression':
        return this.array(node, scope);
      case 'array_initializer':
        return {
          kind: 'list',
          elements: partsOf(node).map((each) => ({ value: this.expression(each, scope) })),
          ...at(node),
        };
      case 'method_reference':
        return this.reference(node, scope);
      case 'switch_expression':
        return this.switchValue(node, scope);
      case 'class_literal':
        return unknown(node, []);
      default:
        return unknown(
          node,
          partsOf(node)
            .filter(isExpression)
            .map((part) => this.expression(part, scope)),
        );
    }
  }

  private member(node: SyntaxNode, scope: FunctionScope): Expr {
    const object = node.childForFieldName('object');
    const field = node.childForFieldName('field');
    if (field?.type === 'this' && object !== null) return { kind: 'this', of: object.text, ...at(node) };
    if (object?.type === 'super') {
      return {
        kind: 'member',
        object: { kind: 'this', ...at(object) },
        name: field?.text ?? '',
        ...at(node),
      };
    }
    return {
      kind: 'member',
      object: this.required(object, node, scope),
      name: field?.text ?? '',
      ...at(node),
    };
  }

  private call(node: SyntaxNode, scope: FunctionScope): Expr {
    const object = node.childForFieldName('object');
    const name = node.childForFieldName('name');
    const isSuper = object?.type === 'super' || object?.text.endsWith('.super') === true;
    const span = at(name ?? node);
    const callee: Expr =
      object === null
        ? { kind: 'free', name: name?.text ?? '', ...span }
        : {
            kind: 'member',
            object: isSuper ? { kind: 'this', ...at(object) } : this.expression(object, scope),
            name: name?.text ?? '',
            start: object.startIndex,
            end: span.end,
          };
    return { kind: 'call', callee, args: this.args(node, scope), ...(isSuper && { isSuper }), ...at(node) };
  }

  /** `this(…)` and `super(…)`. */
  protected constructorCall(node: SyntaxNode, scope: FunctionScope): Expr {
    const isSuper = node.childForFieldName('constructor')?.type === 'super';
    const callee: Expr = {
      kind: 'member',
      object: { kind: 'this', ...at(node) },
      name: '<constructor>',
      ...at(node),
    };
    return { kind: 'call', callee, args: this.args(node, scope), isSuper, ...at(node) };
  }

  private args(node: SyntaxNode, scope: FunctionScope): Argument[] {
    const list = node.childForFieldName('arguments');
    return list === null ? [] : partsOf(list).map((each) => ({ value: this.expression(each, scope) }));
  }

  /** `new C(…)`, or a constant of an enum. */
  construct(node: SyntaxNode, type: string, body: SyntaxNode | null, scope: FunctionScope): NewExpr {
    const className = type.replace(/<.*>/s, '').trim();
    const callee = resolve(className, scope, at(node));
    const anonymous = body === null ? undefined : this.definitions.classOf(body, className, scope);
    return {
      kind: 'new',
      callee,
      className,
      args: this.args(node, scope),
      ...(anonymous && { anonymous }),
      ...at(node),
    };
  }

  private binary(node: SyntaxNode, scope: FunctionScope): Expr {
    const left = this.required(node.childForFieldName('left'), node, scope);
    const right = this.required(node.childForFieldName('right'), node, scope);
    const operator = node.childForFieldName('operator')?.text ?? '';
    if (operator === '&&' || operator === '||') {
      return { kind: 'logical', operator: operator === '&&' ? 'and' : 'or', left, right, ...at(node) };
    }
    return { kind: 'binary', operator: operatorOf(operator), left, right, ...at(node) };
  }

  private unary(node: SyntaxNode, scope: FunctionScope): Expr {
    const operand = this.required(node.childForFieldName('operand'), node, scope);
    const operator = node.childForFieldName('operator')?.text;
    if (operator === '+') return operand;
    if (operator === '-' && operand.kind === 'constant' && typeof operand.value === 'number') {
      return constant(at(node), -operand.value, operand.sort);
    }
    return {
      kind: 'unary',
      operator: operator === '!' ? 'not' : operator === '-' ? '-' : 'other',
      operand,
      ...at(node),
    };
  }

  private update(node: SyntaxNode, scope: FunctionScope): Expr {
    const operand = firstPart(node);
    const target = this.required(operand, node, scope);
    if (!isTarget(target)) return target;
    const operator = node.text.includes('++') ? '+' : '-';
    const one = constant(at(node), 1, 'int');
    const value: Expr = { kind: 'binary', operator, left: target, right: one, ...at(node) };
    return { ...assign(at(node), target, value), yieldsOld: operand?.startIndex === node.startIndex };
  }

  private assignment(node: SyntaxNode, scope: FunctionScope): Expr {
    const target = this.required(node.childForFieldName('left'), node, scope);
    const right = node.childForFieldName('right');
    const value = this.required(right, node, scope);
    const operator = node.childForFieldName('operator')?.text ?? '=';
    if (!isTarget(target)) return value;
    if (operator === '=') return assign(at(node), target, value);
    const plain = operatorOf(operator.slice(0, -1));
    return assign(at(node), target, {
      kind: 'binary',
      operator: plain,
      left: target,
      right: value,
      ...at(node),
    });
  }

  private instance(node: SyntaxNode, scope: FunctionScope): Expr {
    const value = this.required(node.childForFieldName('left'), node, scope);
    const type =
      node.childForFieldName('right')?.text ?? node.childForFieldName('pattern')?.children[0]?.text ?? '';
    const name = node.childForFieldName('name');
    const pattern = node.childForFieldName('pattern');
    if (pattern !== null) {
      return { kind: 'instance', value, type, binds: this.recordPattern(pattern, scope), ...at(node) };
    }
    const binds: Target | undefined =
      name === null
        ? undefined
        : { kind: 'local', name: scope.declare(name.text, type), depth: 0, ...at(name) };
    return { kind: 'instance', value, type, binds, ...at(node) };
  }

  /** The components of a record by position. */
  private recordPattern(node: SyntaxNode, scope: FunctionScope): Target {
    const components = node.descendantsOfType('record_pattern_component');
    return {
      kind: 'pattern',
      items: components.map((component, key) => {
        const name = partsOf(component).at(-1) ?? component;
        const unique = scope.declare(name.text, partsOf(component)[0]?.text);
        return { key, target: { kind: 'local', name: unique, depth: 0, ...at(name) } };
      }),
      ...at(node),
    };
  }

  /** What a `case` compares with; patterns are not modelled and may match or not. */
  protected labelTests(label: SyntaxNode, scope: FunctionScope): Expr[] {
    return partsOf(label).map((each) => {
      if (each.type === 'pattern') {
        for (const type of each.descendantsOfType('type_pattern')) {
          const name = partsOf(type).at(-1);
          if (name !== undefined) scope.declare(name.text, partsOf(type)[0]?.text);
        }
        return unknown(each, []);
      }
      return each.type === 'guard' ? unknown(each, []) : this.expression(each, scope);
    });
  }

  private array(node: SyntaxNode, scope: FunctionScope): Expr {
    const value = node.childForFieldName('value');
    if (value !== null) return { ...this.expression(value, scope), ...at(node) };
    const size = partsOf(node).find(({ type }) => type === 'dimensions_expr');
    const length = size && firstPart(size);
    const callee: Expr = { kind: 'free', name: 'Array', ...at(node) };
    const args = length === undefined ? [] : [{ value: this.expression(length, scope) }];
    return {
      kind: 'new',
      callee,
      className: `${node.childForFieldName('type')?.text ?? ''}[]`,
      args,
      ...at(node),
    };
  }

  /** `object::method` as the method that it names, unbound where it is a class. */
  private reference(node: SyntaxNode, scope: FunctionScope): Expr {
    const [object] = partsOf(node);
    const name = node.children.at(-1)?.text ?? '';
    if (object === undefined) return unknown(node, []);
    const value: Expr =
      object.type === 'super' ? { kind: 'this', ...at(object) } : this.expression(object, scope);
    return { kind: 'member', object: value, name, ...at(node) };
  }
}

function isExpression(node: SyntaxNode): boolean {
  return !/type|annotation|modifiers/.test(node.type);
}

import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { Expr, Handler, Stmt, Target } from '../ir/ir';
import { assign, at, choices, firstPart, isTarget, partsOf, statement, unknown } from './build';
import { PythonExpressions } from './pythonExpressions';
import { resolve, type FunctionScope } from './scope';

/** Lowers the statements of Python. */
export class PythonStatements extends PythonExpressions {
  /** The statements of a block. */
  suite(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    return partsOf(node).flatMap((child) => {
      return child.type === 'ERROR' ? this.suite(child, scope) : this.lower(child, scope);
    });
  }

  private body(node: SyntaxNode | null | undefined, scope: FunctionScope): Stmt[] {
    if (node === null || node === undefined) return [];
    return node.type === 'block'
      ? this.suite(node, scope)
      : this.suite(node.childForFieldName('body') ?? node, scope);
  }

  private lower(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    switch (node.type) {
      case 'expression_statement':
        return partsOf(node).flatMap((part) => this.lowerSimple(part, scope));
      case 'return_statement':
        return [{ kind: 'return', value: this.optional(firstPart(node), scope), ...at(node) }];
      case 'raise_statement':
        return [{ kind: 'throw', value: this.optional(firstPart(node), scope), ...at(node) }];
      case 'break_statement':
      case 'continue_statement':
        return [
          { kind: node.type === 'break_statement' ? 'break' : 'continue', label: undefined, ...at(node) },
        ];
      case 'function_definition':
        return [
          this.define(node, scope, {
            kind: 'closure',
            fn: this.definitions.functionOf(node, scope),
            ...at(node),
          }),
        ];
      case 'class_definition':
        return [
          this.define(node, scope, {
            kind: 'class',
            class: this.definitions.classOf(node, scope),
            ...at(node),
          }),
        ];
      case 'decorated_definition':
        return this.body(node, scope).concat(
          partsOf(node)
            .filter(({ type }) => /_definition$/.test(type))
            .flatMap((each) => this.lower(each, scope)),
        );
      default:
        return this.lowerCompound(node, scope);
    }
  }

  private lowerCompound(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    switch (node.type) {
      case 'if_statement':
        return this.lowerIf(node, scope);
      case 'while_statement':
        return [this.lowerWhile(node, scope)];
      case 'for_statement':
        return [this.lowerFor(node, scope)];
      case 'with_statement':
        return this.lowerWith(node, scope);
      case 'try_statement':
        return [this.lowerTry(node, scope)];
      case 'match_statement':
        return this.lowerMatch(node, scope);
      case 'assert_statement':
        return partsOf(node)
          .slice(0, 1)
          .map((test) => statement(this.expression(test, scope)));
      default:
        return [];
    }
  }

  private lowerSimple(part: SyntaxNode, scope: FunctionScope): Stmt[] {
    if (part.type === 'assignment') return this.lowerAssignment(part, scope);
    return [statement(this.expression(part, scope))];
  }

  private lowerAssignment(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    if (left === null || right === null) return [];
    return [statement(this.assignment(node, left, right, scope))];
  }

  private define(node: SyntaxNode, scope: FunctionScope, value: Expr): Stmt {
    const name = node.childForFieldName('name') ?? node;
    return statement(assign(at(name), resolve(name.text, scope, at(name)), value, true));
  }

  private lowerIf(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const clauses = [node, ...partsOf(node).filter(({ type }) => type === 'elif_clause')];
    const otherwise = partsOf(node).find(({ type }) => type === 'else_clause');
    const arms = clauses.map((clause) => ({
      test: this.required(clause.childForFieldName('condition'), clause, scope),
      body: this.body(clause.childForFieldName('consequence'), scope),
    }));
    return [...choices(at(node), arms, this.body(otherwise, scope))];
  }

  private lowerWhile(node: SyntaxNode, scope: FunctionScope): Stmt {
    return {
      kind: 'loop',
      labels: [],
      test: this.optional(node.childForFieldName('condition'), scope),
      testsLast: false,
      update: [],
      body: this.body(node.childForFieldName('body'), scope),
      otherwise: this.body(node.childForFieldName('alternative'), scope),
      ...at(node),
    };
  }

  private lowerFor(node: SyntaxNode, scope: FunctionScope): Stmt {
    return {
      kind: 'each',
      labels: [],
      target: this.target(node.childForFieldName('left') ?? node, scope),
      iterable: this.required(node.childForFieldName('right'), node, scope),
      givesKeys: true,
      body: this.body(node.childForFieldName('body'), scope),
      otherwise: this.body(node.childForFieldName('alternative'), scope),
      ...at(node),
    };
  }

  /** What the manager does on leaving is not modelled. */
  private lowerWith(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const items = node.descendantsOfType('with_item').filter((item) => item.parent?.parent?.id === node.id);
    const entered = items.map((item) => {
      const value = item.childForFieldName('value') ?? item;
      if (value.type !== 'as_pattern') return statement(this.expression(value, scope));
      const alias = value.childForFieldName('alias');
      const manager = this.required(firstPart(value), value, scope);
      const target = alias && firstPart(alias);
      return statement(target ? assign(at(value), this.target(target, scope), manager) : manager);
    });
    return [...entered, ...this.body(node.childForFieldName('body'), scope)];
  }

  private lowerTry(node: SyntaxNode, scope: FunctionScope): Stmt {
    const clause = (type: string): SyntaxNode | undefined => partsOf(node).find((part) => part.type === type);
    const finalizer = clause('finally_clause');
    return {
      kind: 'try',
      body: this.body(node.childForFieldName('body'), scope),
      handlers: partsOf(node)
        .filter(({ type }) => /^except/.test(type))
        .map((handler) => this.lowerHandler(handler, scope)),
      otherwise: this.body(clause('else_clause'), scope),
      finalizer: finalizer === undefined ? [] : this.body(firstPart(finalizer), scope),
      ...at(node),
    };
  }

  private lowerHandler(node: SyntaxNode, scope: FunctionScope): Handler {
    const value = node.childForFieldName('value');
    const caught = value?.type === 'as_pattern' ? firstPart(value) : value;
    const alias = value?.type === 'as_pattern' ? value.childForFieldName('alias') : null;
    const name = alias && firstPart(alias);
    const types =
      caught === null || caught === undefined ? [] : caught.type === 'tuple' ? partsOf(caught) : [caught];
    return {
      types: types.map(({ text }) => text),
      binds: name ? this.target(name, scope) : undefined,
      body: partsOf(node)
        .filter(({ type }) => type === 'block')
        .flatMap((block) => this.suite(block, scope)),
    };
  }

  /** Literals are compared; what any other pattern tests is not modelled, and what it binds may be any part. */
  private lowerMatch(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const [subject] = node.childrenForFieldName('subject');
    const value = this.required(subject, node, scope);
    const clauses = (node.childForFieldName('body') ?? node).namedChildren.filter(
      ({ type }) => type === 'case_clause',
    );
    const arms = clauses.map((clause) => {
      const pattern = partsOf(clause).find(({ type }) => type === 'case_pattern') ?? clause;
      const binds = this.captures(pattern, value, scope);
      const test = this.patternTest(pattern, value, scope);
      return { test, body: [...binds, ...this.body(clause.childForFieldName('consequence'), scope)] };
    });
    return [...choices(at(node), arms, [])];
  }

  private patternTest(pattern: SyntaxNode, subject: Expr, scope: FunctionScope): Expr {
    const inner = firstPart(pattern);
    if (inner === undefined) return { kind: 'constant', value: true, sort: 'bool', ...at(pattern) };
    const literals = inner.type === 'union_pattern' ? partsOf(inner) : [inner];
    const isLiteral = literals.every(({ type }) => /^(?:string|integer|float|true|false|none)$/.test(type));
    if (!isLiteral) {
      return inner.type === 'dotted_name' && inner.namedChildren.length === 1
        ? { kind: 'constant', value: true, sort: 'bool', ...at(pattern) }
        : unknown(pattern, []);
    }
    return literals
      .map((each): Expr => ({
        kind: 'binary',
        operator: '==',
        left: subject,
        right: this.expression(each, scope),
        ...at(each),
      }))
      .reduce((left, right) => ({ kind: 'logical', operator: 'or', left, right, ...at(inner) }));
  }

  private captures(pattern: SyntaxNode, subject: Expr, scope: FunctionScope): Stmt[] {
    return pattern
      .descendantsOfType('dotted_name')
      .filter((name) => name.namedChildren.length === 1 && name.parent?.type !== 'class_pattern')
      .map((name) => {
        const isWhole = name.parent?.id === pattern.id;
        const value: Expr = isWhole
          ? subject
          : { kind: 'unknown', parts: [subject], what: 'pattern', ...at(name) };
        return statement(assign(at(name), resolve(name.text, scope, at(name)), value));
      });
  }

  protected override target(node: SyntaxNode, scope: FunctionScope): Target {
    if (/^(?:pattern_list|tuple_pattern|list_pattern|tuple|list|as_pattern_target)$/.test(node.type)) {
      const items = partsOf(node).map((part, index) => {
        const isRest = part.type === 'list_splat_pattern';
        const inner = isRest ? (firstPart(part) ?? part) : part;
        return { key: isRest ? undefined : index, target: this.target(inner, scope) };
      });
      return { kind: 'pattern', items, ...at(node) };
    }
    const expr = this.expression(node, scope);
    return isTarget(expr) ? expr : { kind: 'pattern', items: [], ...at(node) };
  }
}

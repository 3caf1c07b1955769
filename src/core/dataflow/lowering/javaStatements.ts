import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { Expr, Handler, Stmt, SwitchStmt, Target } from '../ir/ir';
import { assign, at, firstPart, partsOf, statement } from './build';
import { JavaExpressions, type JavaDefinitions } from './javaExpressions';
import type { FunctionScope } from './scope';

/** Lowers the statements of Java. */
export class JavaStatements extends JavaExpressions {
  constructor(private readonly fileDefinitions: JavaDefinitions) {
    super(fileDefinitions);
  }

  /** The statements of a block, with names of their own. */
  override suite(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    return scope.block(() => this.statementsIn(node, scope));
  }

  private statementsIn(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    return partsOf(node).flatMap((child) => {
      return child.type === 'ERROR' ? this.statementsIn(child, scope) : this.lower(child, scope);
    });
  }

  /** One statement as a body. */
  private single(node: SyntaxNode | null, scope: FunctionScope): Stmt[] {
    if (node === null) return [];
    return node.type === 'block' ? this.suite(node, scope) : scope.block(() => this.lower(node, scope));
  }

  private lower(node: SyntaxNode, scope: FunctionScope, labels: readonly string[] = []): Stmt[] {
    switch (node.type) {
      case 'expression_statement':
      case 'explicit_constructor_invocation':
        return this.lowerExpression(node, scope);
      case 'local_variable_declaration':
        return this.lowerLocal(node, scope);
      case 'block':
        return [{ kind: 'group', labels, body: this.suite(node, scope), ...at(node) }];
      case 'labeled_statement':
        return this.lowerLabelled(node, scope, labels);
      case 'return_statement':
      case 'throw_statement':
        return [
          {
            kind: node.type === 'return_statement' ? 'return' : 'throw',
            value: this.optional(firstPart(node), scope),
            ...at(node),
          },
        ];
      case 'break_statement':
      case 'continue_statement':
        return [
          {
            kind: node.type === 'break_statement' ? 'break' : 'continue',
            label: firstPart(node)?.text,
            ...at(node),
          },
        ];
      default:
        return this.lowerCompound(node, scope, labels);
    }
  }

  private lowerCompound(node: SyntaxNode, scope: FunctionScope, labels: readonly string[]): Stmt[] {
    switch (node.type) {
      case 'if_statement':
        return [this.lowerIf(node, scope)];
      case 'while_statement':
      case 'do_statement':
      case 'for_statement':
        return scope.block(() => this.lowerLoop(node, scope, labels));
      case 'enhanced_for_statement':
        return scope.block(() => [this.lowerEach(node, scope, labels)]);
      case 'switch_expression':
        return [this.lowerSwitch(node, scope, labels)];
      case 'try_statement':
      case 'try_with_resources_statement':
        return scope.block(() => this.lowerTry(node, scope));
      case 'synchronized_statement':
        return this.single(node.childForFieldName('body'), scope);
      default:
        return this.lowerRare(node, scope);
    }
  }

  private lowerRare(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    switch (node.type) {
      case 'yield_statement':
        return this.lowerYield(node, scope);
      case 'class_declaration':
      case 'record_declaration':
      case 'enum_declaration':
      case 'interface_declaration':
        return [
          statement({
            kind: 'class',
            class: this.fileDefinitions.classOf(node, undefined, scope),
            ...at(node),
          }),
        ];
      case 'assert_statement':
        return [];
      default:
        return /statement|declaration|;/.test(node.type) ? [] : [statement(this.expression(node, scope))];
    }
  }

  private lowerExpression(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    if (node.type === 'explicit_constructor_invocation') {
      return [statement(this.constructorCall(node, scope))];
    }
    const value = firstPart(node);
    if (value === undefined) return [];
    if (value.type === 'switch_expression') return this.lower(value, scope);
    return [statement(this.expression(value, scope))];
  }

  private lowerLocal(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const type = node.childForFieldName('type')?.text;
    return node.childrenForFieldName('declarator').flatMap((declarator): Stmt[] => {
      const name = declarator.childForFieldName('name');
      const value = declarator.childForFieldName('value');
      if (name === null) return [];
      const initial = value === null ? undefined : this.initializer(value, scope);
      const target: Target = { kind: 'local', name: scope.declare(name.text, type), depth: 0, ...at(name) };
      return initial === undefined ? [] : [statement(assign(at(declarator), target, initial, true))];
    });
  }

  private lowerLabelled(node: SyntaxNode, scope: FunctionScope, labels: readonly string[]): Stmt[] {
    const [label, body] = partsOf(node);
    if (label === undefined || body === undefined) return [];
    return this.lower(body, scope, [...labels, label.text]);
  }

  private lowerIf(node: SyntaxNode, scope: FunctionScope): Stmt {
    const condition = node.childForFieldName('condition');
    return {
      kind: 'if',
      test: this.required(condition, node, scope),
      then: this.single(node.childForFieldName('consequence'), scope),
      otherwise: this.single(node.childForFieldName('alternative'), scope),
      ...at(node),
    };
  }

  private lowerLoop(node: SyntaxNode, scope: FunctionScope, labels: readonly string[]): Stmt[] {
    const init = node
      .childrenForFieldName('init')
      .flatMap((each) =>
        each.type === 'local_variable_declaration'
          ? this.lowerLocal(each, scope)
          : [statement(this.expression(each, scope))],
      );
    const condition = node.childForFieldName('condition');
    const loop: Stmt = {
      kind: 'loop',
      labels,
      test: condition === null ? undefined : this.expression(condition, scope),
      testsLast: node.type === 'do_statement',
      update: node.childrenForFieldName('update').map((each) => this.expression(each, scope)),
      body: this.single(node.childForFieldName('body'), scope),
      otherwise: [],
      ...at(node),
    };
    return [...init, loop];
  }

  private lowerEach(node: SyntaxNode, scope: FunctionScope, labels: readonly string[]): Stmt {
    const iterable = this.required(node.childForFieldName('value'), node, scope);
    const name = node.childForFieldName('name') ?? node;
    const unique = scope.declare(name.text, node.childForFieldName('type')?.text);
    return {
      kind: 'each',
      labels,
      target: { kind: 'local', name: unique, depth: 0, ...at(name) },
      iterable,
      givesKeys: false,
      body: this.single(node.childForFieldName('body'), scope),
      otherwise: [],
      ...at(node),
    };
  }

  private lowerTry(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const resources = partsOf(node.childForFieldName('resources') ?? node)
      .filter(({ type }) => type === 'resource')
      .flatMap((resource) => this.lowerResource(resource, scope));
    const handlers = partsOf(node).filter(({ type }) => type === 'catch_clause');
    const finalizer = partsOf(node).find(({ type }) => type === 'finally_clause');
    const block = finalizer && firstPart(finalizer);
    return [
      {
        kind: 'try',
        body: [...resources, ...this.single(node.childForFieldName('body'), scope)],
        handlers: handlers.map((handler) => scope.block(() => this.lowerHandler(handler, scope))),
        otherwise: [],
        finalizer: block === undefined ? [] : this.suite(block, scope),
        ...at(node),
      },
    ];
  }

  private lowerResource(resource: SyntaxNode, scope: FunctionScope): Stmt[] {
    const name = resource.childForFieldName('name');
    const value = resource.childForFieldName('value');
    if (name === null || value === null) return [];
    const initial = this.expression(value, scope);
    const unique = scope.declare(name.text, resource.childForFieldName('type')?.text);
    return [
      statement(assign(at(resource), { kind: 'local', name: unique, depth: 0, ...at(name) }, initial, true)),
    ];
  }

  private lowerHandler(clause: SyntaxNode, scope: FunctionScope): Handler {
    const parameter = partsOf(clause).find(({ type }) => type === 'catch_formal_parameter');
    const types = parameter?.descendantsOfType('catch_type')[0];
    const name = parameter?.childForFieldName('name');
    const unique = name ? scope.declare(name.text, types?.text) : undefined;
    return {
      types: types ? partsOf(types).map(({ text }) => text) : [],
      binds:
        name && unique !== undefined ? { kind: 'local', name: unique, depth: 0, ...at(name) } : undefined,
      body: this.single(clause.childForFieldName('body'), scope),
    };
  }

  /** The target that a `yield` of the innermost switch expression writes. */
  private readonly yields: string[] = [];

  private lowerSwitch(node: SyntaxNode, scope: FunctionScope, labels: readonly string[]): SwitchStmt {
    const body = node.childForFieldName('body') ?? node;
    const groups = partsOf(body).filter(({ type }) => type.startsWith('switch_'));
    const subject = this.required(node.childForFieldName('condition'), node, scope);
    const lowered = scope.block(() =>
      groups.map((group) => {
        const marks = partsOf(group).filter(({ type }) => type === 'switch_label');
        const statements = partsOf(group).filter(({ type }) => type !== 'switch_label');
        const isDefault = marks.some((mark) => mark.children.some(({ text }) => text === 'default'));
        const tests = isDefault ? [] : marks.flatMap((mark) => this.labelTests(mark, scope));
        return { tests, body: statements.flatMap((each) => this.lowerArm(each, scope)) };
      }),
    );
    const fallsThrough = groups.some(({ type }) => type === 'switch_block_statement_group');
    return { kind: 'switch', labels, subject, cases: lowered, fallsThrough, ...at(node) };
  }

  /** In a switch expression the value of an arm is its result. */
  private lowerArm(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const target = this.yields.at(-1);
    const isRule = node.parent?.type === 'switch_rule';
    if (target === undefined || !isRule || node.type !== 'expression_statement') {
      return this.lower(node, scope);
    }
    const value = firstPart(node);
    return value === undefined ? [] : [this.result(target, this.expression(value, scope))];
  }

  private lowerYield(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const value = firstPart(node);
    const target = this.yields.at(-1);
    if (value === undefined || target === undefined) return [];
    return [
      this.result(target, this.expression(value, scope)),
      { kind: 'break', label: target, ...at(node) },
    ];
  }

  private result(name: string, value: Expr): Stmt {
    const span = { start: value.start, end: value.end };
    return statement(assign(span, { kind: 'local', name, depth: 0, ...span }, value));
  }

  protected override switchValue(node: SyntaxNode, scope: FunctionScope): Expr {
    const name = scope.declare(`<switch ${node.startIndex}>`);
    this.yields.push(name);
    const body = [this.lowerSwitch(node, scope, [name])];
    this.yields.pop();
    return { kind: 'block', body, result: { kind: 'local', name, depth: 0, ...at(node) }, ...at(node) };
  }
}

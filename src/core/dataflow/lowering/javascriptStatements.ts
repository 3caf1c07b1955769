import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { Expr, Handler, Stmt, Target } from '../ir/ir';
import { assign, at, firstPart, partsOf, statement } from './build';
import { JavaScriptExpressions } from './javascriptExpressions';
import type { FunctionScope } from './scope';

const definitions = /^(?:function|generator_function)_declaration$/;
const variables = /^(?:lexical|variable)_declaration$/;

/** Lowers the statements of JavaScript and TypeScript. */
export class JavaScriptStatements extends JavaScriptExpressions {
  /** The statements of a function's body or of the file; declarations of functions come first, as they are hoisted. */
  suite(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const children = partsOf(node).flatMap((child) => (child.type === 'ERROR' ? partsOf(child) : [child]));
    const functions = children.filter((child) => this.hoist(child, scope));
    const hoisted = new Set(functions);
    const rest = functions.length === 0 ? children : children.filter((child) => !hoisted.has(child));
    return [...functions, ...rest].flatMap((child) => this.lower(child, scope, []));
  }

  private block(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    return scope.block(() => this.suite(node, scope));
  }

  /** Names are known in all of their block. @returns whether the statement makes a function, which then runs first. */
  private hoist(node: SyntaxNode, scope: FunctionScope): boolean {
    const { declaration, type } = declared(node);
    const isFunction = definitions.test(type);
    if (isFunction || type === 'class_declaration') {
      const name = declaration.childForFieldName('name');
      if (name !== null) scope.declare(name.text);
    } else if (variables.test(type)) {
      for (const declarator of partsOf(declaration)) {
        const name = declarator.childForFieldName('name');
        if (name !== null && !isRequire(declarator, scope)) this.declareTarget(name, scope);
      }
    }
    return isFunction;
  }

  private body(node: SyntaxNode | null | undefined, scope: FunctionScope): Stmt[] {
    if (node === null || node === undefined) return [];
    if (node.type === 'statement_block') return this.block(node, scope);
    return scope.block(() => this.lower(node, scope, []));
  }

  private lower(node: SyntaxNode, scope: FunctionScope, labels: readonly string[]): Stmt[] {
    const { type } = node;
    switch (type) {
      case 'expression_statement':
        return partsOf(node).map((part) => statement(this.expression(part, scope)));
      case 'lexical_declaration':
      case 'variable_declaration':
        return partsOf(node).flatMap((declarator) => this.lowerDeclarator(declarator, scope));
      case 'return_statement':
        return [{ kind: 'return', value: this.optional(firstPart(node), scope), ...at(node) }];
      case 'throw_statement':
        return [{ kind: 'throw', value: this.optional(firstPart(node), scope), ...at(node) }];
      case 'break_statement':
        return [{ kind: 'break', label: node.childForFieldName('label')?.text, ...at(node) }];
      case 'continue_statement':
        return [{ kind: 'continue', label: node.childForFieldName('label')?.text, ...at(node) }];
      case 'statement_block':
        return [{ kind: 'group', labels, body: this.block(node, scope), ...at(node) }];
      case 'export_statement':
        return this.lowerExport(node, scope);
      default:
        return this.lowerCompound(type, node, scope, labels);
    }
  }

  private lowerCompound(
    type: string,
    node: SyntaxNode,
    scope: FunctionScope,
    labels: readonly string[],
  ): Stmt[] {
    switch (type) {
      case 'if_statement':
        return [this.lowerIf(node, scope)];
      case 'while_statement':
      case 'do_statement':
      case 'for_statement':
        return scope.block(() => this.lowerLoop(node, scope, labels));
      case 'for_in_statement':
        return scope.block(() => [this.lowerEach(node, scope, labels)]);
      case 'switch_statement':
        return [this.lowerSwitch(node, scope, labels)];
      case 'try_statement':
        return [this.lowerTry(node, scope)];
      case 'labeled_statement': {
        const label = node.childForFieldName('label')?.text ?? '';
        const body = node.childForFieldName('body');
        return body === null ? [] : this.lower(body, scope, [...labels, label]);
      }
      default:
        return this.lowerDefinition(type, node, scope);
    }
  }

  private lowerDefinition(type: string, node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const name = node.childForFieldName('name');
    if (name === null) return [];
    const target: Target = { kind: 'local', name: scope.declare(name.text), depth: 0, ...at(name) };
    if (definitions.test(type)) {
      const value: Expr = { kind: 'closure', fn: this.definitions.functionOf(node, scope), ...at(node) };
      return [statement(assign(at(name), target, value, true))];
    }
    if (!/^(?:abstract_)?class_declaration$/.test(type)) return [];
    const value: Expr = { kind: 'class', class: this.definitions.classOf(node, scope), ...at(node) };
    return [statement(assign(at(name), target, value, true))];
  }

  private lowerExport(node: SyntaxNode, scope: FunctionScope): Stmt[] {
    const declaration = node.childForFieldName('declaration');
    if (declaration !== null) {
      const lowered = this.lower(declaration, scope, []);
      const name = declaration.childForFieldName('name');
      const isDefault = node.children.some(({ type }) => type === 'default');
      if (!isDefault || name === null) return lowered;
      const target: Target = { kind: 'local', name: scope.declare('default'), depth: 0, ...at(node) };
      return [...lowered, statement(assign(at(node), target, this.expression(name, scope), true))];
    }
    const value = node.childForFieldName('value');
    if (value === null) return [];
    const target: Target = { kind: 'local', name: scope.declare('default'), depth: 0, ...at(node) };
    return [statement(assign(at(node), target, this.expression(value, scope), true))];
  }

  private lowerDeclarator(declarator: SyntaxNode, scope: FunctionScope): Stmt[] {
    const name = declarator.childForFieldName('name');
    const value = declarator.childForFieldName('value');
    if (name === null || isRequire(declarator, scope)) return [];
    const target = this.declareTarget(name, scope);
    const type = declarator.childForFieldName('type')?.text.replace(/^:\s*/, '');
    if (type !== undefined && target.kind === 'local') scope.types.set(target.name, type);
    if (value === null) return [];
    return [statement(assign(at(declarator), target, this.expression(value, scope, name.text), true))];
  }

  private lowerIf(node: SyntaxNode, scope: FunctionScope): Stmt {
    const alternative = node.childForFieldName('alternative');
    return {
      kind: 'if',
      test: this.required(node.childForFieldName('condition'), node, scope),
      then: this.body(node.childForFieldName('consequence'), scope),
      otherwise: this.body(alternative && firstPart(alternative), scope),
      ...at(node),
    };
  }

  private lowerLoop(node: SyntaxNode, scope: FunctionScope, labels: readonly string[]): Stmt[] {
    const init = node.childForFieldName('initializer');
    const before = init === null || init.type === 'empty_statement' ? [] : this.lowerInit(init, scope);
    const condition = node.childForFieldName('condition');
    const hasTest = condition !== null && condition.type !== 'empty_statement';
    const test = condition?.type === 'expression_statement' ? firstPart(condition) : condition;
    const update = node.childForFieldName('increment');
    const loop: Stmt = {
      kind: 'loop',
      labels,
      test: hasTest ? this.optional(test, scope) : undefined,
      testsLast: node.type === 'do_statement',
      update: update === null ? [] : [this.expression(update, scope)],
      body: this.body(node.childForFieldName('body'), scope),
      otherwise: [],
      ...at(node),
    };
    return [...before, loop];
  }

  private lowerInit(init: SyntaxNode, scope: FunctionScope): Stmt[] {
    return /declaration|statement/.test(init.type)
      ? this.lower(init, scope, [])
      : [statement(this.expression(init, scope))];
  }

  private lowerEach(node: SyntaxNode, scope: FunctionScope, labels: readonly string[]): Stmt {
    const iterable = this.required(node.childForFieldName('right'), node, scope);
    const left = node.childForFieldName('left') ?? node;
    const target =
      node.childForFieldName('kind') === null ? this.target(left, scope) : this.declareTarget(left, scope);
    const givesKeys = node.childForFieldName('operator')?.text === 'in';
    const body = this.body(node.childForFieldName('body'), scope);
    return { kind: 'each', labels, target, iterable, givesKeys, body, otherwise: [], ...at(node) };
  }

  private lowerSwitch(node: SyntaxNode, scope: FunctionScope, labels: readonly string[]): Stmt {
    const clauses = partsOf(node.childForFieldName('body') ?? node).filter(({ type }) =>
      /^switch_/.test(type),
    );
    const cases = scope.block(() =>
      clauses.map((clause) => {
        const value = clause.childForFieldName('value');
        const statements = clause.childrenForFieldName('body').filter(({ isNamed }) => isNamed);
        for (const each of statements) this.hoist(each, scope);
        return {
          tests: value === null ? [] : [this.expression(value, scope)],
          body: statements.flatMap((each) => this.lower(each, scope, [])),
        };
      }),
    );
    const subject = this.required(node.childForFieldName('value'), node, scope);
    return { kind: 'switch', labels, subject, cases, fallsThrough: true, ...at(node) };
  }

  private lowerTry(node: SyntaxNode, scope: FunctionScope): Stmt {
    const handler = node.childForFieldName('handler');
    const finalizer = node.childForFieldName('finalizer');
    return {
      kind: 'try',
      body: this.body(node.childForFieldName('body'), scope),
      handlers: handler === null ? [] : [this.lowerHandler(handler, scope)],
      otherwise: [],
      finalizer: this.body(finalizer?.childForFieldName('body'), scope),
      ...at(node),
    };
  }

  private lowerHandler(handler: SyntaxNode, scope: FunctionScope): Handler {
    return scope.block(() => {
      const parameter = handler.childForFieldName('parameter');
      const binds = parameter === null ? undefined : this.declareTarget(parameter, scope);
      return { types: [], binds, body: this.body(handler.childForFieldName('body'), scope) };
    });
  }
}

/** What an `export` exports. */
function declared(node: SyntaxNode): { readonly declaration: SyntaxNode; readonly type: string } {
  const { type } = node;
  const exported = type === 'export_statement' ? node.childForFieldName('declaration') : null;
  return exported === null ? { declaration: node, type } : { declaration: exported, type: exported.type };
}

/** At the top a `require` is an import. Asking for parents comes last: the parser looks for them from the root. */
function isRequire(declarator: SyntaxNode, scope: FunctionScope): boolean {
  if (scope.outer !== undefined) return false;
  const value = declarator.childForFieldName('value');
  return (
    value?.type === 'call_expression' &&
    /^require\(\s*['"][^'"]+['"]\s*\)$/.test(value.text) &&
    declarator.parent?.parent?.type === 'program'
  );
}

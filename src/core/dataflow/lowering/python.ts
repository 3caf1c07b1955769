import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { ClassIr, FieldIr, FileIr, FunctionIr, ImportIr, ParameterIr } from '../ir/declarations';
import type { Expr, Stmt } from '../ir/ir';
import { at, partsOf } from './build';
import { FileBuilder } from './fileBuilder';
import { PythonStatements } from './pythonStatements';
import { FunctionScope } from './scope';

/** Lowers a Python file. */
export function lowerPython(path: string, root: SyntaxNode): FileIr {
  const builder = new PythonFile(path, root);
  return builder.file;
}

class PythonFile extends FileBuilder {
  private readonly statements: PythonStatements;

  constructor(path: string, root: SyntaxNode) {
    super(path, 'python', importsOf(root));
    this.statements = new PythonStatements({
      functionOf: (node, scope) => this.lowerFunction(node, scope),
      lambdaOf: (node, scope) => this.lowerLambda(node, scope),
      classOf: (node, scope) => this.lowerClass(node, scope),
    });
    const scope = new FunctionScope(undefined);
    declareNames(root, scope);
    this.finishModule(root, this.statements.suite(root, scope), scope);
  }

  private lowerFunction(node: SyntaxNode, scope: FunctionScope): FunctionIr {
    const name = node.childForFieldName('name')?.text ?? '';
    const own = new FunctionScope(scope);
    const body = node.childForFieldName('body');
    const parameters = this.parametersOf(node.childForFieldName('parameters'), own, scope);
    if (body !== null) declareNames(body, own);
    return this.inside(name, () => {
      const statements = body === null ? [] : this.statements.suite(body, own);
      const isGenerator = body !== null && yields(body);
      const isAsync = node.children.some(({ type }) => type === 'async');
      return this.make(node, name, statements, own, { parameters, isGenerator, isAsync });
    });
  }

  private lowerLambda(node: SyntaxNode, scope: FunctionScope): FunctionIr {
    const own = new FunctionScope(scope);
    const parameters = this.parametersOf(node.childForFieldName('parameters'), own, scope);
    const body = node.childForFieldName('body') ?? node;
    const value = this.statements.expression(body, own);
    return this.make(node, '<lambda>', [{ kind: 'return', value, ...at(body) }], own, { parameters });
  }

  private parametersOf(list: SyntaxNode | null, own: FunctionScope, around: FunctionScope): ParameterIr[] {
    if (list === null) return [];
    return partsOf(list).flatMap((node): ParameterIr[] => {
      const inner = node.type === 'typed_parameter' ? (partsOf(node)[0] ?? node) : node;
      const nameNode =
        node.childForFieldName('name') ?? (inner.type === 'identifier' ? inner : partsOf(inner)[0]);
      if (nameNode?.type !== 'identifier') return [];
      const type = node.childForFieldName('type')?.text;
      const value = node.childForFieldName('value');
      const name = own.declare(nameNode.text, type);
      const fallback = value === null ? undefined : this.statements.expression(value, around);
      const rest = restOf(inner.type);
      return [
        {
          target: { kind: 'local', name, depth: 0, ...at(nameNode) },
          type,
          name,
          ...(fallback && { fallback }),
          ...(rest && { rest }),
          ...at(nameNode),
        },
      ];
    });
  }

  private lowerClass(node: SyntaxNode, scope: FunctionScope): ClassIr {
    const name = node.childForFieldName('name')?.text ?? '';
    const bases = node.childForFieldName('superclasses');
    const supers = bases === null ? [] : partsOf(bases).filter(({ type }) => type !== 'keyword_argument');
    const made = this.startClass(
      node,
      name,
      supers.map(({ text }) => text),
    );
    const body = node.childForFieldName('body');
    this.insideClass(made, () => {
      for (const member of body === null ? [] : partsOf(body)) this.lowerMember(member, scope, made);
    });
    return made;
  }

  private lowerMember(
    member: SyntaxNode,
    scope: FunctionScope,
    into: ReturnType<FileBuilder['startClass']>,
  ): void {
    const definition =
      member.type === 'decorated_definition' ? member.childForFieldName('definition') : member;
    if (definition?.type === 'class_definition') this.lowerClass(definition, scope);
    else if (definition?.type === 'function_definition') {
      const decorators = partsOf(member)
        .filter(({ type }) => type === 'decorator')
        .map(({ text }) => text);
      into.methods = [...into.methods, this.lowerMethod(definition, decorators, scope, into)];
    } else {
      const assignment = member.type === 'expression_statement' ? partsOf(member)[0] : undefined;
      const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
      const right = assignment?.childForFieldName('right');
      if (left?.type === 'identifier' && right) {
        into.fields = [...into.fields, this.fieldOf(left, right, scope)];
      }
    }
  }

  /** The first parameter is the receiver; the machine passes it apart. */
  private lowerMethod(
    node: SyntaxNode,
    decorators: readonly string[],
    scope: FunctionScope,
    cls: ClassIr,
  ): FunctionIr {
    const fn = this.lowerFunction(node, scope);
    const isStatic = decorators.some((text) => /@staticmethod\b/.test(text));
    const [first, ...rest] = fn.parameters;
    fn.class = cls;
    if (isStatic || first === undefined) return Object.assign(fn, { isStatic: true });
    const receiver: Stmt = {
      kind: 'expr',
      value: { kind: 'assign', target: first.target, value: { kind: 'this', ...at(node) }, ...spanOf(first) },
      ...spanOf(first),
    };
    return Object.assign(fn, {
      parameters: rest,
      body: [receiver, ...fn.body],
      isProperty: decorators.some((text) => /@(?:cached_)?property\b|@functools\.cached_property/.test(text)),
    });
  }

  private fieldOf(left: SyntaxNode, right: SyntaxNode, scope: FunctionScope): FieldIr {
    const own = new FunctionScope(scope);
    const value: Expr = this.statements.expression(right, own);
    const init = this.make(right, left.text, [{ kind: 'return', value, ...at(right) }], own, {});
    return {
      ...at(left),
      name: left.text,
      type: undefined,
      isStatic: true,
      isFinal: false,
      isPrivate: false,
      init,
    };
  }
}

function spanOf({ start, end }: { readonly start: number; readonly end: number }): {
  start: number;
  end: number;
} {
  return { start, end };
}

function restOf(type: string): ParameterIr['rest'] {
  if (type === 'list_splat_pattern') return 'positional';
  return type === 'dictionary_splat_pattern' ? 'named' : undefined;
}

const ownScope = /^(?:function_definition|lambda|class_definition)$/;
const comprehension =
  /^(?:list_comprehension|set_comprehension|dictionary_comprehension|generator_expression)$/;

/** Binds every name that the function's own statements write. */
function declareNames(body: SyntaxNode, scope: FunctionScope): void {
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'global_statement' || node.type === 'nonlocal_statement') {
      for (const name of partsOf(node)) scope.foreign.add(name.text);
      return;
    }
    if (ownScope.test(node.type)) {
      const name = node.childForFieldName('name');
      if (name !== null) scope.declareOutermost(name.text);
      return;
    }
    if (comprehension.test(node.type)) return;
    for (const target of targetsOf(node)) declareTarget(target, scope);
    for (const child of node.namedChildren) visit(child);
  };
  for (const child of body.namedChildren) {
    if (/^(?:global|nonlocal)_statement$/.test(child.type)) visit(child);
  }
  for (const child of body.namedChildren) visit(child);
}

function targetsOf(node: SyntaxNode): SyntaxNode[] {
  const fields: Readonly<Partial<Record<string, string>>> = {
    assignment: 'left',
    augmented_assignment: 'left',
    for_statement: 'left',
    named_expression: 'name',
    as_pattern: 'alias',
  };
  const field = fields[node.type];
  const target = field === undefined ? null : node.childForFieldName(field);
  if (target !== null) return [target];
  if (node.type === 'case_clause') {
    return node.descendantsOfType('dotted_name').filter(({ namedChildren }) => namedChildren.length === 1);
  }
  return [];
}

function declareTarget(target: SyntaxNode, scope: FunctionScope): void {
  if (target.type === 'identifier') scope.declareOutermost(target.text);
  else if (!/^(?:attribute|subscript|call)$/.test(target.type)) {
    for (const part of target.namedChildren) declareTarget(part, scope);
  }
}

function yields(body: SyntaxNode): boolean {
  const open = [...body.namedChildren];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'yield') return true;
    if (!ownScope.test(node.type)) open.push(...node.namedChildren);
  }
  return false;
}

/** Imports anywhere in the file; a local one counts for all. */
function importsOf(root: SyntaxNode): ImportIr[] {
  return root.descendantsOfType(['import_statement', 'import_from_statement']).flatMap((node): ImportIr[] => {
    const names = node.childrenForFieldName('name');
    const module = node.childForFieldName('module_name')?.text;
    return names.map((each): ImportIr => {
      const name = (each.childForFieldName('name') ?? each).text;
      const alias = each.childForFieldName('alias')?.text;
      if (module !== undefined) return { local: alias ?? name, module, name };
      return {
        local: alias ?? name.split('.')[0] ?? name,
        module: alias === undefined ? (name.split('.')[0] ?? name) : name,
        name: undefined,
      };
    });
  });
}

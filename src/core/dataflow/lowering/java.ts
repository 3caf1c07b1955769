import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { ClassIr, FieldIr, FileIr, FunctionIr, ImportIr, ParameterIr } from '../ir/declarations';
import type { Stmt } from '../ir/ir';
import { at, partsOf } from './build';
import { JavaStatements } from './javaStatements';
import { FunctionScope } from './scope';

const typeDeclaration = /^(?:class|interface|enum|record|annotation_type)_declaration$/;

/** Lowers a Java file. */
export function lowerJava(path: string, root: SyntaxNode): FileIr {
  return new JavaFile(path, root).file;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

class JavaFile {
  readonly file: FileIr;
  private readonly classes: ClassIr[] = [];
  private readonly functions: FunctionIr[] = [];
  private readonly statements: JavaStatements;

  constructor(path: string, root: SyntaxNode) {
    this.statements = new JavaStatements({
      classOf: (node, name, scope) => this.lowerClass(node, name, scope),
      lambdaOf: (node, scope) => this.lowerLambda(node, scope),
    });
    const children = partsOf(root);
    const packageNode = children.find(({ type }) => type === 'package_declaration');
    const file: Writable<FileIr> = {
      path,
      language: 'java',
      package: packageNode === undefined ? '' : (partsOf(packageNode).at(-1)?.text ?? ''),
      imports: children.filter(({ type }) => type === 'import_declaration').map(importOf),
      classes: this.classes,
      functions: this.functions,
      module: undefined as unknown as FunctionIr,
    };
    this.file = file;
    file.module = this.make(root, '<module>', [], new FunctionScope(undefined));
    for (const child of declarationsIn(root)) this.lowerClass(child, undefined, undefined);
  }

  private around: ClassIr | undefined;
  private path = '';

  /** A class and all in it; its members see what `scope` binds. */
  private lowerClass(
    node: SyntaxNode,
    anonymousName: string | undefined,
    scope: FunctionScope | undefined,
  ): ClassIr {
    const name = node.childForFieldName('name')?.text ?? '<class>';
    const outer = this.around;
    const outerPath = this.path;
    this.path = outerPath === '' ? name : `${outerPath}.${name}`;
    const body = node.type === 'class_body' ? node : node.childForFieldName('body');
    const members = body === null ? [] : membersIn(body);
    const made: Writable<ClassIr> = {
      ...at(node),
      name,
      path: this.path,
      supers: anonymousName === undefined ? supersOf(node) : [anonymousName],
      fields: [],
      methods: [],
      constructors: [],
      initializers: [],
      isRecord: node.type === 'record_declaration',
      outer,
      file: this.file,
    };
    this.classes.push(made);
    this.around = made;
    const inner = new FunctionScope(scope, new Set(members.flatMap(namesOfField)));
    made.fields = [
      ...recordFields(node),
      ...members.flatMap((member) => this.lowerField(member, inner, node.type)),
    ];
    for (const member of members) this.lowerMember(member, inner, made);
    this.around = outer;
    this.path = outerPath;
    return made;
  }

  private lowerMember(member: SyntaxNode, scope: FunctionScope, into: Writable<ClassIr>): void {
    const add = (list: 'methods' | 'constructors' | 'initializers', fn: FunctionIr): void => {
      fn.class = into;
      into[list] = [...into[list], fn];
    };
    if (typeDeclaration.test(member.type)) this.lowerClass(member, undefined, scope.outer);
    else if (member.type === 'method_declaration') add('methods', this.lowerMethod(member, scope, into.path));
    else if (/constructor_declaration$/.test(member.type)) {
      add('constructors', this.lowerMethod(member, scope));
    } else if (member.type === 'block') add('initializers', this.body(member, '<init>', [], scope));
    else if (member.type === 'static_initializer') {
      const block = partsOf(member).find(({ type }) => type === 'block');
      if (block !== undefined) this.body(block, 'static', [], scope).class = into;
    }
  }

  private lowerField(member: SyntaxNode, scope: FunctionScope, ownerType: string): FieldIr[] {
    if (member.type === 'enum_constant') return [this.lowerEnumConstant(member, scope)];
    if (member.type !== 'field_declaration' && member.type !== 'constant_declaration') return [];
    const modifiers = modifiersOf(member);
    const isConstant = member.type === 'constant_declaration' || ownerType === 'interface_declaration';
    const type = member.childForFieldName('type')?.text;
    return member.childrenForFieldName('declarator').map((declarator): FieldIr => {
      const value = declarator.childForFieldName('value');
      const name = declarator.childForFieldName('name')?.text ?? '';
      return {
        ...at(declarator),
        name,
        type,
        isStatic: isConstant || modifiers.has('static'),
        isFinal: isConstant || modifiers.has('final'),
        isPrivate: modifiers.has('private'),
        init: value === null ? undefined : this.initializer(value, name, scope),
      };
    });
  }

  private initializer(value: SyntaxNode, name: string, scope: FunctionScope): FunctionIr {
    const own = new FunctionScope(scope.outer, scope.hides);
    const expr = this.statements.initializer(value, own);
    return this.make(value, name, [{ kind: 'return', value: expr, ...at(value) }], own);
  }

  private lowerEnumConstant(member: SyntaxNode, scope: FunctionScope): FieldIr {
    const name = member.childForFieldName('name')?.text ?? '';
    const own = new FunctionScope(scope.outer, scope.hides);
    const body = member.childForFieldName('body');
    const made = this.statements.construct(member, this.around?.name ?? '', body, own);
    const init = this.make(member, name, [{ kind: 'return', value: made, ...at(member) }], own);
    return {
      ...at(member),
      name,
      type: this.around?.name,
      isStatic: true,
      isFinal: true,
      isPrivate: false,
      init,
    };
  }

  private lowerMethod(node: SyntaxNode, scope: FunctionScope, classPath = ''): FunctionIr {
    const modifiers = modifiersOf(node);
    const name = node.childForFieldName('name')?.text ?? '';
    const list = node.childForFieldName('parameters');
    const own = new FunctionScope(scope.outer, scope.hides);
    const parameters =
      list === null && this.around?.isRecord === true
        ? this.around.fields.filter(({ isStatic }) => !isStatic).map((field) => parameterOfField(field, own))
        : parametersOf(list, own);
    const fn = this.body(node.childForFieldName('body'), name, parameters, own, node);
    return Object.assign(fn, {
      isStatic: modifiers.has('static'),
      isPrivate: modifiers.has('private'),
      isAbstract: node.childForFieldName('body') === null,
      returns: node.childForFieldName('type')?.text ?? classPath,
    });
  }

  private lowerLambda(node: SyntaxNode, scope: FunctionScope): FunctionIr {
    const own = new FunctionScope(scope);
    const parameters = parametersOf(node.childForFieldName('parameters'), own);
    const body = node.childForFieldName('body');
    if (body !== null && body.type !== 'block') {
      const value = this.statements.expression(body, own);
      return this.make(node, '<lambda>', [{ kind: 'return', value, ...at(body) }], own, parameters);
    }
    return this.body(body, '<lambda>', parameters, own, node);
  }

  private body(
    block: SyntaxNode | null,
    name: string,
    parameters: readonly ParameterIr[],
    scope: FunctionScope,
    node = block,
  ): FunctionIr {
    const own = block === node ? new FunctionScope(scope.outer, scope.hides) : scope;
    const outerPath = this.path;
    this.path = outerPath === '' ? name : `${outerPath}.${name}`;
    const body = block === null ? [] : this.statements.suite(block, own);
    this.path = outerPath;
    return this.make(node, name, body, own, parameters);
  }

  private make(
    node: SyntaxNode | null,
    name: string,
    body: readonly Stmt[],
    scope: FunctionScope,
    parameters: readonly ParameterIr[] = [],
  ): FunctionIr {
    const fn: FunctionIr = {
      start: node?.startIndex ?? 0,
      end: node?.endIndex ?? 0,
      name,
      path: this.path === '' ? name : `${this.path}.${name}`,
      parameters,
      body,
      isAsync: false,
      isGenerator: false,
      isStatic: false,
      isPrivate: false,
      isAbstract: false,
      isProperty: false,
      types: scope.types,
      returns: undefined,
      class: undefined,
      around: this.around,
      file: this.file,
      mentions: undefined,
    };
    this.functions.push(fn);
    return fn;
  }
}

/** Where the parser failed, the classes that it did read count. */
function declarationsIn(root: SyntaxNode): SyntaxNode[] {
  return partsOf(root).flatMap((child) => {
    if (child.type === 'ERROR') return declarationsIn(child);
    return typeDeclaration.test(child.type) ? [child] : [];
  });
}

function membersIn(body: SyntaxNode): SyntaxNode[] {
  return partsOf(body).flatMap((child) => {
    const isWrapper = child.type === 'ERROR' || child.type === 'enum_body_declarations';
    return isWrapper ? membersIn(child) : [child];
  });
}

function modifiersOf(node: SyntaxNode): ReadonlySet<string> {
  const modifiers = node.children.find(({ type }) => type === 'modifiers');
  return new Set(modifiers?.children.map(({ text }) => text));
}

function namesOfField(member: SyntaxNode): string[] {
  if (member.type === 'enum_constant') return [member.childForFieldName('name')?.text ?? ''];
  return member.childrenForFieldName('declarator').map((each) => each.childForFieldName('name')?.text ?? '');
}

function supersOf(node: SyntaxNode): string[] {
  return node.children
    .filter(({ type }) => /^(?:superclass|super_interfaces|extends_interfaces)$/.test(type))
    .flatMap((clause) =>
      partsOf(clause).flatMap((type) => (type.type === 'type_list' ? partsOf(type) : [type])),
    )
    .map((type) => plainType(type.text));
}

/** A type without its arguments and dimensions. */
export function plainType(text: string): string {
  return text.replace(/<.*>/s, '').trim();
}

function importOf(node: SyntaxNode): ImportIr {
  const name = partsOf(node)[0]?.text ?? '';
  if (node.children.some(({ type }) => type === 'asterisk')) return { local: '*', module: name, name: '*' };
  const dot = name.lastIndexOf('.');
  return { local: name.slice(dot + 1), module: name.slice(0, dot), name: name.slice(dot + 1) };
}

function recordFields(node: SyntaxNode): FieldIr[] {
  if (node.type !== 'record_declaration') return [];
  return partsOf(node.childForFieldName('parameters') ?? node).map((parameter) => ({
    ...at(parameter),
    name: parameter.childForFieldName('name')?.text ?? '',
    type: parameter.childForFieldName('type')?.text,
    isStatic: false,
    isFinal: true,
    isPrivate: true,
    init: undefined,
  }));
}

function parametersOf(list: SyntaxNode | null, scope: FunctionScope): ParameterIr[] {
  if (list === null) return [];
  const nodes = list.type === 'identifier' ? [list] : partsOf(list);
  return nodes.flatMap((node): ParameterIr[] => {
    const declarator = node.type === 'spread_parameter' ? partsOf(node).at(-1) : node;
    const nameNode = node.type === 'identifier' ? node : declarator?.childForFieldName('name');
    if (nameNode === null || nameNode === undefined) return [];
    const type = (node.childForFieldName('type') ?? partsOf(node).find((each) => /type/.test(each.type)))
      ?.text;
    const name = scope.declare(nameNode.text, type);
    const target = { kind: 'local', name, depth: 0, ...at(nameNode) } as const;
    const rest = node.type === 'spread_parameter' ? ({ rest: 'positional' } as const) : {};
    return [{ target, type, name, ...rest, ...at(nameNode) }];
  });
}

function parameterOfField(field: FieldIr, scope: FunctionScope): ParameterIr {
  const name = scope.declare(field.name, field.type);
  const span = { start: field.start, end: field.end };
  return { target: { kind: 'local', name, depth: 0, ...span }, type: field.type, name, ...span };
}

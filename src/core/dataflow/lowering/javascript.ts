import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { LanguageId } from '../../syntax/model';
import type { ClassIr, FieldIr, FileIr, FunctionIr, ImportIr, ParameterIr } from '../ir/declarations';
import type { Expr, Stmt } from '../ir/ir';
import { at, partsOf } from './build';
import { FileBuilder } from './fileBuilder';
import { JavaScriptStatements } from './javascriptStatements';
import { FunctionScope } from './scope';

/** Lowers a JavaScript or TypeScript file; types are left out. */
export function lowerJavaScript(path: string, language: LanguageId, root: SyntaxNode): FileIr {
  return new JavaScriptFile(path, language, root).file;
}

class JavaScriptFile extends FileBuilder {
  private readonly statements: JavaScriptStatements;

  constructor(path: string, language: LanguageId, root: SyntaxNode) {
    super(path, language, [...importsOf(root), ...requiresOf(root)]);
    this.statements = new JavaScriptStatements({
      functionOf: (node, scope, name) => this.lowerFunction(node, scope, name),
      classOf: (node, scope, name) => this.lowerClass(node, scope, name),
    });
    const scope = new FunctionScope(undefined);
    this.finishModule(root, this.statements.suite(root, scope), scope);
  }

  private lowerFunction(node: SyntaxNode, scope: FunctionScope, givenName?: string): FunctionIr {
    const name = node.childForFieldName('name')?.text ?? givenName ?? '<lambda>';
    const own = new FunctionScope(scope);
    const parameters = this.parametersOf(node, own);
    const body = node.childForFieldName('body');
    return this.inside(name, () => {
      const isGenerator = node.children.some(({ type }) => type === '*');
      const isAsync = node.children.some(({ type }) => type === 'async');
      return this.make(node, name, this.bodyOf(body, own), own, { parameters, isGenerator, isAsync });
    });
  }

  private bodyOf(body: SyntaxNode | null, own: FunctionScope): Stmt[] {
    if (body === null) return [];
    if (body.type === 'statement_block') return this.statements.suite(body, own);
    return [{ kind: 'return', value: this.statements.expression(body, own), ...at(body) }];
  }

  private parametersOf(node: SyntaxNode, own: FunctionScope): ParameterIr[] {
    const single = node.childForFieldName('parameter');
    const list = node.childForFieldName('parameters');
    const nodes = single !== null ? [single] : list === null ? [] : partsOf(list);
    return nodes
      .filter(({ type }) => type !== 'decorator')
      .filter((each) => each.childForFieldName('pattern')?.type !== 'this')
      .map((each) => this.parameterOf(each, own));
  }

  private parameterOf(node: SyntaxNode, own: FunctionScope): ParameterIr {
    const pattern = node.childForFieldName('pattern') ?? node.childForFieldName('left') ?? node;
    const isRest = pattern.type === 'rest_pattern';
    const target = this.statements.declareTarget(isRest ? (partsOf(pattern)[0] ?? pattern) : pattern, own);
    const type = node.childForFieldName('type')?.text.replace(/^:\s*/, '');
    if (type !== undefined && target.kind === 'local') own.types.set(target.name, type);
    const value = node.childForFieldName('value') ?? node.childForFieldName('right');
    const fallback = value === null ? undefined : this.statements.expression(value, own);
    return {
      target,
      type,
      name: target.kind === 'local' ? target.name : '',
      ...(fallback && { fallback }),
      ...(isRest && { rest: 'positional' as const }),
      ...at(pattern),
    };
  }

  private lowerClass(node: SyntaxNode, scope: FunctionScope, givenName?: string): ClassIr {
    const name = node.childForFieldName('name')?.text ?? givenName ?? '<class>';
    const heritage = node.children.find(({ type }) => type === 'class_heritage');
    const clause = heritage?.descendantsOfType('extends_clause')[0]?.childForFieldName('value');
    const above =
      clause ?? (heritage && partsOf(heritage).find(({ type }) => /identifier|member/.test(type)));
    const made = this.startClass(node, name, above ? [above.text] : []);
    this.insideClass(made, () => {
      for (const member of partsOf(node.childForFieldName('body') ?? node)) {
        this.lowerMember(member, scope, made);
      }
    });
    return made;
  }

  private lowerMember(
    member: SyntaxNode,
    scope: FunctionScope,
    into: ReturnType<FileBuilder['startClass']>,
  ): void {
    if (member.type === 'method_definition') {
      const name = (member.childForFieldName('name')?.text ?? '').replace(/^['"]|['"]$/g, '');
      const has = (token: string): boolean => member.children.some(({ type }) => type === token);
      const fn = Object.assign(this.lowerFunction(member, scope, name), {
        isStatic: has('static'),
        isProperty: has('get'),
      });
      fn.class = into;
      if (name === 'constructor') {
        into.constructors = [
          Object.assign(fn, { body: [...this.parameterProperties(member, fn), ...fn.body] }),
        ];
      } else if (!has('set')) into.methods = [...into.methods, fn];
      return;
    }
    if (/field_definition$/.test(member.type)) into.fields = [...into.fields, this.fieldOf(member, scope)];
    else if (member.type === 'class_static_block') {
      const own = new FunctionScope(scope);
      const body = member.childForFieldName('body');
      if (body !== null) this.make(member, 'static', this.statements.suite(body, own), own, {});
    }
  }

  /** TypeScript: `constructor(private name: string)` sets a field. */
  private parameterProperties(member: SyntaxNode, fn: FunctionIr): Stmt[] {
    const nodes = partsOf(member.childForFieldName('parameters') ?? member);
    return fn.parameters.flatMap((parameter): Stmt[] => {
      const node = nodes.find((each) => each.startIndex <= parameter.start && parameter.end <= each.endIndex);
      const isField = node?.children.some(({ type }) =>
        /^(?:accessibility_modifier|readonly|override_modifier)$/.test(type),
      );
      if (isField !== true || parameter.target.kind !== 'local') return [];
      const span = { start: parameter.start, end: parameter.start };
      const target = {
        kind: 'member',
        object: { kind: 'this', ...span },
        name: parameter.name,
        ...span,
      } as const;
      return [{ kind: 'expr', value: { kind: 'assign', target, value: parameter.target, ...span }, ...span }];
    });
  }

  private fieldOf(member: SyntaxNode, scope: FunctionScope): FieldIr {
    const nameNode = member.childForFieldName('name') ?? member.childForFieldName('property') ?? member;
    const value = member.childForFieldName('value');
    const own = new FunctionScope(scope);
    const lowered: Expr | undefined =
      value === null ? undefined : this.statements.expression(value, own, nameNode.text);
    const body: Stmt[] = lowered === undefined ? [] : [{ kind: 'return', value: lowered, ...at(member) }];
    return {
      ...at(nameNode),
      name: nameNode.text,
      type: member.childForFieldName('type')?.text.replace(/^:\s*/, ''),
      isStatic: member.children.some(({ type }) => type === 'static'),
      isFinal: member.children.some(({ type }) => type === 'readonly'),
      isPrivate: nameNode.text.startsWith('#'),
      init: lowered === undefined ? undefined : this.make(member, nameNode.text, body, own, {}),
    };
  }
}

function importsOf(root: SyntaxNode): ImportIr[] {
  return partsOf(root).flatMap((node): ImportIr[] => {
    const source = /^(?:import|export)_statement$/.test(node.type) ? node.childForFieldName('source') : null;
    if (source === null) return [];
    const module = source.text.slice(1, -1);
    const specifiers = node.descendantsOfType(['import_specifier', 'export_specifier']);
    const named = specifiers.map((each): ImportIr => {
      const name = each.childForFieldName('name')?.text ?? each.text;
      return { local: each.childForFieldName('alias')?.text ?? name, module, name };
    });
    const clause = node.namedChildren.find(({ type }) => type === 'import_clause');
    const whole = clause?.namedChildren.flatMap((part): ImportIr[] => {
      if (part.type === 'identifier') return [{ local: part.text, module, name: 'default' }];
      return part.type === 'namespace_import'
        ? [{ local: partsOf(part)[0]?.text ?? '', module, name: undefined }]
        : [];
    });
    return [...named, ...(whole ?? [])];
  });
}

/** `const x = require('m')` at the top, whole or in parts. */
function requiresOf(root: SyntaxNode): ImportIr[] {
  return root.namedChildren
    .filter(({ type }) => /^(?:lexical|variable)_declaration$/.test(type))
    .flatMap((declaration) => declaration.namedChildren)
    .flatMap((declarator): ImportIr[] => {
      const value = declarator.childForFieldName('value');
      const name = declarator.childForFieldName('name');
      const module = value === null ? undefined : /^require\(\s*['"]([^'"]+)['"]\s*\)$/.exec(value.text)?.[1];
      if (module === undefined || name === null) return [];
      if (name.type === 'identifier') return [{ local: name.text, module, name: undefined }];
      return partsOf(name).map((part) => {
        const key = part.childForFieldName('key')?.text ?? part.text;
        return { local: part.childForFieldName('value')?.text ?? key, module, name: key };
      });
    });
}

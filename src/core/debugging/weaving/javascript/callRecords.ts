// A JavaScript program that tells which of its functions are called, and with what.
import type { Node } from 'web-tree-sitter';
import type { SourceFunction } from '../../../syntax/model';
import { woven, type WalkedFunction, type WalkedSource } from './weaver';

/** The text, with `$witness.begin` and `$witness.end` around the bodies of its functions: see runtime/javascript/debugging/calls.cjs. */
export function callRecordingJavaScript(source: WalkedSource): string {
  return woven(source, (insertions) => ({
    function: ({ owner }) => {
      const { body, start, info } = owner;
      const kind = kindOf(owner, source.model.functions[info.parent]);
      const isMaker = kind === 'constructor';
      const given = argumentsOf(owner.node);
      const receiver = isMaker ? 'void 0' : 'this';
      const begin = `$witness.begin(${JSON.stringify(info.path)},"${kind}",${given},${receiver})`;
      insertions.before(start, `;const $witnessCall=${begin};try{`);
      const made = isMaker ? ',this' : '';
      insertions.before(body.endIndex - 1, `}finally{$witness.end($witnessCall${made})}`);
    },
    expression: ({ owner }) => {
      const { body, info } = owner;
      const kind = kindOf(owner, source.model.functions[info.parent]);
      const begin = `$witness.begin(${JSON.stringify(info.path)},"${kind}",${argumentsOf(owner.node)},this)`;
      insertions.before(body.startIndex, `{const $witnessCall=${begin};try{return(`);
      insertions.after(body.endIndex, ')}finally{$witness.end($witnessCall)}}');
    },
    group: () => undefined,
    header: () => undefined,
    items: () => undefined,
  }));
}

function kindOf({ node, info }: WalkedFunction, parent: SourceFunction | undefined): string {
  if (parent?.kind !== 'module' || /[<~]/.test(info.path)) return 'other';
  if (info.kind !== 'method') return info.path.includes('.') ? 'other' : 'function';
  if (node.childForFieldName('name')?.type === 'private_property_identifier') return 'other';
  if (node.children.some(({ type }) => type === 'get' || type === 'set')) return 'other';
  return info.name === 'constructor' ? 'constructor' : 'method';
}

/** An array of what the parameters hold; `void 0` where a pattern takes something apart. */
export function argumentsOf(node: Node): string {
  const single = node.childForFieldName('parameter');
  if (single !== null) return `[${single.text}]`;
  const names = (node.childForFieldName('parameters')?.namedChildren ?? [])
    .filter(({ isExtra }) => !isExtra)
    .map(parameterText);
  return names.includes(undefined) ? 'void 0' : `[${names.join()}]`;
}

function parameterText(parameter: Node): string | undefined {
  switch (parameter.type) {
    case 'identifier':
      return parameter.text;
    case 'assignment_pattern':
      return parameterText(parameter.childForFieldName('left') ?? parameter.child(0) ?? parameter);
    case 'required_parameter':
    case 'optional_parameter': {
      const pattern = parameter.childForFieldName('pattern');
      return pattern === null || pattern.type === 'this' ? undefined : parameterText(pattern);
    }
    case 'rest_pattern': {
      const name = parameter.namedChildren.find(({ type }) => type === 'identifier');
      return name === undefined ? undefined : `...${name.text}`;
    }
    default:
      return undefined;
  }
}

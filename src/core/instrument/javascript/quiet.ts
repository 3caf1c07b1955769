// Which code runs nothing else that is recorded, as far as the text shows; a getter may be behind any member.
import type { Node } from 'web-tree-sitter';
import { isFunction } from './declarations';

const quiet = new Set([
  'identifier',
  'number',
  'string',
  'string_fragment',
  'escape_sequence',
  'true',
  'false',
  'null',
  'undefined',
  'this',
  'binary_expression',
  'unary_expression',
  'ternary_expression',
  'parenthesized_expression',
  'member_expression',
  'subscript_expression',
  'property_identifier',
  'private_property_identifier',
  'non_null_expression',
  'optional_chain',
  'update_expression',
  'augmented_assignment_expression',
  'assignment_expression',
  'sequence_expression',
  'arguments',
]);

/** Whether evaluating an expression calls nothing that the text shows, but for what is Node's own. */
export function isQuiet(expression: Node | null): boolean {
  if (expression === null) return true;
  const stack = [expression];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!quiet.has(node.type) && !node.isExtra && !callsBuiltIn(node)) return false;
    stack.push(...node.namedChildren);
  }
  return true;
}

const silent =
  /^(?:identifier|number|string|string_fragment|escape_sequence|true|false|null|undefined|this|binary_expression|parenthesized_expression|update_expression|assignment_expression|augmented_assignment_expression|sequence_expression)$/;

/** Whether it reads and writes variables only. */
export function isSilent(expression: Node | null | undefined): boolean {
  if (expression === null || expression === undefined) return true;
  const stack = [expression];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!silent.test(node.type) && !node.isExtra) return false;
    stack.push(...node.namedChildren);
  }
  return true;
}

/** Whether a statement has no other statements in it. */
export function isOneRun(statement: Node): boolean {
  return /^(?:expression_statement|(?:lexical|variable)_declaration|empty_statement)$/.test(statement.type);
}

/** Whether running a statement calls nothing that the text shows. */
export function isQuietStatement(statement: Node): boolean {
  return statement.namedChildren.every((child) => {
    if (child.type !== 'variable_declarator') return isQuiet(child);
    return (
      child.childForFieldName('name')?.type === 'identifier' && isQuiet(child.childForFieldName('value'))
    );
  });
}

const others =
  /^(?:call_expression|new_expression|await_expression|yield_expression|spread_element|array_pattern|class|class_declaration|abstract_class_declaration|decorator|internal_module|module|enum_declaration|export_statement|import_alias|using_declaration)$/;

/** Whether the text shows that a simple statement or an expression runs other code, but for what is Node's own. */
export function runsOthers(code: Node): boolean {
  const stack = [code];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (others.test(node.type) && !callsBuiltIn(node)) return true;
    if (!isFunction(node)) stack.push(...node.namedChildren);
  }
  return false;
}

/** Whether the body of a function calls anything but arithmetic and the function itself, or has a `finally`. */
export function callsAnything(body: Node): boolean {
  const stack = [body];
  const own = nameOfItself(body);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === 'finally_clause') return true;
    const isMath = /^Math\./.test(node.childForFieldName('function')?.text ?? '');
    const isItself = own !== undefined && node.childForFieldName('function')?.text === own;
    if (others.test(node.type) && !isMath && !isItself) return true;
    if (!isFunction(node) || node.id === body.id) stack.push(...node.namedChildren);
  }
  return false;
}

/** The name by which a declared function calls itself; undefined where it may mean something else in its body. */
function nameOfItself(body: Node): string | undefined {
  const { parent } = body;
  if (parent?.type !== 'function_declaration') return undefined;
  const name = parent.childForFieldName('name')?.text;
  const isOnlyCalled = parent
    .descendantsOfType(['identifier', 'shorthand_property_identifier_pattern'])
    .filter(({ text }) => text === name)
    .every(
      (node) => node.parent?.id === parent.id || node.parent?.childForFieldName('function')?.id === node.id,
    );
  return isOnlyCalled ? name : undefined;
}

const builtInObjects = /^(?:Math|Number|Object|String|Array|JSON|Reflect|Atomics)$/;
const builtInMethods =
  /^(?:charAt|charCodeAt|codePointAt|fromCharCode|startsWith|endsWith|indexOf|lastIndexOf|includes|slice|substring|substr|trim|toLowerCase|toUpperCase|padStart|padEnd|push|pop|shift|unshift|join|concat|fill|toFixed)$/;
const builtInClasses = /^(?:Array|Map|Set|WeakMap|WeakSet|Date|(?:Float|Int|Uint|BigInt|BigUint)\w*Array)$/;

/**
 * Whether a call is most likely one of Node's own functions. It need not be: what else runs is recorded in the right
 * order all the same, only at a higher price.
 */
function callsBuiltIn(node: Node): boolean {
  if (node.type === 'new_expression') {
    return builtInClasses.test(node.childForFieldName('constructor')?.text ?? '');
  }
  if (node.type !== 'call_expression') return false;
  const callee = node.childForFieldName('function');
  if (callee?.type !== 'member_expression') return false;
  const object = callee.childForFieldName('object')?.text ?? '';
  if (node.childForFieldName('arguments')?.namedChildren.some(isFunction) === true) return false;
  return builtInObjects.test(object) || builtInMethods.test(callee.childForFieldName('property')?.text ?? '');
}

// Probes inside expressions: functions, and the places where a generator or async function hands over control.
import type { Node } from 'web-tree-sitter';
import { isFunction } from './declarations';
import { unrecorded, type OpenFunction, type Session } from './session';

/** Never holds anything that runs. */
const inert =
  /^(?:type_annotation|type_arguments|type_parameters|interface_declaration|type_alias_declaration|ambient_declaration|function_signature|method_signature|abstract_method_signature|enum_declaration|comment|string|number|identifier|property_identifier|import_statement)$/;

/** By which words a body, in its own frame, may hand over control. Elsewhere `await` and `yield` are names. */
export function suspends(
  body: Node,
  { isAsync, isGenerator }: { isAsync: boolean; isGenerator: boolean },
): OpenFunction['suspends'] {
  const yields = isGenerator && some(body, ({ type }) => type === 'yield_expression');
  const awaits = isAsync && some(body, isAwait);
  if (yields && awaits) return 'both';
  return yields ? 'yield' : awaits ? 'await' : false;
}

function isAwait(node: Node): boolean {
  if (node.type === 'await_expression') return true;
  return node.type === 'for_in_statement' && node.children.some(({ type }) => type === 'await');
}

/** Whether a body calls `eval` itself: what it declares there must land where it does in a plain run. */
export function evaluatesText(body: Node): boolean {
  return some(
    body,
    (node) => node.type === 'call_expression' && node.childForFieldName('function')?.text === 'eval',
  );
}

function some(body: Node, matches: (node: Node) => boolean): boolean {
  const stack = [body];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (matches(node)) return true;
    if (node.id === body.id || !isFunction(node)) stack.push(...node.namedChildren);
  }
  return false;
}

/** Instruments what stands in an expression or a simple statement. */
export function instrumentExpression(node: Node, owner: OpenFunction, session: Session): void {
  if (inert.test(node.type) || isMovedByRunner(node)) return;
  if (isFunction(node)) {
    session.nested.function(node, session);
    return;
  }
  if (node.type === 'internal_module' || node.type === 'module') {
    session.nested.namespace(node, session);
    return;
  }
  if (node.type === 'with_statement') {
    const object = node.childForFieldName('object');
    if (object !== null) instrumentExpression(object, owner, session);
    return;
  }
  if (node.type === 'field_definition' || node.type === 'public_field_definition') {
    instrumentField(node, owner, session);
    return;
  }
  const close = opening(node, owner, session);
  for (const child of node.namedChildren) instrumentExpression(child, owner, session);
  close();
}

/** Jest and vitest move these calls to the top of the file, before what the probes in them need. */
function isMovedByRunner(node: Node): boolean {
  if (node.type !== 'call_expression') return false;
  const callee = node.childForFieldName('function')?.text ?? '';
  return /^(?:vi|vitest|jest)\.(?:mock|unmock|hoisted|enableAutomock|disableAutomock|deepUnmock)$/.test(
    callee,
  );
}

/** Puts what hands over control between the two halves of a probe; the second is put by the result. */
function opening(node: Node, owner: OpenFunction, session: Session): () => void {
  const nothing = (): void => undefined;
  const word = /^(await|yield)_expression$/.exec(node.type)?.[1];
  if (word === undefined || (owner.suspends !== word && owner.suspends !== 'both')) return nothing;
  if (isTarget(node)) return nothing;
  const { insertions } = session;
  const number = `${session.prefix}g`;
  const argument = node.namedChildren.findLast((child) => !child.isExtra);
  const delegates = node.children.some(({ type }) => type === '*');
  insertions.before(node.startIndex, `${session.prefix}U(${number},`);
  if (argument === undefined) {
    return () => insertions.after(node.endIndex, ` ${session.call('S', number)})`);
  }
  insertions.before(argument.startIndex, ` ${session.prefix}${delegates ? 'D' : 'S'}(${number},`);
  return () => insertions.after(node.endIndex, '))');
}

/** Whether it stands where something is assigned to: an error, and to stay one. */
function isTarget(node: Node): boolean {
  let outer = node;
  while (outer.parent?.type === 'parenthesized_expression') outer = outer.parent;
  const { parent } = outer;
  if (parent === null) return false;
  if (/^(?:augmented_)?assignment_expression$|^for_in_statement$/.test(parent.type)) {
    return parent.childForFieldName('left')?.id === outer.id;
  }
  return parent.type === 'update_expression';
}

/** The initialiser of a field runs as a function; one that is a function itself takes its name from the field. */
function instrumentField(node: Node, owner: OpenFunction, session: Session): void {
  const value = node.childForFieldName('value');
  for (const child of node.namedChildren) {
    if (child.id !== value?.id) instrumentExpression(child, owner, session);
  }
  if (value === null) return;
  const found = session.function(value);
  const takesName =
    isFunction(value) || value.type === 'class' || /^\(*(?:function|class|async)\b/.test(value.text);
  if (found === undefined || found.entryBlock < 0 || takesName || evaluatesText(value)) {
    instrumentExpression(value, owner, session);
    return;
  }
  const code = session.codes.code({ blocks: [found.entryBlock], enter: found.index });
  session.insertions.before(value.startIndex, `${session.prefix}Z((${session.call('E', code)},`);
  const inner = session.open({ ...unrecorded, index: found.index });
  instrumentExpression(value, inner, session);
  session.insertions.after(value.endIndex, '))');
}

// `try`: its handler and its `finally` may be reached from anywhere in it, so that what was pending there is logged first.
import type { Node } from 'web-tree-sitter';
import { lexicalNames, patternNames, statementsOf } from './declarations';
import { Run } from './run';
import type { OpenFunction, Session } from './session';

export function visitTry(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  const { insertions, visible } = session;
  const { path } = owner;
  const outside = visible.locals().slice(0, 40);
  const body = node.childForFieldName('body');
  const handler = node.childForFieldName('handler');
  const final = node.childForFieldName('finalizer')?.childForFieldName('body') ?? null;
  if (final !== null) owner.finalizers++;
  if (body !== null) {
    const statements = statementsOf(body);
    visible.enter(lexicalNames(statements), false);
    session.nested.suite(statements, owner, session, new Run(run.block));
    visible.leave();
    if (final !== null) insertions.before(body.endIndex - 1, closed(path.flush()));
  }
  run.ended = true;
  if (handler !== null) {
    const tried = path.ways;
    const closing = () => closed(final === null ? path.join(tried) : path.flush());
    visitHandler(handler, outside, owner, session, closing);
    if (final === null && path.isLarge) insertions.after(node.endIndex, `;${path.flush()}`);
  }
  if (final === null) return;
  owner.finalizers--;
  visitFinalizer(final, owner, session);
}

function closed(text: string): string {
  return text === '' ? '' : `;${text}`;
}

function visitFinalizer(final: Node, owner: OpenFunction, session: Session): void {
  const { prefix } = session;
  const number = owner.suspends ? `${session.call('U', `${prefix}g`)};` : '';
  const kept = owner.isGuarded && !owner.throwsOn ? session.variable(owner) : undefined;
  const keep = kept === undefined ? '' : `${kept}=${prefix}k;${prefix}k=1;`;
  const restore = kept === undefined ? '' : `;${prefix}k=${kept}`;
  const { path } = owner;
  path.reset();
  session.nested.body(final, owner, session, {
    opening: `${keep}${number}${session.call('F')};${fromAnywhere(owner, session)}`,
    closing: () => `${closed(path.flush())}${restore}`,
  });
}

/** What numbers the ways and the rounds begins anew. */
function fromAnywhere({ path }: OpenFunction, { prefix }: Session): string {
  path.usesNumber = true;
  path.usesRounds = true;
  return `${prefix}p=${prefix}c=0;`;
}

function visitHandler(
  clause: Node,
  outside: readonly string[],
  owner: OpenFunction,
  session: Session,
  closing: () => string,
): void {
  const { insertions, visible, prefix } = session;
  const { path } = owner;
  const body = clause.childForFieldName('body');
  if (body === null) return;
  const parameter = clause.childForFieldName('parameter');
  const names = patternNames(parameter);
  const isSimple = parameter?.type === 'identifier';
  const caught = isSimple ? parameter.text : parameter === null ? `${prefix}e` : undefined;
  if (parameter === null) insertions.before(body.startIndex, `(${prefix}e)`);
  const hidden = new Set([...names, ...lexicalNames(statementsOf(body))]);
  const readable = outside.filter((name) => !hidden.has(name));
  const probe = session.probe('raised', owner, readable);
  const number = owner.suspends ? `${prefix}g` : 0;
  const values = `${session.isOn(probe)}?[${readable.join()}]:0`;
  const note = session.call('Q', probe, number, values, ...(caught === undefined ? [] : [caught]));
  path.reset();
  const header = session.plan.blockWithoutStatement('handler-header', clause);
  if (header !== undefined) path.add(header);
  const opening = `try{${note}}catch{}${fromAnywhere(owner, session)}${path.store()}`;
  visible.enter([], false);
  visible.declare(names);
  session.nested.body(body, owner, session, { opening, closing });
  visible.leave();
}

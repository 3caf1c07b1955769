// Statements that leave: what is pending is logged before them.
import type { Node } from 'web-tree-sitter';
import { instrumentExpression } from './expressions';
import type { Run } from './run';
import type { OpenFunction, OpenLoop, Session } from './session';

/** A `break` or `continue`. */
export function leaveFor(node: Node, owner: OpenFunction, session: Session): void {
  const { path } = owner;
  const loop = node.type === 'continue_statement' ? loopOf(node, owner) : undefined;
  path.addAll(loop?.atContinue ?? []);
  const due = path.flush() + (loop?.waits === true ? path.follow() : '');
  session.insertions.before(node.startIndex, due);
  path.stop();
}

function loopOf(node: Node, { loops }: OpenFunction): OpenLoop | undefined {
  const label = node.childForFieldName('label')?.text;
  return loops.findLast(({ labels }) => label === undefined || labels.includes(label));
}

/** The value passes through a variable of ours; its probe sees it before the frame ends. */
export function visitReturn(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  const { insertions, prefix } = session;
  const value = node.namedChildren.find((child) => !child.isExtra);
  const names = (run.block === undefined ? [] : session.namesOfBlock(run.block)).filter((name) =>
    session.visible.isLocal(name),
  );
  run.ended = true;
  const probe = session.probe('return', owner, names);
  const pending = owner.path.code();
  const left = leaving(owner, session);
  owner.path.stop();
  if (value === undefined) {
    const hand = session.call('T', probe, pending, 'void 0', ...names);
    insertions.before(node.startIndex, `if(${session.isOnHere(probe, owner)})try{${hand}}catch{};${left};`);
    return;
  }
  insertions.before(value.startIndex, ` ${prefix}r=(0,`);
  instrumentExpression(value, owner, session);
  const hand = `${session.isOnHere(probe, owner)}&&${session.call('T', probe, pending, `${prefix}r`, ...names)}`;
  insertions.after(value.endIndex, `),${hand},${left},${prefix}r`);
}

/** In a `try` with a `finally`, the frame is left only when that has run. */
function leaving(owner: OpenFunction, session: Session): string {
  if (!owner.isGuarded || owner.throwsOn) return session.leave(owner);
  if (owner.finalizers === 0) return `${session.leave(owner)},${session.prefix}k=0`;
  const flushed = owner.path.flushed();
  return `${flushed === '' ? '' : `${flushed},`}${session.prefix}k=2`;
}

export function visitThrow(node: Node, owner: OpenFunction, session: Session): void {
  const value = node.namedChildren.find((child) => !child.isExtra);
  owner.path.stop();
  if (value === undefined) return;
  session.insertions.before(value.startIndex, ` ${session.prefix}H((`);
  instrumentExpression(value, owner, session);
  const { row, column } = node.startPosition;
  session.insertions.after(value.endIndex, `),${row + 1},${column})`);
}

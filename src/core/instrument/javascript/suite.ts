// Lists of statements: each basic block becomes part of the way that its function goes, and hands over its values when it
// has run. What is pending is logged before code that runs other code.
import type { Node } from 'web-tree-sitter';
import { declaredNames, isOnlyTypes, lexicalNames, statementsOf } from './declarations';
import { instrumentExpression } from './expressions';
import { leaveFor, visitReturn, visitThrow } from './jumps';
import { instrumentLoop } from './loops';
import { runsOthers } from './quiet';
import { isLoop, type LoopPlace } from './rounds';
import { Run } from './run';
import { endOfRunBefore, endRun } from './runEnds';
import type { BodyTexts, OpenFunction, Session } from './session';
import { visitSwitch } from './switches';
import { visitTry } from './tries';

/** The statements that are walked, and the run of them that goes on. */
interface Walk {
  run: Run;
}

/** Instruments statements that run one after the other; the caller has entered their scope. */
export function instrumentSuite(
  statements: readonly Node[],
  owner: OpenFunction,
  session: Session,
  run: Run,
): void {
  const walk: Walk = { run };
  for (const statement of statements) {
    visit(statement, { at: statement.startIndex, labels: [] }, owner, session, walk);
  }
  endRun(walk.run, undefined, owner, session);
}

/** The body of an arm or a loop, in braces or not. @returns the text at its end, to be added to. */
export function instrumentBody(
  body: Node | null,
  owner: OpenFunction,
  session: Session,
  { opening = '', closing }: BodyTexts = {},
): { text: string } {
  const { insertions, visible } = session;
  if (body === null) return { text: '' };
  const isBlock = body.type === 'statement_block';
  const statements = isBlock ? statementsOf(body) : [body];
  if (isBlock) insertions.after(body.startIndex + 1, opening);
  else insertions.before(body.startIndex, `{${opening}`);
  visible.enter(lexicalNames(statements), false);
  instrumentSuite(statements, owner, session, new Run(undefined));
  visible.leave();
  const end = isBlock ? insertions.before(body.endIndex - 1, '') : insertions.after(body.endIndex, '');
  end.text = closing?.() ?? '';
  if (!isBlock) insertions.after(body.endIndex, '}');
  return end;
}

/** Where statements before a labelled statement go, and its labels. */
type Place = Pick<LoopPlace, 'at' | 'labels'>;

function visit(node: Node, place: Place, owner: OpenFunction, session: Session, walk: Walk): void {
  if (node.type === 'empty_statement' || node.isExtra) return;
  if (node.type === 'ERROR') return;
  if (node.type === 'labeled_statement') {
    visitLabelled(node, place, owner, session, walk);
    return;
  }
  if (node.type === 'statement_block') {
    visitGroup(node, place, owner, session, walk);
    return;
  }
  const block = session.plan.blockOf(node);
  if (block === undefined || block < 0 || isOnlyTypes(node)) return;
  if (isLoop(node)) {
    visitLoop(node, place, owner, session, walk);
    return;
  }
  startBlock(node, place.at, owner, session, walk);
  visitStatement(node, owner, session, walk.run);
}

/** A statement that is no loop can be left by a `break`, which has logged everything: what else is pending at its end is
 * logged inside of it. */
function visitLabelled(node: Node, place: Place, owner: OpenFunction, session: Session, walk: Walk): void {
  const body = node.childForFieldName('body');
  const label = node.childForFieldName('label')?.text ?? '';
  if (body === null) return;
  const isBranch = /^(?:if|try)_statement$/.test(body.type);
  visit(body, { ...place, labels: [...place.labels, label] }, owner, session, walk);
  if (!isBranch) return;
  endRun(walk.run, undefined, owner, session);
  session.insertions.before(body.startIndex, '{');
  session.insertions.after(body.endIndex, `;${owner.path.flush()}}`);
  owner.path.reset();
}

/** Ends the run before and starts that of another block; logs what is pending where a statement runs other code. */
function startBlock(node: Node, at: number, owner: OpenFunction, session: Session, walk: Walk): void {
  const { path } = owner;
  const block = session.plan.blockOf(node) ?? -1;
  const isNew = block !== walk.run.block;
  if (isNew) {
    endRun(walk.run, undefined, owner, session);
    path.add(block);
  }
  if (isNew || walk.run.ended) walk.run = new Run(block, at);
  const logsFirst = node.type === 'switch_statement' || runsOthers(headOf(node));
  const isSeen = !isNew || /^(?:break|continue)_statement$/.test(node.type);
  session.insertions.before(at, logsFirst ? path.flush() : isSeen ? '' : path.store());
}

/** What of a statement runs before any statement in it. */
function headOf(node: Node): Node {
  if (node.type === 'if_statement') return node.childForFieldName('condition') ?? node;
  if (node.type === 'try_statement') return node.children[0] ?? node;
  return node;
}

/** Braces without a test belong to the run that they stand in; labelled ones can be left by `break`. */
function visitGroup(
  node: Node,
  { at, labels }: Place,
  owner: OpenFunction,
  session: Session,
  walk: Walk,
): void {
  const statements = statementsOf(node);
  const outer = walk.run;
  // What is written before the braces has to be handed over outside of them, in which other names may hide it.
  endRun(walk.run, undefined, owner, session);
  walk.run = outer.block === undefined ? outer : new Run(outer.block);
  session.visible.enter(lexicalNames(statements), false);
  for (const statement of statements) {
    const start = statement === statements[0] && labels.length > 0 ? at : statement.startIndex;
    visit(statement, { at: start, labels: [] }, owner, session, walk);
  }
  endRun(walk.run, undefined, owner, session);
  session.visible.leave();
  if (labels.length > 0) {
    session.insertions.before(node.endIndex - 1, `;${owner.path.flush()}`);
    owner.path.reset();
  }
  if (walk.run.block !== undefined) walk.run = new Run(walk.run.block);
}

function visitLoop(
  node: Node,
  { at, labels }: Place,
  owner: OpenFunction,
  session: Session,
  walk: Walk,
): void {
  const init = node.type === 'for_statement' ? node.childForFieldName('initializer') : null;
  const initBlock = init === null ? undefined : session.plan.blockOf(init);
  if (initBlock !== undefined && initBlock >= 0 && initBlock !== walk.run.block) {
    endRun(walk.run, undefined, owner, session);
    owner.path.add(initBlock);
    walk.run = new Run(initBlock, at);
  }
  endRun(walk.run, at, owner, session);
  instrumentLoop(node, { at, labels }, owner, session);
  walk.run = new Run(undefined);
}

function visitStatement(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  switch (node.type) {
    case 'if_statement':
      visitIf(node, owner, session, run);
      return;
    case 'try_statement':
      visitTry(node, owner, session, run);
      return;
    case 'switch_statement':
      visitSwitch(node, owner, session, run);
      return;
    case 'with_statement':
      endRun(run, node.startIndex, owner, session);
      return;
    case 'return_statement':
      visitReturn(node, owner, session, run);
      return;
    case 'throw_statement':
      endRun(run, node.startIndex, owner, session);
      visitThrow(node, owner, session);
      return;
    case 'break_statement':
    case 'continue_statement':
      endRun(run, node.startIndex, owner, session);
      leaveFor(node, owner, session);
      return;
    default:
      visitSimple(node, owner, session, run);
  }
}

function visitSimple(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  instrumentExpression(node, owner, session);
  const declaration = node.type === 'export_statement' ? node.childForFieldName('declaration') : node;
  if (declaration?.type === 'variable_declaration') {
    session.visible.declareInFunction(declaredNames(declaration));
  } else if (declaration?.type === 'lexical_declaration' || declaration?.type === 'using_declaration') {
    session.visible.declare(declaredNames(declaration));
  }
  run.lastEnd = node.endIndex;
}

function visitIf(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  const { path } = owner;
  const condition = node.childForFieldName('condition');
  if (condition !== null) instrumentExpression(condition, owner, session);
  endRun(run, endOfRunBefore(run, node), owner, session);
  const forked = path.ways;
  const end = instrumentBody(node.childForFieldName('consequence'), owner, session);
  const then = path.ways;
  path.resume(forked);
  const otherwise = node.childForFieldName('alternative')?.namedChildren.find((child) => !child.isExtra);
  instrumentBody(otherwise ?? null, owner, session);
  const other = path.ways;
  path.resume(then);
  const due = path.join(other);
  if (due !== '') end.text = `;${due}`;
  if (path.isLarge) session.insertions.after(node.endIndex, `;${path.flush()}`);
}

// Loops: a header runs once a test.
import type { Node } from 'web-tree-sitter';
import { declaredNames, lexicalNames, patternNames, statementsOf } from './declarations';
import { instrumentExpression } from './expressions';
import { isQuiet } from './quiet';
import { breaksOf, endOfRound, instrumentRounds, type LoopPlace, type Round } from './rounds';
import { maximalNames, type OpenFunction, type Session } from './session';

export function instrumentLoop(node: Node, place: LoopPlace, owner: OpenFunction, session: Session): void {
  const header = session.plan.blockOf(node);
  if (header === undefined) return;
  const asked = session.insertions.before(place.at, '');
  if (node.type === 'for_in_statement') instrumentForIn(node, header, place, owner, session);
  else {
    session.insertions.before(place.at, owner.path.flush());
    if (node.type === 'for_statement') instrumentFor(node, header, place, owner, session);
    else instrumentWhile(node, header, place, owner, session);
  }
  asked.text = session
    .looksAgain(owner)
    .map((text) => `${text};`)
    .join('');
  const names = namesChanged(node, owner, session);
  const last = session.values('loop-exit', owner, names);
  if (last !== '') session.insertions.after(node.endIndex, `;${last}`);
}

function instrumentWhile(
  node: Node,
  header: number,
  place: LoopPlace,
  owner: OpenFunction,
  session: Session,
): void {
  const { insertions } = session;
  const test = node.childForFieldName('condition')?.namedChildren.find((child) => !child.isExtra);
  const body = node.childForFieldName('body');
  if (test === undefined) return;
  const isMerged = isQuiet(test) && !continuesThroughFinalizer(body);
  const isFirst = node.type === 'while_statement';
  if (!isMerged) {
    insertions.before(test.startIndex, `${session.log(header)},`);
    instrumentExpression(test, owner, session);
  }
  const round: Round = {
    header,
    test,
    body,
    before: isMerged && isFirst ? [header] : [],
    after: isMerged && !isFirst ? [header] : [],
    isMerged,
  };
  instrumentRounds(node, round, place, owner, session);
}

function instrumentFor(
  node: Node,
  header: number,
  place: LoopPlace,
  owner: OpenFunction,
  session: Session,
): void {
  const { visible } = session;
  const init = part(node, 'initializer');
  const test = part(node, 'condition');
  const update = part(node, 'increment');
  const body = node.childForFieldName('body');
  const updateBlock = update && session.plan.blockWithoutStatement('loop-update', update);
  visible.enter(init === undefined ? [] : lexicalNames([init]), false);
  if (init !== undefined) instrumentInit(init, owner, session);
  const isHeadQuiet = isQuiet(test ?? null) && isQuiet(update ?? null);
  const names = isHeadQuiet ? readableIn(body, namesOfHeader(init, updateBlock, session)) : [];
  const updates = updateBlock === undefined ? [] : [updateBlock];
  const loop = { header, test, body, update, names };
  if (isHeadQuiet && !continuesThroughFinalizer(body)) {
    const round = { ...loop, before: [header], after: updates, isMerged: true };
    instrumentRounds(node, round, place, owner, session);
  } else {
    logFirst(test, header, owner, session);
    logFirst(update, updateBlock, owner, session);
    const round = { ...loop, before: test === undefined ? [header] : [], after: [], isMerged: false };
    instrumentRounds(node, round, place, owner, session);
  }
  visible.leave();
}

function instrumentInit(init: Node, owner: OpenFunction, session: Session): void {
  instrumentExpression(init, owner, session);
  if (init.type === 'variable_declaration') session.visible.declareInFunction(declaredNames(init));
  else session.visible.declare(lexicalNames([init]));
}

function logFirst(
  expression: Node | undefined,
  block: number | undefined,
  owner: OpenFunction,
  session: Session,
): void {
  if (expression === undefined || block === undefined) return;
  session.insertions.before(expression.startIndex, `${session.log(block)},`);
  instrumentExpression(expression, owner, session);
}

/** Whether a `continue` runs a `finally` before the next round, before which nothing of that must be logged. */
function continuesThroughFinalizer(body: Node | null): boolean {
  return (
    body
      ?.descendantsOfType('try_statement')
      .some(
        (node) =>
          node.childForFieldName('finalizer') !== null &&
          node.descendantsOfType('continue_statement').length > 0,
      ) ?? false
  );
}

function part(node: Node, field: string): Node | undefined {
  const found = node.childForFieldName(field);
  return found === null || found.type === 'empty_statement' ? undefined : found;
}

function namesOfHeader(init: Node | undefined, updateBlock: number | undefined, session: Session): string[] {
  const written = init === undefined ? [] : declaredNames(init);
  const updated =
    updateBlock === undefined ? [] : (session.plan.model.blocks[updateBlock]?.definitions ?? []);
  return [...new Set([...written, ...updated])].filter((name) => session.visible.isLocal(name));
}

/** Names that mean the same at the start of a body as around it. */
function readableIn(body: Node | null, names: readonly string[]): string[] {
  const hidden = body?.type === 'statement_block' ? lexicalNames(statementsOf(body)) : [];
  return names.filter((name) => !hidden.includes(name));
}

function instrumentForIn(
  node: Node,
  header: number,
  place: LoopPlace,
  owner: OpenFunction,
  session: Session,
): void {
  const { insertions, visible, prefix } = session;
  const { path } = owner;
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const body = node.childForFieldName('body');
  const kind = node.childForFieldName('kind')?.type;
  const names = kind === undefined && left?.type !== 'identifier' ? [] : patternNames(left);
  const awaits = owner.suspends && node.children.some(({ type }) => type === 'await');
  path.add(header, true);
  insertions.before(place.at, path.flush());
  if (right !== null) instrumentIterable(right, awaits, owner, session);
  visible.enter([], false);
  if (kind === 'var') visible.declareInFunction(names);
  else if (kind !== undefined) visible.declare(names);
  const resumed = awaits ? `${session.call('U', `${prefix}g`)};` : '';
  path.add(header);
  const readable = readableIn(
    body,
    names.filter((name) => visible.isDeclared(name)),
  );
  const shown = readable.slice(0, maximalNames);
  const opening = resumed + session.values('block', owner, shown);
  owner.loops.push({ labels: place.labels, atContinue: [], waits: false });
  session.nested.body(body, owner, session, { opening, closing: () => endOfRound(path, [], false) });
  owner.loops.pop();
  visible.leave();
  path.reset();
  insertions.after(node.endIndex, `;${resumed}${exhausted(node, header, place.labels, owner, session)}`);
}

/** A `for await` hands over control as soon as it has what it goes through. */
function instrumentIterable(right: Node, awaits: boolean, owner: OpenFunction, session: Session): void {
  const { insertions, prefix } = session;
  if (awaits) insertions.before(right.startIndex, ` ${prefix}S(${prefix}g,(`);
  instrumentExpression(right, owner, session);
  if (awaits) insertions.after(right.endIndex, '))');
}

/** Logs the header's last run, in which there was no further item; not where `break` left the loop. */
function exhausted(
  node: Node,
  header: number,
  labels: readonly string[],
  owner: OpenFunction,
  session: Session,
): string {
  const log = session.log(header);
  const body = node.childForFieldName('body');
  const breaks = breaksOf(body, labels);
  if (breaks.length === 0) return `${log};`;
  const broken = session.variable(owner);
  for (const jump of breaks) session.insertions.before(jump.startIndex, `${broken}=1;`);
  return `if(${broken})${broken}=0;else ${log};`;
}

/** Names that a loop writes, as far as they can be read behind it. */
function namesChanged(node: Node, owner: OpenFunction, session: Session): string[] {
  const { startPosition, endPosition } = node;
  const names = new Set<string>();
  for (const { range, functionIndex, definitions } of session.plan.model.blocks) {
    if (functionIndex !== owner.index) continue;
    if (range.start.line < startPosition.row || range.end.line > endPosition.row) continue;
    if (range.start.line === startPosition.row && range.start.column < startPosition.column) continue;
    for (const name of definitions) names.add(name);
  }
  return [...names].filter((name) => session.visible.isLocal(name)).slice(0, maximalNames);
}

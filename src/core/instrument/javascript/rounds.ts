// The rounds of a loop. One is logged at its end, all in one; those of a loop whose body is one run of statements that run
// nothing else are counted, and logged when it ends.
import type { Node } from 'web-tree-sitter';
import { countedRounds } from './countedRounds';
import { isFunction } from './declarations';
import { isSilent, runsOthers } from './quiet';
import type { OpenFunction, Session } from './session';

export interface LoopPlace {
  /** Where statements before the loop go: before its labels. */
  readonly at: number;
  readonly labels: readonly string[];
}

export function isLoop(node: Node): boolean {
  return /^(?:for_statement|for_in_statement|while_statement|do_statement)$/.test(node.type);
}

/** What one round of a loop runs, beside its body. */
export interface Round {
  readonly header: number;
  /** Absent where it cannot fail. */
  readonly test: Node | undefined;
  readonly body: Node | null;
  readonly update?: Node | undefined;
  /** Blocks that are part of the way of a round, before and after the body. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Header and update are; else they are logged when they run. */
  readonly isMerged: boolean;
  /** Shown of the header. */
  readonly names?: readonly string[];
}

/** Walks the body, from a place where nothing is pending; goes on behind the loop. */
export function instrumentRounds(
  node: Node,
  round: Round,
  { at, labels }: LoopPlace,
  owner: OpenFunction,
  session: Session,
): void {
  const { path } = owner;
  const testsFirst = round.isMerged && node.type !== 'do_statement';
  path.reset();
  if (testsFirst && countedRounds(node, round, at, owner, session)) {
    path.reset();
    path.add(round.header);
    return;
  }
  const isLeft = breaksOf(round.body, labels).length > 0;
  const canFail = mayFail(round.test);
  const waits = testsFirst && waitsForNext(round);
  if (waits) path.mayFollow(round.after);
  if (testsFirst) path.add(round.header);
  const tested = path.ways;
  if (testsFirst) closeTest(round.test, isLeft && canFail, owner, session);
  path.resume(tested);
  if (!testsFirst) path.addAll(round.before);
  instrumentRound(round, labels, waits, owner, session);
  if (testsFirst && !isLeft) path.resume(tested);
  else path.reset();
  if (!isLeft && !canFail) path.stop();
}

function mayFail(test: Node | undefined): boolean {
  return test !== undefined && !/^(?:true|1)$/.test(test.text);
}

/** Where the body logs what is pending anyway, the update is logged with that of the next round. */
function waitsForNext({ body, after }: Round): boolean {
  return after.length > 0 && body !== null && runsOthers(body);
}

function instrumentRound(
  { body, after, names = [] }: Round,
  labels: readonly string[],
  waits: boolean,
  owner: OpenFunction,
  session: Session,
): void {
  const opening = session.values('block', owner, names);
  const atEnd = waits ? [] : after;
  owner.loops.push({ labels, atContinue: atEnd, waits });
  session.nested.body(body, owner, session, {
    opening,
    closing: () => endOfRound(owner.path, atEnd, waits),
  });
  owner.loops.pop();
}

/** The end of a round: what is pending is logged. */
export function endOfRound(path: OpenFunction['path'], after: readonly number[], waits: boolean): string {
  path.addAll(after);
  const due = path.flush() + (waits && path.isReached ? path.follow() : '');
  return due === '' ? '' : `;${due}`;
}

/** Lets the recorder see that the header runs where the test may run other code; `logs` it when the test fails. */
function closeTest(test: Node | undefined, logs: boolean, owner: OpenFunction, session: Session): void {
  if (test === undefined) return;
  const { insertions } = session;
  const { path } = owner;
  if (!isSilent(test)) {
    insertions.before(test.startIndex, `(${path.store().replace(/;$/, '')},`);
    insertions.after(test.endIndex, ')');
  }
  if (!logs) return;
  insertions.before(test.startIndex, '(');
  insertions.after(test.endIndex, `)||(${path.flushed()})`);
}

/** The `break` statements that leave the loop around a body. */
export function breaksOf(body: Node | null, labels: readonly string[]): Node[] {
  const found: Node[] = [];
  const stack: [Node, boolean][] = body === null ? [] : [[body, true]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [node, takesPlain] = next;
    if (node.type === 'break_statement') {
      const label = node.childForFieldName('label')?.text;
      if (label === undefined ? takesPlain : labels.includes(label)) found.push(node);
    }
    if (isFunction(node) || /^class/.test(node.type)) continue;
    const plain = takesPlain && !isLoop(node) && node.type !== 'switch_statement';
    for (const child of node.namedChildren) stack.push([child, plain]);
  }
  return found;
}

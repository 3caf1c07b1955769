// Loops: a header runs once a test. Where nothing of the program can run in a test, one event says header and body.
import type { Node } from 'web-tree-sitter';
import { declaredNames, isFunction, lexicalNames, patternNames, statementsOf } from './declarations';
import { instrumentExpression } from './expressions';
import { isOneRun, isQuiet, isQuietStatement } from './quiet';
import { Lead, type RoundLog } from './run';
import { maximalNames, type OpenFunction, type Session } from './session';

export interface LoopPlace {
  /** Where statements before the loop go: before its labels. */
  readonly at: number;
  readonly labels: readonly string[];
  /** What is due before its first event. */
  readonly lead: Lead;
}

export function isLoop(node: Node): boolean {
  return /^(?:for_statement|for_in_statement|while_statement|do_statement)$/.test(node.type);
}

export function instrumentLoop(node: Node, place: LoopPlace, owner: OpenFunction, session: Session): void {
  const header = session.plan.blockOf(node);
  if (header === undefined) return;
  if (node.type === 'for_in_statement') instrumentForIn(node, header, place, owner, session);
  else {
    const due = place.lead.text([]);
    if (due !== '') session.insertions.before(place.at, due);
    if (node.type === 'for_statement') instrumentFor(node, header, place, owner, session);
    else instrumentWhile(node, header, owner, session);
  }
  const names = namesChanged(node, owner, session);
  const last = session.values('loop-exit', owner, names);
  if (last !== '') session.insertions.after(node.endIndex, `;${last}`);
}

function instrumentWhile(node: Node, header: number, owner: OpenFunction, session: Session): void {
  const { insertions } = session;
  const test = node.childForFieldName('condition')?.namedChildren.find((child) => !child.isExtra);
  const body = node.childForFieldName('body');
  if (test === undefined) return;
  const code = session.codes.code({ blocks: [header] });
  const lead = new Lead(session);
  if (node.type === 'while_statement' && isQuiet(test)) {
    lead.blocks = [header];
    lead.roundLog = roundLog(body, owner, session);
    closeTest(test, session.call('N', code), session);
  } else {
    insertions.before(test.startIndex, `${session.checkedLog(code)},`);
    instrumentExpression(test, owner, session);
  }
  session.nested.body(body, owner, session, lead);
}

/** `test || note`, unless it cannot fail. */
function closeTest(test: Node, note: string, session: Session): void {
  if (/^(?:true|1)$/.test(test.text)) return;
  session.insertions.before(test.startIndex, '(');
  session.insertions.after(test.endIndex, `)||${note}`);
}

function instrumentFor(
  node: Node,
  header: number,
  place: LoopPlace,
  owner: OpenFunction,
  session: Session,
): void {
  const { visible, codes } = session;
  const init = part(node, 'initializer');
  const test = part(node, 'condition');
  const update = part(node, 'increment');
  const updateBlock = update && session.plan.blockWithoutStatement('loop-update', update);
  visible.enter(init === undefined ? [] : lexicalNames([init]), false);
  if (init !== undefined) instrumentInit(init, owner, session);
  const lead = new Lead(session);
  const shown = namesOfHeader(init, updateBlock, session);
  if (isQuiet(test ?? null) && isQuiet(update ?? null)) {
    if (shown.length > 0) lead.values = [session.probe('block', owner, shown), shown];
    if (updateBlock === undefined) {
      lead.blocks = [header];
      if (test !== undefined) closeTest(test, session.call('N', codes.code({ blocks: [header] })), session);
    } else {
      const body = node.childForFieldName('body');
      mergeRounds({ header, update: updateBlock, test, body, at: place.at }, lead, owner, session);
    }
  } else {
    if (test === undefined) lead.blocks = [header];
    else logFirst(test, header, owner, session);
    if (update !== undefined && updateBlock !== undefined) logFirst(update, updateBlock, owner, session);
  }
  session.nested.body(node.childForFieldName('body'), owner, session, lead);
  visible.leave();
}

function instrumentInit(init: Node, owner: OpenFunction, session: Session): void {
  instrumentExpression(init, owner, session);
  if (init.type === 'variable_declaration') session.visible.declareInFunction(declaredNames(init));
  else session.visible.declare(lexicalNames([init]));
}

function logFirst(expression: Node, block: number, owner: OpenFunction, session: Session): void {
  session.insertions.before(
    expression.startIndex,
    `${session.checkedLog(session.codes.code({ blocks: [block] }))},`,
  );
  instrumentExpression(expression, owner, session);
}

interface Rounds {
  readonly header: number;
  readonly update: number;
  readonly test: Node | undefined;
  readonly body: Node | null;
  readonly at: number;
}

/**
 * One event a round. The first round says header and body, all others update, header and body; a variable holds which
 * of the two codes is due, and the codes without the body come two later.
 */
function mergeRounds(
  { header, update, test, body, at }: Rounds,
  lead: Lead,
  owner: OpenFunction,
  session: Session,
): void {
  const code = session.variable(owner);
  const start = session.insertions.before(at, '');
  const log = roundLog(body, owner, session);
  let next = '';
  if (test !== undefined) closeTest(test, session.call('N', `${code}+2`), session);
  lead.computed = {
    together: (own) => {
      const first = session.codes.row([
        { blocks: [header, ...own] },
        { blocks: [update, header, ...own] },
        { blocks: [header] },
        { blocks: [update, header] },
      ]);
      start.text = `${code}=${first};`;
      next = `${code}=${first + 1};`;
      return log(code, next);
    },
    apart: () => `${session.checkedLog(`${code}+2`)};${next}`,
  };
}

/**
 * A statement that logs a round, and `next` after it. What comes again and again is counted: where the body is one run
 * of statements, and where it has no calls in the text itself. There a variable holds the place behind the last count,
 * at which nothing has been written since.
 */
function roundLog(body: Node | null, owner: OpenFunction, session: Session): RoundLog {
  const statements = body === null ? [] : body.type === 'statement_block' ? statementsOf(body) : [body];
  if (!statements.every(isOneRun)) return (code, next = '') => `${session.checkedLog(code)};${next}`;
  if (!statements.every(isQuietStatement)) return (code, next = '') => `${session.call('C', code)};${next}`;
  const { prefix } = session;
  const place = session.variable(owner, '-1');
  return (code, next = '') =>
    `if(${prefix}I[0]!==${place}||${prefix}W[${place}-1]--<${lowestCount}){${place}=${session.call('C', code)};${next}}`;
}

/** A count that goes on would soon leave the 32 bits of its word; see logRound in recorder.cjs. */
const lowestCount = -2e9;

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

function instrumentForIn(
  node: Node,
  header: number,
  place: LoopPlace,
  owner: OpenFunction,
  session: Session,
): void {
  const { insertions, visible, prefix } = session;
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const body = node.childForFieldName('body');
  const kind = node.childForFieldName('kind')?.type;
  const names = kind === undefined && left?.type !== 'identifier' ? [] : patternNames(left);
  const awaits = owner.suspends && node.children.some(({ type }) => type === 'await');
  insertions.before(place.at, place.lead.text([header], true));
  if (right !== null) instrumentIterable(right, awaits, owner, session);
  visible.enter([], false);
  if (kind === 'var') visible.declareInFunction(names);
  else if (kind !== undefined) visible.declare(names);
  const lead = new Lead(session);
  if (awaits) lead.first = `${session.call('U', `${prefix}g`)};`;
  lead.blocks = [header];
  const shown = names.filter((name) => visible.isDeclared(name)).slice(0, maximalNames);
  if (shown.length > 0) lead.values = [session.probe('block', owner, shown), shown];
  session.nested.body(body, owner, session, lead);
  visible.leave();
  const resumed = awaits ? `${session.call('U', `${prefix}g`)};` : '';
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
  const log = session.log(session.codes.code({ blocks: [header] }));
  const body = node.childForFieldName('body');
  const breaks = body === null ? [] : breaksOf(body, labels);
  if (breaks.length === 0) return `${log};`;
  const broken = session.variable(owner);
  for (const jump of breaks) session.insertions.before(jump.startIndex, `${broken}=1;`);
  return `if(${broken})${broken}=0;else ${log};`;
}

/** The `break` statements that leave the loop around a body. */
function breaksOf(body: Node, labels: readonly string[]): Node[] {
  const found: Node[] = [];
  const stack: [Node, boolean][] = [[body, true]];
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

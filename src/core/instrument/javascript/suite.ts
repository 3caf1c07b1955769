// Lists of statements: each basic block logs that it runs, and hands over its values when it has.
import type { Node } from 'web-tree-sitter';
import { declaredNames, isOnlyTypes, lexicalNames, patternNames, statementsOf } from './declarations';
import { instrumentExpression } from './expressions';
import { instrumentLoop, isLoop, type LoopPlace } from './loops';
import { Lead, Run } from './run';
import type { OpenFunction, Session } from './session';

/** Where a suite stands: the block that already runs, and what is due before its first block. */
export interface SuiteStart {
  run: Run;
  lead: Lead;
}

/** Instruments statements that run one after the other; the caller has entered their scope. @returns the last run. */
export function instrumentSuite(
  statements: readonly Node[],
  owner: OpenFunction,
  session: Session,
  start: SuiteStart,
): Run {
  const state = { ...start };
  for (const statement of statements) visit(statement, placeOf(statement), owner, session, state);
  if (state.lead === start.lead && state.run === start.run) {
    // Nothing in it runs; what is due is logged all the same.
    const last = statements.at(-1);
    const due = state.lead.text([]);
    if (last !== undefined && due !== '') session.insertions.after(last.endIndex, `;${due}`);
  }
  endRun(state.run, undefined, owner, session);
  return state.run;
}

/** The body of an arm or a loop, in braces or not. */
export function instrumentBody(
  body: Node | null,
  owner: OpenFunction,
  session: Session,
  lead = new Lead(session),
): void {
  if (body === null) return;
  const { insertions, visible } = session;
  const isBlock = body.type === 'statement_block';
  const statements = isBlock ? statementsOf(body) : [body];
  if (statements.length === 0 || body.type === 'empty_statement') {
    const text = lead.text([]);
    if (text === '') return;
    if (isBlock) insertions.after(body.startIndex + 1, text);
    else {
      insertions.before(body.startIndex, `{${text}`);
      insertions.after(body.endIndex, '}');
    }
    return;
  }
  if (!isBlock) insertions.before(body.startIndex, '{');
  visible.enter(lexicalNames(statements), false);
  instrumentSuite(statements, owner, session, { run: new Run(undefined), lead });
  visible.leave();
  if (!isBlock) insertions.after(body.endIndex, '}');
}

/** Hands over the values of a run that ends: before an offset, or after its last statement. */
export function endRun(run: Run, before: number | undefined, owner: OpenFunction, session: Session): void {
  if (run.block === undefined || run.ended) return;
  run.ended = true;
  const text = session.values('block', owner, session.namesOfBlock(run.block));
  if (text === '') return;
  if (before !== undefined) session.insertions.before(before, text);
  else if (run.lastEnd >= 0) session.insertions.after(run.lastEnd, `;${text}`);
}

/** Where statements before a labelled statement go, and its labels. */
type Place = Pick<LoopPlace, 'at' | 'labels'>;

function placeOf(statement: Node): Place {
  return { at: statement.startIndex, labels: [] };
}

function visit(node: Node, place: Place, owner: OpenFunction, session: Session, state: SuiteStart): void {
  if (node.type === 'empty_statement' || node.isExtra) return;
  if (node.type === 'ERROR') return;
  if (node.type === 'labeled_statement') {
    const body = node.childForFieldName('body');
    const label = node.childForFieldName('label')?.text ?? '';
    if (body !== null) visit(body, { ...place, labels: [...place.labels, label] }, owner, session, state);
    return;
  }
  if (node.type === 'statement_block') {
    visitGroup(node, place, owner, session, state);
    return;
  }
  const block = session.plan.blockOf(node);
  if (block === undefined || block < 0 || isOnlyTypes(node)) return;
  if (isLoop(node)) {
    visitLoop(node, place, owner, session, state);
    return;
  }
  startBlock(block, place.at, owner, session, state);
  visitStatement(node, owner, session, state.run);
}

/** Ends the run before and logs a block, unless it is the one that runs already. */
function startBlock(
  block: number,
  at: number,
  owner: OpenFunction,
  session: Session,
  state: SuiteStart,
): void {
  if (block === state.run.block && !state.run.ended) return;
  if (block !== state.run.block) {
    endRun(state.run, undefined, owner, session);
    session.insertions.before(at, state.lead.text([block]));
    state.lead = new Lead(session);
  }
  state.run = new Run(block, at);
}

/** Braces without a test belong to the run that they stand in; labelled ones can be left by `break`. */
function visitGroup(
  node: Node,
  { at, labels }: Place,
  owner: OpenFunction,
  session: Session,
  state: SuiteStart,
): void {
  const statements = statementsOf(node);
  const outer = state.run;
  // What is written before the braces has to be handed over outside of them, in which other names may hide it.
  endRun(state.run, undefined, owner, session);
  state.run = outer.block === undefined ? outer : new Run(outer.block);
  session.visible.enter(lexicalNames(statements), false);
  for (const statement of statements) {
    const start = statement === statements[0] && labels.length > 0 ? at : statement.startIndex;
    visit(statement, { at: start, labels: [] }, owner, session, state);
  }
  endRun(state.run, undefined, owner, session);
  session.visible.leave();
  if (state.run.block !== undefined) state.run = new Run(state.run.block);
}

function visitLoop(
  node: Node,
  { at, labels }: Place,
  owner: OpenFunction,
  session: Session,
  state: SuiteStart,
): void {
  const init = node.type === 'for_statement' ? node.childForFieldName('initializer') : null;
  const initBlock = init === null ? undefined : session.plan.blockOf(init);
  if (initBlock !== undefined && initBlock >= 0) startBlock(initBlock, at, owner, session, state);
  else endRun(state.run, at, owner, session);
  endRun(state.run, at, owner, session);
  instrumentLoop(node, { at, labels, lead: state.lead }, owner, session);
  state.lead = new Lead(session);
  state.run = new Run(undefined);
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
      visitThrow(node, owner, session, run);
      return;
    case 'break_statement':
    case 'continue_statement':
      endRun(run, node.startIndex, owner, session);
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

/** Where values of a run go that a compound statement ends; undefined where its last simple statement says it. */
function headOf(run: Run, statement: Node): number | undefined {
  if (run.lastEnd >= 0) return undefined;
  return run.start >= 0 ? run.start : statement.startIndex;
}

function visitIf(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  const condition = node.childForFieldName('condition');
  if (condition !== null) instrumentExpression(condition, owner, session);
  endRun(run, headOf(run, node), owner, session);
  instrumentBody(node.childForFieldName('consequence'), owner, session);
  const otherwise = node.childForFieldName('alternative')?.namedChildren.find((child) => !child.isExtra);
  instrumentBody(otherwise ?? null, owner, session);
}

function visitTry(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  const { insertions, visible, prefix } = session;
  const outside = visible.locals().slice(0, 40);
  const body = node.childForFieldName('body');
  if (body !== null) {
    const statements = statementsOf(body);
    visible.enter(lexicalNames(statements), false);
    const inner = new Run(run.block);
    instrumentSuite(statements, owner, session, { run: inner, lead: new Lead(session) });
    visible.leave();
  }
  run.ended = true;
  const handler = node.childForFieldName('handler');
  if (handler !== null) visitHandler(handler, outside, owner, session);
  const final = node.childForFieldName('finalizer')?.childForFieldName('body') ?? null;
  if (final === null) return;
  const number = owner.suspends ? `${session.call('U', `${prefix}g`)};` : '';
  const kept = owner.isGuarded ? session.variable(owner) : undefined;
  const keep = kept === undefined ? '' : `${kept}=${prefix}k;${prefix}k=1;`;
  insertions.after(final.startIndex + 1, keep + number);
  instrumentBody(final, owner, session);
  if (kept !== undefined) insertions.before(final.endIndex - 1, `;${prefix}k=${kept}`);
}

function visitHandler(clause: Node, outside: readonly string[], owner: OpenFunction, session: Session): void {
  const { insertions, visible, prefix } = session;
  const body = clause.childForFieldName('body');
  if (body === null) return;
  const parameter = clause.childForFieldName('parameter');
  const names = patternNames(parameter);
  const isSimple = parameter?.type === 'identifier';
  const caught = isSimple ? parameter.text : parameter === null ? `${prefix}e` : undefined;
  if (parameter === null) insertions.before(body.startIndex, `(${prefix}e)`);
  const lead = new Lead(session);
  const hidden = new Set([...names, ...lexicalNames(statementsOf(body))]);
  const readable = outside.filter((name) => !hidden.has(name));
  const probe = session.probe('raised', owner, readable);
  const number = owner.suspends ? `${prefix}g` : 0;
  const values = `${session.isOn(probe)}?[${readable.join()}]:0`;
  const note = session.call('Q', probe, number, values, ...(caught === undefined ? [] : [caught]));
  lead.first = `try{${note}}catch{}`;
  const header = session.plan.blockWithoutStatement('handler-header', clause);
  if (header !== undefined) lead.blocks = [header];
  visible.enter([], false);
  visible.declare(names);
  instrumentBody(body, owner, session, lead);
  visible.leave();
}

function visitSwitch(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  const { insertions, visible } = session;
  const value = node.childForFieldName('value');
  if (value !== null) instrumentExpression(value, owner, session);
  endRun(run, headOf(run, node), owner, session);
  const clauses = node.childForFieldName('body')?.namedChildren ?? [];
  const bodies = clauses.map((clause) =>
    clause.childrenForFieldName('body').filter((child) => !child.isExtra),
  );
  const pending = lexicalNames(bodies.flat());
  clauses.forEach((clause, index) => {
    const label = clause.type === 'switch_case' ? clause.childForFieldName('value') : null;
    if (label !== null) {
      instrumentExpression(label, owner, session);
      const test = session.plan.blockWithoutStatement('test', clause);
      if (test !== undefined) {
        insertions.before(label.startIndex, `(${session.log(session.codes.code({ blocks: [test] }))},`);
        insertions.after(label.endIndex, ')');
      }
    }
    visible.enter(pending, false);
    instrumentSuite(bodies[index] ?? [], owner, session, {
      run: new Run(undefined),
      lead: new Lead(session),
    });
    visible.leave();
  });
}

/** The value passes through a variable of ours; its probe sees it before the frame ends. */
function visitReturn(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  const { insertions, prefix } = session;
  const value = node.namedChildren.find((child) => !child.isExtra);
  const names = (run.block === undefined ? [] : session.namesOfBlock(run.block)).filter((name) =>
    session.visible.isLocal(name),
  );
  run.ended = true;
  const probe = session.probe('return', owner, names);
  const left = owner.isGuarded
    ? `${prefix}k=0`
    : owner.suspends
      ? session.call('Y', `${prefix}g`)
      : session.leave();
  if (value === undefined) {
    const hand = session.call('T', probe, 'void 0', ...names);
    insertions.before(node.startIndex, `if(${session.isOn(probe)})try{${hand}}catch{};${left};`);
    return;
  }
  insertions.before(value.startIndex, ` ${prefix}r=(0,`);
  instrumentExpression(value, owner, session);
  const hand = `${session.isOn(probe)}&&${session.call('T', probe, `${prefix}r`, ...names)}`;
  insertions.after(value.endIndex, `),${hand},${left},${prefix}r`);
}

function visitThrow(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  endRun(run, node.startIndex, owner, session);
  const value = node.namedChildren.find((child) => !child.isExtra);
  if (value === undefined) return;
  session.insertions.before(value.startIndex, ` ${session.prefix}H((`);
  instrumentExpression(value, owner, session);
  const { row, column } = node.startPosition;
  session.insertions.after(value.endIndex, `),${row + 1},${column})`);
}

// The bodies of functions: entered, left, and left by an exception.
import type { Node } from 'web-tree-sitter';
import { functionNames, lexicalNames, statementsOf, varNames } from './declarations';
import { evaluatesText, instrumentExpression, suspends } from './expressions';
import { reasonToLeaveAlone } from './leftAlone';
import { callsAnything, runsOthers } from './quiet';
import { Run } from './run';
import { maximalNames, unrecorded, type OpenFunction, type Session } from './session';
import { instrumentSuite } from './suite';

/** Instruments a function, arrow function, method or static block, and what stands in its parameters. */
export function instrumentFunction(node: Node, session: Session): void {
  const body = node.childForFieldName('body');
  const inModel = body === null ? undefined : session.function(body);
  // In a function without a star, `yield` is a name.
  const found = inModel && { ...inModel, isGenerator: node.children.some(({ type }) => type === '*') };
  const plain = session.open(unrecorded);
  for (const child of node.namedChildren) {
    if (child.id !== body?.id) instrumentExpression(child, plain, session);
  }
  if (body === null) return;
  const names = body.type === 'statement_block' ? directives(body) : [];
  if (found === undefined || names.some((directive) => /use asm/.test(directive.text))) return;
  const reason = reasonToLeaveAlone(body, session.insertions.text);
  if (reason !== undefined) {
    session.leftAlone.set(found.path, reason);
    instrumentExpression(body, plain, session);
    return;
  }
  if (body.type === 'statement_block') instrumentBlockBody(body, names, found, session);
  else instrumentExpressionBody(body, found, session);
}

/** The strings that start a body and change how it is read. */
export function directives(body: Node): Node[] {
  const statements = statementsOf(body);
  const end = statements.findIndex(
    (statement) => statement.type !== 'expression_statement' || statement.namedChildren[0]?.type !== 'string',
  );
  return end < 0 ? statements : statements.slice(0, end);
}

interface Found {
  readonly index: number;
  readonly parameters: readonly string[];
  readonly entryBlock: number;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
}

function instrumentBlockBody(body: Node, head: readonly Node[], found: Found, session: Session): void {
  const { insertions, visible } = session;
  const statements = statementsOf(body).slice(head.length);
  const start = head.at(-1)?.endIndex ?? body.startIndex + 1;
  if (statements.length === 0) {
    const blocks = found.entryBlock < 0 ? [] : [found.entryBlock];
    const code = session.codes.code({ blocks, enter: found.index, leave: true });
    insertions.after(start, `${head.length > 0 ? ';' : ''}${session.call('E', code)};`);
    return;
  }
  const owner = session.open({
    index: found.index,
    isModule: false,
    isGuarded: canBeGuarded(body, statements, found.parameters),
    throwsOn: !(found.isAsync || found.isGenerator || callsAnything(body)),
    suspends: suspends(body, found),
  });
  const opening = insertions.after(start, '');
  visible.enter([], true);
  visible.declare(found.parameters);
  visible.enter(lexicalNames(statements), false);
  const entered = enter(owner, found, session);
  instrumentSuite(statements, owner, session, new Run(undefined));
  visible.leave();
  const atRaise = visible.locals().slice(0, maximalNames);
  visible.leave();
  const closing = epilogue(owner, owner.path.isReached ? `;${session.leave(owner)}` : '', atRaise, session);
  opening.text = (head.length > 0 ? ';' : '') + prologue(owner, session) + entered;
  insertions.before(body.endIndex - 1, closing);
}

/** A parenthesised expression keeps its parentheses; `(0, …)` keeps a function in it from taking a name of ours. */
function instrumentExpressionBody(body: Node, found: Found, session: Session): void {
  const { insertions, visible, prefix } = session;
  const owner = session.open({
    index: found.index,
    isModule: false,
    isGuarded: true,
    throwsOn: !(found.isAsync || found.isGenerator || callsAnything(body)),
    suspends: suspends(body, found),
  });
  visible.enter([], true);
  visible.declare(found.parameters);
  const entered = enter(owner, found, session);
  if (found.entryBlock >= 0) owner.path.add(found.entryBlock);
  const begun = runsOthers(body) ? owner.path.flush() : owner.path.store();
  const probe = session.probe('return', owner, []);
  const shown = `${session.isOnHere(probe, owner)}&&${session.call('T', probe, owner.path.code(), `${prefix}r`)}`;
  const left = session.leave(owner);
  insertions.before(body.startIndex, `{${prologue(owner, session)}${entered}${begun}return ${prefix}r=(0,`);
  instrumentExpression(body, owner, session);
  const closing = epilogue(owner, '', visible.locals().slice(0, maximalNames), session);
  const done = owner.throwsOn ? '' : `${prefix}k=0,`;
  insertions.after(body.endIndex, `),${shown},${left},${done}${prefix}r${closing}}`);
  visible.leave();
}

/** The frame has been entered: what its parameters are. One that hands over control gets its number. */
function enter(owner: OpenFunction, { parameters }: Found, session: Session): string {
  owner.path.enter(owner.index);
  const numbered = owner.suspends ? `${owner.path.flush()}${session.prefix}g=${session.call('G')};` : '';
  return numbered + session.values('entry', owner, parameters.slice(0, maximalNames));
}

/** Declarators of the variables that a frame needs. */
export function variablesOf(owner: OpenFunction, session: Session): string[] {
  const { prefix } = session;
  const variables = [`${prefix}r`, ...owner.variables];
  if (owner.path.usesNumber) variables.push(`${prefix}p=0`);
  if (owner.path.usesRounds) variables.push(`${prefix}c=0`);
  variables.push(...session.looksAgain(owner));
  if (owner.suspends) variables.push(`${prefix}g`);
  else variables.push(`${prefix}h=${prefix}I[1]`);
  return variables;
}

/** The variables of ours, and the start of the guard. */
function prologue(owner: OpenFunction, session: Session): string {
  const { prefix } = session;
  const variables = variablesOf(owner, session);
  if (owner.isGuarded && !owner.throwsOn) variables.push(`${prefix}k=1`);
  const hidden = `if(${owner.suspends ? `${prefix}I[1]` : `${prefix}h`})${session.call('K')};`;
  return `let ${variables.join()};${hidden}${owner.isGuarded ? 'try{' : ''}`;
}

/** `k` is 1 in a frame that has not been left, and 2 in one that leaves once `finally` has run. */
function epilogue(
  owner: OpenFunction,
  leaving: string,
  atRaise: readonly string[],
  session: Session,
): string {
  const { prefix } = session;
  if (!owner.isGuarded) return leaving;
  const probe = session.probe('raised', owner, atRaise);
  const [number, hidden] = owner.suspends ? [`${prefix}g`, 0] : [0, `${prefix}h`];
  const given = [probe, number, `${session.isOn(probe)}?[${atRaise.join()}]:0`, hidden];
  if (owner.throwsOn) {
    const raised = session.call('X', ...given, `${prefix}e`);
    return `${leaving}}catch(${prefix}e){try{${raised}}catch{}throw ${prefix}e}`;
  }
  const raised = session.call('X', ...given);
  owner.path.reset();
  return `${leaving};${prefix}k=0}finally{if(${prefix}k)if(${prefix}k>1){${session.leave(owner)}}else try{${raised}}catch{}}`;
}

/**
 * Whether the body means the same inside of a block: functions declared in a block must not share their name with a
 * `var`, a parameter or each other, and a `let` that takes the name of a parameter must stay the error that it is.
 */
function canBeGuarded(body: Node, statements: readonly Node[], parameters: readonly string[]): boolean {
  if (evaluatesText(body)) return false;
  const functions = functionNames(statements);
  const lexical = lexicalNames(statements);
  if (lexical.some((name) => parameters.includes(name))) return false;
  if (functions.length === 0) return true;
  const taken = new Set([...parameters, ...varNames(body), 'arguments']);
  return new Set(functions).size === functions.length && !functions.some((name) => taken.has(name));
}

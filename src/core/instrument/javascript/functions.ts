// The bodies of functions: entered, left, and left by an exception.
import type { Node } from 'web-tree-sitter';
import { functionNames, lexicalNames, statementsOf, varNames } from './declarations';
import { evaluatesText, instrumentExpression, suspends } from './expressions';
import { reasonToLeaveAlone } from './leftAlone';
import { enteringLead, Run } from './run';
import { maximalNames, type OpenFunction, type Session } from './session';
import { instrumentSuite } from './suite';

/** Instruments a function, arrow function, method or static block, and what stands in its parameters. */
export function instrumentFunction(node: Node, session: Session): void {
  const body = node.childForFieldName('body');
  const inModel = body === null ? undefined : session.function(body);
  // In a function without a star, `yield` is a name.
  const found = inModel && { ...inModel, isGenerator: node.children.some(({ type }) => type === '*') };
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

/** Code that belongs to no recorded function, such as default values. */
export const plain: OpenFunction = {
  index: -1,
  isModule: false,
  isGuarded: false,
  suspends: false,
  variables: [],
};

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
    insertions.after(start, `${head.length > 0 ? ';' : ''}${session.checkedLog(code)};`);
    return;
  }
  const owner: OpenFunction = {
    index: found.index,
    isModule: false,
    isGuarded: canBeGuarded(body, statements, found.parameters),
    suspends: suspends(body, found),
    variables: [],
  };
  const opening = insertions.after(start, '');
  visible.enter([], true);
  visible.declare(found.parameters);
  visible.enter(lexicalNames(statements), false);
  const lead = enteringLead(session, owner, found.parameters.slice(0, maximalNames));
  if (owner.suspends) lead.entered = `${session.prefix}g=${session.call('G')};`;
  instrumentSuite(statements, owner, session, { run: new Run(undefined), lead });
  visible.leave();
  const atRaise = visible.locals().slice(0, maximalNames);
  visible.leave();
  opening.text = (head.length > 0 ? ';' : '') + prologue(owner, session);
  insertions.before(body.endIndex - 1, epilogue(owner, atRaise, session));
}

/** A parenthesised expression keeps its parentheses; `(0, …)` keeps a function in it from taking a name of ours. */
function instrumentExpressionBody(body: Node, found: Found, session: Session): void {
  const { insertions, visible, prefix } = session;
  const owner: OpenFunction = {
    index: found.index,
    isModule: false,
    isGuarded: true,
    suspends: suspends(body, found),
    variables: [],
  };
  visible.enter([], true);
  visible.declare(found.parameters);
  const lead = enteringLead(session, owner, found.parameters.slice(0, maximalNames));
  if (owner.suspends) lead.entered = `${prefix}g=${session.call('G')};`;
  const entered = lead.text(found.entryBlock < 0 ? [] : [found.entryBlock]);
  const probe = session.probe('return', owner, []);
  insertions.before(body.startIndex, `{${prologue(owner, session)}${entered}return ${prefix}r=(0,`);
  instrumentExpression(body, owner, session);
  const shown = `),${session.isOn(probe)}&&${session.call('T', probe, `${prefix}r`)},${prefix}k=0,${prefix}r`;
  insertions.after(
    body.endIndex,
    `${shown}${epilogue(owner, visible.locals().slice(0, maximalNames), session)}}`,
  );
  visible.leave();
}

/** The variables of ours, and the start of the guard. */
function prologue(owner: OpenFunction, { prefix }: Session): string {
  const variables = [`${prefix}r`, ...owner.variables];
  if (owner.suspends) variables.push(`${prefix}g`);
  if (owner.isGuarded) variables.push(`${prefix}k=1`);
  return `let ${variables.join()};${owner.isGuarded ? 'try{' : ''}`;
}

function epilogue(owner: OpenFunction, atRaise: readonly string[], session: Session): string {
  const { prefix } = session;
  const leave = owner.suspends ? session.call('Y', `${prefix}g`) : session.leave();
  if (!owner.isGuarded) return `;${leave}`;
  const probe = session.probe('raised', owner, atRaise);
  const number = owner.suspends ? `${prefix}g` : 0;
  const raised = session.call('X', probe, number, `${session.isOn(probe)}?[${atRaise.join()}]:0`);
  return `;${prefix}k=0}finally{if(${prefix}k)try{${raised}}catch{}else ${leave}}`;
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

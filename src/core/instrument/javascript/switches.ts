// `switch`: the labels are tested one after the other until one is met.
import type { Node } from 'web-tree-sitter';
import { lexicalNames } from './declarations';
import { instrumentExpression } from './expressions';
import { Run } from './run';
import { endOfRunBefore, endRun } from './runEnds';
import type { OpenFunction, Session } from './session';

interface Clause {
  readonly node: Node;
  /** Absent for `default`. */
  readonly label: Node | undefined;
  readonly body: readonly Node[];
}

export function visitSwitch(node: Node, owner: OpenFunction, session: Session, run: Run): void {
  const value = node.childForFieldName('value');
  if (value !== null) instrumentExpression(value, owner, session);
  endRun(run, endOfRunBefore(run, node), owner, session);
  const body = node.childForFieldName('body');
  const clauses = (body?.namedChildren ?? []).filter(({ type }) => /^switch_(?:case|default)$/.test(type));
  visitClauses(clauses.map(clauseOf), owner, session);
}

function clauseOf(node: Node): Clause {
  const label = node.type === 'switch_case' ? (node.childForFieldName('value') ?? undefined) : undefined;
  return { node, label, body: node.childrenForFieldName('body').filter((child) => !child.isExtra) };
}

/** Each test is logged as it runs; a body that goes on into the next has logged what was pending. */
function visitClauses(clauses: readonly Clause[], owner: OpenFunction, session: Session): void {
  const { insertions, visible } = session;
  const pending = lexicalNames(clauses.flatMap(({ body }) => body));
  for (const { node, label, body } of clauses) {
    if (label !== undefined) {
      instrumentExpression(label, owner, session);
      const test = session.plan.blockWithoutStatement('test', node);
      if (test !== undefined) {
        insertions.before(label.startIndex, `(${session.log(test)},`);
        insertions.after(label.endIndex, ')');
      }
    }
    owner.path.reset();
    visible.enter(pending, false);
    session.nested.suite(body, owner, session, new Run(undefined));
    visible.leave();
    const due = owner.path.flush();
    const last = body.at(-1);
    if (due !== '' && last !== undefined) insertions.after(last.endIndex, `;${due}`);
  }
  owner.path.reset();
}

// Namespaces of TypeScript: bodies that run once, where they stand.
import type { Node } from 'web-tree-sitter';
import { isOnlyTypes, lexicalNames, statementsOf } from './declarations';
import { Lead, Run } from './run';
import type { OpenFunction, Session } from './session';
import { instrumentSuite } from './suite';

/** Instruments the body of a namespace, unless only the compiler sees it. */
export function instrumentNamespace(node: Node, session: Session): void {
  const body = node.childForFieldName('body');
  const found = body === null ? undefined : session.function(body);
  if (body === null || found === undefined || isOnlyTypes(node)) return;
  const { insertions, visible } = session;
  const owner: OpenFunction = {
    index: found.index,
    isModule: false,
    // What is exported cannot stand in a `try`.
    isGuarded: false,
    suspends: false,
    variables: [],
  };
  const statements = statementsOf(body);
  const opening = insertions.after(body.startIndex + 1, '');
  visible.enter(lexicalNames(statements), true);
  const lead = new Lead(session);
  lead.enter = found.index;
  instrumentSuite(statements, owner, session, { run: new Run(undefined), lead });
  visible.leave();
  if (owner.variables.length > 0) opening.text = `let ${owner.variables.join()};`;
  insertions.before(body.endIndex - 1, `;${session.leave()};`);
}

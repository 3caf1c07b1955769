// Namespaces of TypeScript: bodies that run once, where they stand.
import type { Node } from 'web-tree-sitter';
import { isOnlyTypes, lexicalNames, statementsOf } from './declarations';
import { variablesOf } from './functions';
import { Run } from './run';
import type { Session } from './session';
import { instrumentSuite } from './suite';

/** Instruments the body of a namespace, unless only the compiler sees it. */
export function instrumentNamespace(node: Node, session: Session): void {
  const body = node.childForFieldName('body');
  const found = body === null ? undefined : session.function(body);
  if (body === null || found === undefined || isOnlyTypes(node)) return;
  const { insertions, visible } = session;
  const owner = session.open({
    index: found.index,
    isModule: false,
    // What is exported cannot stand in a `try`.
    isGuarded: false,
    throwsOn: false,
    suspends: false,
  });
  const statements = statementsOf(body);
  const opening = insertions.after(body.startIndex + 1, '');
  visible.enter(lexicalNames(statements), true);
  owner.path.enter(found.index);
  const entered = owner.path.flush();
  instrumentSuite(statements, owner, session, new Run(undefined));
  visible.leave();
  opening.text = `let ${variablesOf(owner, session).join()};${entered}`;
  insertions.before(body.endIndex - 1, `;${session.leave(owner)};`);
}

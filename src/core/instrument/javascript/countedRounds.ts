// Loops whose body is one run of statements that run nothing else: their rounds are counted in a variable.
import type { Node } from 'web-tree-sitter';
import { statementsOf } from './declarations';
import type { Round } from './rounds';
import { isOneRun, isQuietStatement, isSilent } from './quiet';
import type { OpenFunction, Session } from './session';

/** So many rounds are logged at the latest, while their number fits into a word. */
const longestCount = 2 ** 30;

/** Up to so many rounds have a code, as src/runtime/javascript/words.cjs has it. */
const fewRounds = 8;

/** Walks the body of a loop that can be counted; goes on where the way of the last round has been logged.
 * @returns whether it can. */
export function countedRounds(
  node: Node,
  { header, test, body, update, before, after, names = [] }: Round,
  at: number,
  owner: OpenFunction,
  session: Session,
): boolean {
  const own = body === null ? undefined : blocksOf(body, session);
  if (own === undefined || before.length === 0) return false;
  const { insertions, prefix } = session;
  const { path } = owner;
  const round = [...before, ...own, ...after];
  const count = `${prefix}c`;
  path.usesRounds = true;
  path.reset();
  path.countRounds(round);
  path.add(header);
  const isSilentTest = isSilent(test);
  const isPlain = isSilentInit(node) && [test, update].every((each) => isOfLocals(each, session));
  if (isPlain && own.length > 0) path.storeAhead(own);
  if (test !== undefined && !isSilentTest) {
    insertions.before(test.startIndex, `(${path.store().replace(/;$/, ',')}${prefix}I[2]=${count},`);
    insertions.after(test.endIndex, ')');
  }
  const shown = session.values('block', owner, names);
  const stored = path.stored ?? '';
  insertions.before(at, stored);
  const whole = session.codes.row(
    Array.from({ length: fewRounds }, (_, n) => ({
      blocks: Array.from({ length: n + 1 }, () => round).flat(),
    })),
  );
  session.nested.body(body, owner, session, {
    opening:
      `if((${prefix}I[2]=${count}++)>${longestCount}){${session.call('R', whole, `${count}-1`)};${count}=1;${stored}}` +
      `${own.length === 0 ? path.store() : ''}${shown}`,
    closing: () => {
      if (update !== undefined && !isSilent(update)) {
        path.addAll(after);
        insertions.before(update.startIndex, path.store().replace(/;$/, ','));
      }
      return '';
    },
  });
  path.stored = undefined;
  path.countRounds(undefined);
  insertions.after(node.endIndex, `;${count}=${session.call('R', whole, count)};`);
  return true;
}

/** Whether a `for` begins with nothing but variables. */
function isSilentInit(loop: Node): boolean {
  const init = loop.type === 'for_statement' ? loop.childForFieldName('initializer') : null;
  if (init === null || !/^(?:lexical|variable)_declaration$/.test(init.type)) return isSilent(init);
  return init.namedChildren.every(
    (each) =>
      each.childForFieldName('name')?.type === 'identifier' && isSilent(each.childForFieldName('value')),
  );
}

/** Whether it reads and writes variables only, all of which have a value. */
function isOfLocals(expression: Node | undefined, { visible }: Session): boolean {
  const names = expression?.descendantsOfType('identifier') ?? [];
  return isSilent(expression) && names.every(({ text }) => visible.isLocal(text));
}

/** The blocks of a body that is one run of quiet statements; undefined for another. */
function blocksOf(body: Node, { plan }: Session): readonly number[] | undefined {
  const all = body.type === 'statement_block' ? statementsOf(body) : [body];
  const statements = all.filter(({ type }) => type !== 'empty_statement');
  if (!statements.every((each) => isOneRun(each) && isQuietStatement(each))) return undefined;
  const blocks = new Set(statements.map((each) => plan.blockOf(each)));
  const [block] = blocks;
  if (blocks.size > 1 || (block !== undefined && block < 0)) return undefined;
  return block === undefined ? [] : [block];
}

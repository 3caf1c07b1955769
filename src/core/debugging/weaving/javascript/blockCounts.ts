// A JavaScript program that counts how often each of its blocks runs.
import { woven, type WalkedSource } from './weaver';

/** The text, with `$witness[n]++` where the block of index n starts; blocks outside of functions are left alone. */
export function countedJavaScript(source: WalkedSource): string {
  const counted = new Set<number>();
  return woven(source, (insertions) => ({
    function: () => undefined,
    group: ({ statements: [first], block }) => {
      if (first === undefined || counted.has(block)) return;
      counted.add(block);
      insertions.before(first.startIndex, `$witness[${block}]++;`);
    },
    header: (expression, block) => {
      insertions.before(expression.startIndex, `($witness[${block}]++,(`);
      insertions.after(expression.endIndex, '))');
    },
    items: (loop, block) => {
      const right = loop.childForFieldName('right');
      const body = loop.childForFieldName('body');
      if (right === null) return;
      insertions.before(right.startIndex, `($witness[${block}]++,(`);
      insertions.after(right.endIndex, '))');
      if (body?.type === 'statement_block') {
        insertions.before(body.startIndex + 1, `$witness[${block}]++;`);
      }
    },
    expression: ({ owner: { body } }, block) => {
      insertions.before(body.startIndex, `($witness[${block}]++,(`);
      insertions.after(body.endIndex, '))');
    },
  }));
}

// Text that is built piece by piece.
import { ownerOf } from './heap';
import type { Machine } from './machine';
import { concat, lengthOf } from './operations';
import type { Term } from './terms';

/** StringBuilder and its like. */
export function textBuilderMethod(
  m: Machine,
  self: Term,
  name: string,
  args: readonly Term[],
): Term | undefined {
  const owner = ownerOf(m, self);
  const text = m.read(owner, 'text') ?? m.terms.fresh('text', 'string');
  const [first, second] = args;
  if (/^(?:toString|getvalue|read)$/.test(name)) return text;
  if (name === 'length') return lengthOf(m.terms, text);
  const now = changedText(m, text, name, { first, second });
  if (now === undefined) return undefined;
  m.write(owner, 'text', now);
  return self;
}

function changedText(
  m: Machine,
  text: Term,
  name: string,
  { first, second }: { readonly first: Term | undefined; readonly second: Term | undefined },
): Term | undefined {
  switch (name) {
    case 'append':
    case 'write':
      return first && concat(m.terms, text, first);
    case 'insert':
      return second && concat(m.terms, second, text);
    case 'setLength':
      return first?.value === 0 ? m.terms.constant('') : text;
    case 'reverse':
      return m.terms.carry(m.terms.apply('reverse', [text], 'string'), [text]);
    default:
      return undefined;
  }
}

// Iterators, and what a `for … of` goes over.
import { contentOf, elementsOf, entriesOf } from './containers';
import { infoOf, ownerOf } from './heap';
import type { Machine } from './machine';
import { concat } from './operations';
import type { Place } from './state';
import type { Term } from './terms';

/** Java's Iterator, Enumeration and StringTokenizer; Python's `next`. */
export function iteratorMethod(m: Machine, self: Term, name: string, place: Place): Term | undefined {
  const over = m.objects.get(self)?.over;
  if (over === undefined) return undefined;
  const position = m.read(ownerOf(m, self), 'position');
  const elements = elementsOf(m, over);
  const at = position?.op === 'const' ? Number(position.value) : undefined;
  if (/^has(?:Next|MoreElements)$/.test(name)) {
    if (elements === undefined || at === undefined) return m.terms.fresh(name, 'bool');
    return m.terms.constant(at < elements.length, 'bool');
  }
  if (!/^(?:next|nextElement|__next__)$/.test(name)) return undefined;
  if (at !== undefined) m.write(ownerOf(m, self), 'position', m.terms.constant(at + 1));
  const element =
    at === undefined || elements === undefined ? contentOf(m, over) : (elements[at] ?? m.terms.null);
  return m.pass(element, 'load', place);
}

/** The values that a loop gets, if it is known how many; keys of a map where the language says so. */
export function iterated(m: Machine, iterable: Term, givesKeys: boolean): Term[] | undefined {
  const info = infoOf(m, iterable);
  if (info?.kind === 'list' || (info?.kind === 'iterator' && info.over !== undefined)) {
    return elementsOf(m, info.over ?? iterable)?.map((element, index) => {
      const isIndex = givesKeys && m.frame.fn.file.language !== 'python';
      return isIndex ? m.terms.constant(String(index)) : element;
    });
  }
  if (info?.kind !== 'map') return undefined;
  return entriesOf(m, iterable)?.map(({ key, value }) => (givesKeys ? key : value));
}

/** Any value that a loop may get. */
export function anyOf(m: Machine, iterable: Term): Term {
  const content = contentOf(m, iterable);
  const sort = m.terms.strip(iterable).sort;
  return sort === 'string' ? concat(m.terms, m.terms.constant(''), content) : content;
}

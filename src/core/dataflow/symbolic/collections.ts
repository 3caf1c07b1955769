// Methods of lists, maps and text builders, by what they do in any of the languages.
import {
  contentOf,
  elementsOf,
  entriesOf,
  extendList,
  appendItem,
  isEmpty,
  lengthTerm,
  newList,
  readItem,
  removeElements,
  replaceElements,
  writeItem,
} from './containers';
import { allocate, deep, infoOf, ownerOf } from './heap';
import type { Machine } from './machine';
import { concat, equal } from './operations';
import type { Place } from './state';
import type { Term } from './terms';

type Method = (m: Machine, self: Term, args: readonly Term[], place: Place) => Term | undefined;

const append: Method = (m, self, args, place) => {
  const [first, second] = args;
  if (first === undefined) return undefined;
  if (second === undefined) appendItem(m, self, m.pass(first, 'store', place));
  else return insert(m, self, args, place);
  return m.terms.true;
};

const appendAll: Method = (m, self, args, place) => {
  for (const each of args) appendItem(m, self, m.pass(each, 'store', place));
  return lengthTerm(m, self);
};

const insert: Method = (m, self, [at, value], place) => {
  const index = at && m.terms.strip(at);
  const elements = elementsOf(m, self);
  if (value === undefined) return undefined;
  const passed = m.pass(value, 'store', place);
  if (elements === undefined || index?.op !== 'const') appendItem(m, self, passed);
  else {
    elements.splice(Number(index.value), 0, passed);
    replaceElements(m, self, elements);
  }
  return m.terms.null;
};

const prepend: Method = (m, self, [value], place) => {
  return value && insert(m, self, [m.terms.constant(0), value], place);
};

const extend: Method = (m, self, [from]) => {
  if (from !== undefined) extendList(m, self, from);
  return m.terms.true;
};

const get: Method = (m, self, [at], place) => m.pass(readItem(m, self, at), 'load', place);
const getFirst: Method = (m, self, _args, place) =>
  m.pass(readItem(m, self, m.terms.constant(0)), 'load', place);
const getLast: Method = (m, self, _args, place) =>
  m.pass(readItem(m, self, m.terms.constant(-1)), 'load', place);

const set: Method = (m, self, [at, value], place) => {
  if (at === undefined || value === undefined) return undefined;
  const old = readItem(m, self, at);
  writeItem(m, self, at, m.pass(value, 'store', place));
  return old;
};

function removing(at: 'first' | 'last'): Method {
  return (m, self, args, place) => {
    const value = at === 'first' ? getFirst(m, self, args, place) : getLast(m, self, args, place);
    removeElements(m, self, at === 'first' ? 0 : -1, 1);
    return value;
  };
}

const removeAt: Method = (m, self, args, place) => {
  const [at] = args;
  if (at === undefined) {
    return m.isJava ? removing('first')(m, self, args, place) : removing('last')(m, self, args, place);
  }
  const index = m.terms.strip(at);
  if (index.sort !== 'int') return removeItem(m, self, args, place);
  const value = get(m, self, args, place);
  if (index.op === 'const') removeElements(m, self, Number(index.value), 1);
  else removeElements(m, self, 0, 0);
  return value;
};

const removeItem: Method = (m, self, [item]) => {
  const elements = elementsOf(m, self);
  const at =
    elements?.findIndex((each) => item !== undefined && equal(m.terms, each, item) === m.terms.true) ?? -1;
  if (at >= 0) removeElements(m, self, at, 1);
  return m.terms.true;
};

const clear: Method = (m, self) => {
  const owner = ownerOf(m, self);
  for (const name of m.names.get(owner) ?? []) {
    if (/^[kt]:|^\d+$/.test(name)) m.write(owner, name, m.terms.null);
  }
  m.write(owner, 'length', m.terms.constant(0));
  if (m.read(owner, '*') !== undefined) m.write(owner, '*', m.terms.null);
  return m.terms.null;
};

const size: Method = (m, self) => lengthTerm(m, self);
const emptiness: Method = (m, self) => isEmpty(m, self);
const itself: Method = (_m, self) => self;

const copy: Method = (m, self, args) => {
  if (args.length > 0 && !m.terms.strip(args[0] ?? self).type) {
    const [from, to] = args.map((arg) => m.terms.strip(arg));
    const elements = elementsOf(m, self);
    if (elements !== undefined && from?.op === 'const' && typeof from.value === 'number') {
      return newList(m, elements.slice(from.value, to?.op === 'const' ? Number(to.value) : undefined));
    }
  }
  const list = newList(m, []);
  extendList(m, list, self);
  return list;
};

const concatenated: Method = (m, self, args) => {
  const list = copy(m, self, [], m.place({ start: 0, end: 0 }));
  if (list === undefined) return undefined;
  for (const each of args) {
    if (infoOf(m, each)?.kind === 'list') extendList(m, list, each);
    else appendItem(m, list, each);
  }
  return list;
};

const join: Method = (m, self, [separator]) => {
  const elements = elementsOf(m, self);
  const between = separator ?? m.terms.constant(',');
  if (elements === undefined) return m.terms.carry(m.terms.fresh('text', 'string'), [deep(m, self)]);
  return elements.reduce(
    (text, each, index) => concat(m.terms, index === 0 ? text : concat(m.terms, text, between), each),
    m.terms.constant(''),
  );
};

const reversed: Method = (m, self) => {
  const elements = elementsOf(m, self);
  if (elements === undefined) return undefined;
  replaceElements(m, self, elements.reverse());
  return self;
};

/** Calls a function for each element. */
const forEach: Method = (m, self, [callee], place) => {
  if (callee === undefined) return undefined;
  for (const element of elementsOf(m, self) ?? [contentOf(m, self)]) {
    m.run.callValue(m, callee, [element], place);
  }
  return m.terms.null;
};

const mapped: Method = (m, self, [callee], place) => {
  if (callee === undefined) return undefined;
  const elements = elementsOf(m, self);
  const list = newList(m, []);
  for (const element of elements ?? [contentOf(m, self)]) {
    appendItem(m, list, m.run.callValue(m, callee, [element], place));
  }
  return list;
};

/** What the predicate says of an element is not followed: any of them may stay. */
const filtered: Method = (m, self, [callee], place) => {
  if (callee === undefined) return undefined;
  const kept = newList(m, []);
  for (const element of elementsOf(m, self) ?? [contentOf(m, self)]) {
    const verdict = m.terms.strip(m.run.callValue(m, callee, [element], place));
    if (verdict !== m.terms.false) appendItem(m, kept, element);
  }
  return kept;
};

const reduced: Method = (m, self, [callee, initial], place) => {
  const elements = elementsOf(m, self);
  if (callee === undefined || elements === undefined) return undefined;
  const start = initial ?? elements.shift() ?? m.terms.null;
  return elements.reduce((result, each) => m.run.callValue(m, callee, [result, each], place), start);
};

const iterator: Method = (m, self) => allocateIterator(m, self);

function allocateIterator(m: Machine, over: Term): Term {
  const made = allocate(m, { kind: 'iterator', type: 'iterator', over });
  m.write(ownerOf(m, made), 'position', m.terms.constant(0));
  return made;
}

const listMethods: Readonly<Partial<Record<string, Method>>> = {
  add: append, append, addElement: append, addLast: append, offer: append, offerLast: append, push: appendAll, enqueue: append,
  insert, addFirst: prepend, offerFirst: prepend, unshift: prepend, appendleft: prepend,
  addAll: extend, extend, update: extend,
  get, elementAt: get, at: get, item: get, getFirst, firstElement: getFirst, element: getFirst, peekFirst: getFirst,
  getLast, lastElement: getLast, peekLast: getLast,
  set, setElementAt: (m, self, [value, at], place) => at && value && set(m, self, [at, value], place),
  pop: removeAt, popleft: removing('first'), remove: removeAt, removeFirst: removing('first'), removeLast: removing('last'), poll: removing('first'),
  pollFirst: removing('first'), pollLast: removing('last'), shift: removing('first'), discard: removeItem, delete: removeItem,
  clear, size, isEmpty: emptiness, copy, slice: copy, subList: copy, toArray: copy, clone: copy, toList: copy, stream: copy, collect: copy,
  values: copy, concat: concatenated, union: concatenated, join, reverse: reversed, sort: itself, sorted: copy, toSorted: copy,
  forEach, map: mapped, flatMap: undefined, filter: filtered, reduce: reduced, iterator, listIterator: iterator, elements: iterator,
}; // prettier-ignore

export function listMethod(
  m: Machine,
  self: Term,
  name: string,
  args: readonly Term[],
  place: Place,
): Term | undefined {
  // A stack gives back what came last, a queue what came first.
  if (m.isJava && (name === 'peek' || name === 'pop')) {
    const isStack = m.objects.get(self)?.type === 'Stack';
    if (name === 'peek') return isStack ? getLast(m, self, args, place) : getFirst(m, self, args, place);
    return removing(isStack ? 'last' : 'first')(m, self, args, place);
  }
  if (m.isJava && name === 'push' && m.objects.get(self)?.type !== 'Stack') {
    return prepend(m, self, args, place);
  }
  return Object.hasOwn(listMethods, name) ? listMethods[name]?.(m, self, args, place) : undefined;
}

const getOr: Method = (m, self, [key, fallback], place) => {
  if (key === undefined) return undefined;
  const value = m.pass(readItem(m, self, key), 'load', place);
  if (fallback === undefined || infoOf(m, value)?.kind === 'closure') return value;
  const isMissing = equal(m.terms, value, m.terms.null);
  return m.terms.ite(isMissing, fallback, value);
};

const put: Method = (m, self, [key, value], place) => {
  if (key === undefined || value === undefined) return undefined;
  const old = readItem(m, self, key);
  writeItem(m, self, key, m.pass(value, 'store', place));
  return m.isJava ? old : self;
};

const putIfAbsent: Method = (m, self, [key, value = m.terms.null], place) => {
  if (key === undefined) return undefined;
  const old = readItem(m, self, key);
  const now = m.terms.ite(equal(m.terms, old, m.terms.null), m.pass(value, 'store', place), old);
  writeItem(m, self, key, now);
  return now;
};

const removeKey: Method = (m, self, [key, fallback], place) => {
  if (key === undefined) return undefined;
  const value = getOr(m, self, fallback === undefined ? [key] : [key, fallback], place);
  writeItem(m, self, key, m.terms.null);
  return value;
};

const hasKey: Method = (m, self, [key]) => {
  const value = key && m.terms.strip(readItem(m, self, key));
  if (value === undefined || m.read(ownerOf(m, self), '*') !== undefined) return undefined;
  return m.terms.not(equal(m.terms, value, m.terms.null));
};

function listing(what: (m: Machine, entry: { key: Term; value: Term }) => Term): Method {
  return (m, self) => {
    const entries = entriesOf(m, self);
    if (entries !== undefined) {
      return newList(
        m,
        entries.map((entry) => what(m, entry)),
      );
    }
    const list = newList(m, []);
    extendList(m, list, self);
    return list;
  };
}

const values = listing((_m, { value }) => value);

/** A pair that answers as a list of two and as Java's `Map.Entry`. */
const pairs = listing((m, { key, value }) => newList(m, [key, value], 'entry'));

const mapMethods: Readonly<Partial<Record<string, Method>>> = {
  get: getOr, getOrDefault: getOr, setdefault: putIfAbsent, put, set: put, putIfAbsent, setProperty: put,
  remove: removeKey, pop: removeKey, delete: removeKey, containsKey: hasKey, has: hasKey, hasOwnProperty: hasKey,
  putAll: extend, update: extend, clear, keySet: listing((_m, { key }) => key), keys: listing((_m, { key }) => key), values, entrySet: pairs,
  items: pairs, entries: pairs, isEmpty: emptiness,
  copy: (m, self) => {
    const map = allocate(m, { kind: 'map', type: 'map' });
    extendList(m, map, self);
    return map;
  },
  forEach: (m, self, [callee], place) => {
    for (const { key, value } of entriesOf(m, self) ?? [{ key: m.terms.fresh('key'), value: contentOf(m, self) }]) {
      const args = m.isJava ? [key, value] : [value, key];
      if (callee !== undefined) m.run.callValue(m, callee, args, place);
    }
    return m.terms.null;
  },
}; // prettier-ignore

export function mapMethod(
  m: Machine,
  self: Term,
  name: string,
  args: readonly Term[],
  place: Place,
): Term | undefined {
  return Object.hasOwn(mapMethods, name) ? mapMethods[name]?.(m, self, args, place) : undefined;
}

// Lists, maps and text under construction: exact while positions and keys are known, one content for all otherwise.
import {
  deep,
  infoOf,
  overObjects,
  ownerOf,
  pollute,
  readField,
  singleton,
  writeField,
  writeInto,
} from './heap';
import { allocate } from './heap';
import type { Machine } from './machine';
import { binary, equal, lengthOf } from './operations';
import { leavesOf, type Term } from './terms';

/** Lists longer than this are not followed element by element. */
const longestList = 64;

export function newList(m: Machine, values: readonly Term[], type = 'list'): Term {
  const list = allocate(m, { kind: 'list', type });
  m.write(ownerOf(m, list), 'length', m.terms.constant(0));
  for (const value of values) appendItem(m, list, value);
  return list;
}

/** How many elements; a symbol where that is not known. */
export function lengthTerm(m: Machine, list: Term): Term {
  return m.read(ownerOf(m, list), 'length') ?? m.terms.symbol(`length of ${m.terms.strip(list).id}`, 'int');
}

export function isEmpty(m: Machine, container: Term): Term {
  const kind = infoOf(m, container)?.kind;
  if (kind === 'map') {
    return m.terms.strip(m.terms.apply('is empty', [container, sizeOf(m, container)], 'bool'));
  }
  return equal(m.terms, lengthTerm(m, container), m.terms.constant(0));
}

function sizeOf(m: Machine, map: Term): Term {
  const known = entriesOf(m, map);
  return known === undefined ? m.terms.fresh('size', 'int') : m.terms.constant(known.length);
}

/** The elements, if it is known which there are. */
export function elementsOf(m: Machine, list: Term): Term[] | undefined {
  const owner = ownerOf(m, list);
  const length = m.read(owner, 'length');
  if (length?.op !== 'const' || m.read(owner, '*') !== undefined) return undefined;
  return Array.from(
    { length: Number(length.value) },
    (_, index) => m.read(owner, String(index)) ?? m.terms.null,
  );
}

/** Anything that the container may hold. */
export function contentOf(m: Machine, container: Term): Term {
  const name = `element of ${m.terms.strip(container).id}`;
  return m.terms.carry(
    m.terms.fresh(name, 'any', { approximation: 'an element at a position that is not known' }),
    [deep(m, container)],
  );
}

export function appendItem(m: Machine, target: Term, value: Term): void {
  if (m.options.without.containers === true) {
    pollute(m, target, [deep(m, value)]);
    return;
  }
  writeInto(m, target, (list, when) => {
    const owner = ownerOf(m, list);
    const length = lengthTerm(m, list);
    const places = leavesOf(length);
    if (places === undefined || places.some((place) => Number(place.value) >= longestList)) {
      writeAnywhere(m, list, value);
    } else {
      for (const place of places) {
        const here = m.terms.and(when, equal(m.terms, length, place));
        const name = String(place.value);
        m.write(owner, name, m.terms.ite(here, value, m.read(owner, name) ?? m.terms.null));
      }
    }
    m.write(owner, 'length', m.terms.ite(when, plus(m, length, 1), length));
  });
}

function plus(m: Machine, length: Term, by: number): Term {
  return m.terms.strip(binary(m.terms, '+', length, m.terms.constant(by)));
}

function writeAnywhere(m: Machine, container: Term, value: Term): void {
  const owner = ownerOf(m, container);
  const old = m.read(owner, '*') ?? m.terms.null;
  m.write(owner, '*', m.terms.carry(m.terms.fresh('element'), [deep(m, value), old]));
}

/** `container[key]`; a slice or an unknown container gives anything in it. */
export function readItem(m: Machine, container: Term, key: Term | undefined): Term {
  return overObjects(m, container, (object) => {
    const info = m.objects.get(object);
    const at = key && m.terms.strip(key);
    if (info?.kind === 'library') {
      return m.terms.carry(singleton(m, 'library', `${info.type}[]`), [contentOf(m, object)]);
    }
    if (at === undefined || info === undefined || m.options.without.containers === true) {
      return itemOfUnknown(m, object, at);
    }
    if (info.kind === 'map') return readEntry(m, object, at);
    if (info.kind === 'list') return readElement(m, object, at);
    return at.op === 'const' ? readField(m, object, String(at.value)) : contentOf(m, object);
  });
}

function itemOfUnknown(m: Machine, object: Term, at: Term | undefined): Term {
  const written = at?.op === 'const' ? m.read(ownerOf(m, object), keyName(at)) : undefined;
  if (written !== undefined) return written;
  const sort = object.sort === 'string' ? 'string' : 'any';
  return m.terms.carry(m.terms.apply('item', at === undefined ? [object] : [object, at], sort), [
    deep(m, object),
  ]);
}

function keyName(key: Term): string {
  return `k:${typeof key.value} ${String(key.value)}`;
}

function readElement(m: Machine, list: Term, at: Term): Term {
  const owner = ownerOf(m, list);
  const anywhere = m.read(owner, '*');
  const places = leavesOf(at);
  if (places === undefined) return contentOf(m, list);
  const pick = (place: Term): Term => {
    const length = m.read(owner, 'length');
    const negative = Number(place.value) < 0 && length?.op === 'const';
    const index = negative ? Number(length.value) + Number(place.value) : Number(place.value);
    const element = m.read(owner, String(index));
    if (element === undefined) {
      return anywhere === undefined && length?.op === 'const' ? m.terms.null : contentOf(m, list);
    }
    return anywhere === undefined ? element : m.terms.carry(element, [anywhere]);
  };
  return (
    places.reduceRight<Term | undefined>((rest, place) => {
      const value = pick(place);
      return rest === undefined ? value : m.terms.ite(equal(m.terms, at, place), value, rest);
    }, undefined) ?? m.terms.null
  );
}

function readEntry(m: Machine, map: Term, key: Term): Term {
  const owner = ownerOf(m, map);
  if (key.op !== 'const') {
    const same = m.read(owner, `t:${key.id}`);
    return same ?? contentOf(m, map);
  }
  const entry = m.read(owner, keyName(key));
  const anywhere = m.read(owner, '*');
  if (anywhere === undefined) {
    return entry ?? (m.objects.get(map)?.isOwn === true ? m.terms.null : contentOf(m, map));
  }
  return m.terms.carry(entry ?? m.terms.fresh('entry'), [anywhere]);
}

export function writeItem(m: Machine, container: Term, key: Term | undefined, value: Term): void {
  writeInto(m, container, (object, when) => {
    const at = key && m.terms.strip(key);
    const kind = m.objects.get(object)?.kind;
    const owner = ownerOf(m, object);
    if (at === undefined || m.options.without.containers === true) writeAnywhere(m, object, value);
    else if (at.op !== 'const') {
      writeAnywhere(m, object, value);
      if (kind === 'map') m.write(owner, `t:${at.id}`, value);
    } else if (kind === 'list') writeElement(m, object, Number(at.value), value, when);
    else if (kind === 'map' || kind === undefined) {
      m.write(owner, keyName(at), m.terms.ite(when, value, m.read(owner, keyName(at)) ?? m.terms.null));
    } else writeField(m, object, String(at.value), value);
  });
}

function writeElement(m: Machine, list: Term, index: number, value: Term, when: Term): void {
  const owner = ownerOf(m, list);
  const length = m.read(owner, 'length');
  const known = length?.op === 'const' ? Number(length.value) : undefined;
  const place = index < 0 && known !== undefined ? known + index : index;
  m.write(owner, String(place), m.terms.ite(when, value, m.read(owner, String(place)) ?? m.terms.null));
  if (known !== undefined && place >= known) m.write(owner, 'length', m.terms.constant(place + 1));
}

/** Keys and values of a map, if it is known which there are. */
export function entriesOf(m: Machine, map: Term): { key: Term; value: Term }[] | undefined {
  const owner = ownerOf(m, map);
  if (m.read(owner, '*') !== undefined || infoOf(m, map)?.isOwn !== true) return undefined;
  const found: { key: Term; value: Term }[] = [];
  for (const name of m.names.get(owner) ?? []) {
    const value = name.startsWith('k:') ? m.read(owner, name) : undefined;
    if (value === undefined) continue;
    const [type, ...rest] = name.slice(2).split(' ');
    const text = rest.join(' ');
    found.push({ key: m.terms.constant(type === 'number' ? Number(text) : text), value });
  }
  return found;
}

/** Appends all elements of one container to another. */
export function extendList(m: Machine, target: Term, from: Term): void {
  const elements = infoOf(m, from)?.kind === 'list' ? elementsOf(m, from) : undefined;
  const entries = infoOf(m, from)?.kind === 'map' ? entriesOf(m, from) : undefined;
  if (elements !== undefined) for (const element of elements) appendItem(m, target, element);
  else if (entries !== undefined && infoOf(m, target)?.kind === 'map') {
    for (const { key, value } of entries) writeItem(m, target, key, value);
  } else {
    writeInto(m, target, (object) => {
      const owner = ownerOf(m, object);
      writeAnywhere(m, object, deep(m, from));
      if (infoOf(m, object)?.kind !== 'list') return;
      // The first one stays the first one, whatever follows it.
      const length = m.read(owner, 'length');
      const first = infoOf(m, from)?.kind === 'list' ? m.read(ownerOf(m, from), '0') : undefined;
      if (first !== undefined && length?.value === 0) m.write(owner, '0', first);
      m.write(owner, 'length', m.terms.fresh('length', 'int'));
    });
  }
}

/** What is left of a list after its first elements. */
export function restOf(m: Machine, list: Term, first: number): Term {
  const elements = elementsOf(m, list);
  if (elements !== undefined) return newList(m, elements.slice(first));
  return m.terms.carry(m.terms.fresh('rest'), [deep(m, list)]);
}

/** Removes the elements from `start` on, `count` of them, where positions are known. */
export function removeElements(m: Machine, list: Term, start: number, count: number): void {
  const elements = elementsOf(m, list);
  if (elements === undefined) {
    if (m.read(ownerOf(m, list), '*') === undefined) writeAnywhere(m, list, contentOf(m, list));
    m.write(ownerOf(m, list), 'length', m.terms.fresh('length', 'int'));
    return;
  }
  elements.splice(start, count);
  replaceElements(m, list, elements);
}

export function replaceElements(m: Machine, list: Term, elements: readonly Term[]): void {
  const owner = ownerOf(m, list);
  elements.forEach((element, index) => {
    m.write(owner, String(index), element);
  });
  m.write(owner, 'length', m.terms.constant(elements.length));
}

/** `length`, `size` and the like as a field. */
export function lengthField(m: Machine, object: Term, name: string): Term | undefined {
  if (name !== 'length' && name !== 'size') return undefined;
  return object.sort === 'string' ? lengthOf(m.terms, object) : lengthTerm(m, object);
}

// Functions of the three standard libraries whose results matter, by dotted name.
import type { Sort } from '../ir/ir';
import { elementsOf, entriesOf, extendList, isEmpty, lengthTerm, newList, writeItem } from './containers';
import { allocate, deep, infoOf } from './heap';
import type { Machine } from './machine';
import { absolute, binary, concat, lengthOf } from './operations';
import type { Place } from './state';
import type { Term } from './terms';

type Model = (m: Machine, args: readonly Term[], place: Place) => Term | undefined;

const identity: Model = (_m, [first]) => first;
const absoluteValue: Model = (m, [first]) => first && absolute(m.terms, first);
const listOf: Model = (m, args) => newList(m, args);

/** A text or number of another sort, folded where it is known. */
function converted(sort: Sort, fold: (value: string) => number | string): Model {
  return (m, [first], place) => {
    if (first === undefined) return undefined;
    const value = m.terms.strip(first);
    if (value.sort === sort) return first;
    if (value.op === 'const' && value.value !== null) {
      const folded = fold(String(value.value));
      const isNumber = typeof folded === 'string' || Number.isFinite(folded);
      if (isNumber) return m.terms.carry(m.terms.constant(folded, sort), [first]);
    }
    const result = m.terms.apply(`to ${sort}`, [value], sort);
    if (!m.labels.has(result)) m.labels.set(result, { place, suffix: '' });
    return m.terms.carry(result, [deep(m, first)]);
  };
}

const toInt = converted('int', (text) => Math.trunc(Number(text)));
const toReal = converted('real', Number);
const toText = converted('string', String);

function extreme(operator: '<' | '>'): Model {
  return (m, args) => {
    const [a, b] = args;
    if (a === undefined || b === undefined || args.length > 2) return undefined;
    const test = m.terms.strip(binary(m.terms, operator, a, b));
    return m.terms.ite(test, a, b);
  };
}

const length: Model = (m, [first]) => {
  if (first === undefined) return undefined;
  const value = m.terms.strip(first);
  if (value.sort === 'string') return lengthOf(m.terms, first);
  return infoOf(m, value)?.kind === 'list' ? lengthTerm(m, value) : undefined;
};

const copyOfList: Model = (m, [first]) => {
  const list = newList(m, []);
  if (first !== undefined) extendList(m, list, first);
  return list;
};

const keys: Model = (m, [first]) => {
  const entries = first && infoOf(m, first)?.kind === 'map' ? entriesOf(m, first) : undefined;
  return (
    entries &&
    newList(
      m,
      entries.map(({ key }) => key),
    )
  );
};

const values: Model = (m, [first]) => {
  const entries = first && infoOf(m, first)?.kind === 'map' ? entriesOf(m, first) : undefined;
  return (
    entries &&
    newList(
      m,
      entries.map(({ value }) => value),
    )
  );
};

const pairs: Model = (m, [first]) => {
  const entries = first && infoOf(m, first)?.kind === 'map' ? entriesOf(m, first) : undefined;
  return (
    entries &&
    newList(
      m,
      entries.map(({ key, value }) => newList(m, [key, value])),
    )
  );
};

const mapOf: Model = (m, args) => {
  const map = allocate(m, { kind: 'map', type: 'map' });
  for (let index = 0; index + 1 < args.length; index += 2) {
    const [key, value] = [args[index], args[index + 1]];
    if (key !== undefined && value !== undefined) writeItem(m, map, key, value);
  }
  return map;
};

const range: Model = (m, args) => {
  const numbers = args.map((arg) => m.terms.strip(arg));
  if (!numbers.every(({ op, value }) => op === 'const' && typeof value === 'number')) return undefined;
  const [first = 0, second, step = 1] = numbers.map(({ value }) => Number(value));
  const [from, to] = second === undefined ? [0, first] : [first, second];
  if (step === 0 || Math.abs((to - from) / step) > 16) return undefined;
  const items: Term[] = [];
  for (let each = from; step > 0 ? each < to : each > to; each += step) items.push(m.terms.constant(each));
  return newList(m, items);
};

const enumerate: Model = (m, [first]) => {
  const elements = first && infoOf(m, first)?.kind === 'list' ? elementsOf(m, first) : undefined;
  return (
    elements &&
    newList(
      m,
      elements.map((element, index) => newList(m, [m.terms.constant(index), element])),
    )
  );
};

const zip: Model = (m, [first, second]) => {
  const a = first && elementsOf(m, first);
  const b = second && elementsOf(m, second);
  return (
    a &&
    b &&
    newList(
      m,
      a.slice(0, b.length).map((each, index) => newList(m, [each, b[index] ?? m.terms.null])),
    )
  );
};

const assignAll: Model = (m, [target, ...sources]) => {
  if (target === undefined || infoOf(m, target)?.kind !== 'map') return undefined;
  for (const source of sources) extendList(m, target, source);
  return target;
};

/** What goes in comes out again, whole: a round trip keeps what is inside. */
const roundTrip: Model = (m, [first]) => {
  if (first === undefined) return undefined;
  return m.terms.carry(m.terms.fresh('text', 'string'), [deep(m, first)]);
};

/** What was written as JSON is read again: whatever was safe about its notation is not about what it held. */
const parsed: Model = (m, [first]) => {
  if (first === undefined) return undefined;
  const why = 'what a text holds as JSON is not modelled';
  return m.terms.carry(m.terms.fresh('parsed', 'any', { approximation: why }), [beforeCleaning(first)]);
};

function beforeCleaning(value: Term): Term {
  const [inner] = value.args;
  const isWrapped = value.op === 'clean' || (value.op === 'carry' && value.args.length === 1);
  return isWrapped && inner !== undefined ? beforeCleaning(inner) : value;
}

const joinStrings: Model = (m, [separator, list]) => {
  const elements = list && elementsOf(m, list);
  if (separator === undefined || elements === undefined) return undefined;
  return elements.reduce(
    (all, each, index) => concat(m.terms, index === 0 ? all : concat(m.terms, all, separator), each),
    m.terms.constant(''),
  );
};

/** Python's `bool`, JavaScript's `Boolean`. */
const toBool: Model = (m, [first]) => {
  const value = first && m.terms.strip(first);
  if (value === undefined) return m.terms.false;
  if (value.sort === 'bool') return first;
  if (value.op === 'const') return m.terms.constant(Boolean(value.value), 'bool');
  return infoOf(m, value)?.kind === 'list' && !m.isJava ? m.terms.not(isEmpty(m, value)) : undefined;
};

export const libraryFunctions: Readonly<Partial<Record<string, Model>>> = {
  'Math.abs': absoluteValue, abs: absoluteValue, 'math.fabs': absoluteValue,
  'Math.max': extreme('>'), max: extreme('>'), 'Math.min': extreme('<'), min: extreme('<'),
  'Integer.parseInt': toInt, 'Long.parseLong': toInt, 'Integer.valueOf': toInt, 'Long.valueOf': toInt,
  'Short.parseShort': toInt, int: toInt, parseInt: toInt, 'Number.parseInt': toInt,
  'Float.parseFloat': toReal, 'Double.parseDouble': toReal, 'Float.valueOf': toReal, 'Double.valueOf': toReal,
  float: toReal, parseFloat: toReal, Number: toReal, 'Number.parseFloat': toReal,
  'Boolean.valueOf': identity, 'Objects.requireNonNull': identity, 'Object.freeze': identity, 'Promise.resolve': identity,
  'Optional.of': identity, iter: identity,
  'String.valueOf': toText, 'Integer.toString': toText, str: toText, String: toText, repr: roundTrip,
  bool: toBool, Boolean: toBool, len: length,
  'Arrays.asList': listOf, 'List.of': listOf, 'Set.of': listOf, 'Array.of': listOf, 'Stream.of': listOf, 'Map.of': mapOf,
  'Array.from': copyOfList, 'List.copyOf': copyOfList, 'Arrays.stream': copyOfList, sorted: copyOfList, reversed: copyOfList,
  list: copyOfList, tuple: copyOfList, set: copyOfList,
  'Object.keys': keys, 'Object.values': values, 'Object.entries': pairs, 'Object.assign': assignAll,
  range, enumerate, zip,
  'JSON.stringify': roundTrip, 'json.dumps': roundTrip, 'JSON.parse': parsed, 'json.loads': parsed, 'String.join': joinStrings,
}; // prettier-ignore

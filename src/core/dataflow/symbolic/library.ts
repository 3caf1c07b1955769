// Calls of what is not part of the program: models of the few things that matter, and for the rest the assumption that
// taint passes from the receiver and the arguments to the result, and from the arguments into the receiver.
import type { Sort } from '../ir/ir';
import { claimedCall } from './claimedCall';
import { listMethod, mapMethod } from './collections';
import { newList } from './containers';
import { allocate, deep, infoOf, ownerOf, pollute } from './heap';
import { iteratorMethod } from './iteration';
import { unreachable, type ArgumentValue, type Machine } from './machine';
import { libraryFunctions } from './libraryFunctions';
import { fork, assume, type Place } from './state';
import { equal } from './operations';
import { outsideCall, type OutsideCall } from './outsideCalls';
import { textMethod } from './text';
import { textBuilderMethod } from './textBuilder';
import type { Term } from './terms';

/** How the approximation begins of a path that goes through a function which is not known. */
export const passesThrough = 'taint passes through';

const lists =
  /^(?:java\.util\.)?(?:ArrayList|LinkedList|Vector|Stack|ArrayDeque|HashSet|LinkedHashSet|TreeSet|PriorityQueue|CopyOnWriteArrayList|ConcurrentLinkedQueue|LinkedBlockingQueue|Array|Set|deque|list|set|tuple)$/;
const maps =
  /^(?:java\.util\.)?(?:HashMap|LinkedHashMap|TreeMap|Hashtable|ConcurrentHashMap|WeakHashMap|Map|WeakMap|dict|OrderedDict|defaultdict)$/;
const texts = /^(?:StringBuilder|StringBuffer|StringWriter|StringIO)$/;

/** `new C(…)` of a class that the program does not define. */
export function libraryConstructor(
  m: Machine,
  name: string,
  args: readonly ArgumentValue[],
  place: Place,
): Term {
  const plain = name.replace(/^.*\./, '');
  const [first] = args.map(({ value }) => value);
  if (m.options.without.containers !== true) {
    const made = container(m, name, plain, first);
    if (made !== undefined) return made;
  }
  if (
    /^(?:Integer|Long|Float|Double|Short|Byte|Boolean|String|Character|AtomicInteger|AtomicReference)$/.test(
      plain,
    ) &&
    first
  ) {
    return first;
  }
  const object = allocate(m, { kind: 'opaque', type: plain });
  pollute(
    m,
    object,
    args.map(({ value }) => deep(m, value)),
  );
  if (first !== undefined) m.write(ownerOf(m, object), '<wraps>', first);
  mayThrow(m, place);
  return object;
}

function container(m: Machine, name: string, plain: string, first: Term | undefined): Term | undefined {
  if (name.endsWith('[]')) return newArray(m, name.slice(0, -2), first);
  if (lists.test(name) || lists.test(plain)) {
    const list = newList(m, [], plain);
    const isSize = first !== undefined && m.terms.strip(first).sort === 'int';
    if (first !== undefined && !isSize) {
      libraryMethod(m, list, 'addAll', [{ value: first }], m.place({ start: 0, end: 0 }));
    }
    return list;
  }
  if (maps.test(name) || maps.test(plain)) {
    const map = allocate(m, { kind: 'map', type: plain });
    if (first !== undefined) {
      libraryMethod(m, map, 'putAll', [{ value: first }], m.place({ start: 0, end: 0 }));
    }
    return map;
  }
  if (!texts.test(plain)) return undefined;
  const text = allocate(m, { kind: 'text', type: plain });
  const isText = first !== undefined && m.terms.strip(first).sort !== 'int';
  m.write(ownerOf(m, text), 'text', isText ? first : m.terms.constant(''));
  return text;
}

/** `new int[3]`: zeros, `false` or null. */
function newArray(m: Machine, type: string, size: Term | undefined): Term {
  const length = size && m.terms.strip(size);
  const known = length?.op === 'const' && Number(length.value) <= 16 ? Number(length.value) : undefined;
  const isNumber = /^(?:int|long|short|byte|float|double|char)$/.test(type);
  const item = isNumber ? m.terms.constant(0) : type === 'boolean' ? m.terms.false : m.terms.null;
  const list = newList(
    m,
    Array.from({ length: known ?? 0 }, () => item),
  );
  if (known === undefined && length !== undefined) m.write(ownerOf(m, list), 'length', length);
  return list;
}

/** `receiver.name(…)` where no method of the program is meant. */
export function libraryMethod(
  m: Machine,
  receiver: Term,
  name: string,
  args: readonly ArgumentValue[],
  place: Place,
): Term {
  const object = m.terms.strip(receiver);
  const values = args.map(({ value }) => value);
  const [first] = values;
  const modelled =
    m.options.without.containers === true ? undefined : containerMethod(m, object, name, values, place);
  if (modelled !== undefined) return m.terms.carry(modelled, receiver === object ? [] : [receiver]);
  if (name === 'equals' && first !== undefined && args.length === 1) return equal(m.terms, object, first);
  const isText = object.op === 'const' || object.sort !== 'any';
  const text = isText ? textMethod(m, receiver, name, values) : undefined;
  return text ?? opaqueCall(m, name, args, place, receiver);
}

function containerMethod(
  m: Machine,
  object: Term,
  name: string,
  values: readonly Term[],
  place: Place,
): Term | undefined {
  switch (m.objects.get(object)?.kind) {
    case 'list':
      return listMethod(m, object, name, values, place);
    case 'map':
      return mapMethod(m, object, name, values, place);
    case 'iterator':
      return iteratorMethod(m, object, name, place);
    case 'text':
      return textBuilderMethod(m, object, name, values);
    default:
      return undefined;
  }
}

/** A function of the library by its dotted name. */
export function libraryFunction(
  m: Machine,
  callee: Term,
  name: string,
  args: readonly ArgumentValue[],
  place: Place,
): Term {
  if (/^(?:System|sys|os|process|Runtime)\._?exit$|^exit$|^quit$/.test(name)) {
    m.state = undefined;
    throw unreachable;
  }
  const values = args.map(({ value }) => value);
  const model = libraryFunctions[name] ?? libraryFunctions[name.replace(/^.*\.(?=\w+\.\w+$)/, '')];
  const isUsable = args.every((arg) => arg.name === undefined && arg.isSpread !== true);
  const modelled = isUsable ? model?.(m, values, place) : undefined;
  if (modelled !== undefined) return modelled;
  const plain = name.replace(/^.*\./, '');
  if (/^[A-Z]/.test(plain) || maps.test(plain) || lists.test(plain)) {
    const isConstructor = !m.isJava && (lists.test(plain) || maps.test(plain) || texts.test(plain));
    if (isConstructor) return libraryConstructor(m, plain, args, place);
  }
  return m.terms.carry(opaqueCall(m, name, args, place), [callee]);
}

const sorts: readonly (readonly [RegExp, Sort])[] = [
  [/(?:^|\.)(?:parseInt|parseLong|nextInt|nextLong|intValue|hashCode|ordinal|indexOf|compareTo|int)$/, 'int'],
  [/(?:^|\.)(?:parseFloat|parseDouble|nextFloat|nextDouble|floatValue|doubleValue|float|random)$/, 'real'],
  [/(?:^|\.)(?:nextBoolean|equalsIgnoreCase|isinstance|hasattr|hasNext|hasMoreTokens)$/, 'bool'],
  [/(?:^|\.)(?:toString|getParameter|getProperty|getenv|readLine|str|format|getString|getMessage|nextToken|nextLine|getQueryString|stringify|input)$/, 'string'],
]; // prettier-ignore

/**
 * A call of which only the name is known. Functions that it is given are called once, with anything that the call knows.
 */
export function opaqueCall(
  m: Machine,
  name: string,
  args: readonly ArgumentValue[],
  place: Place,
  receiver?: Term,
): Term {
  const outside = m.options.claims && outsideCall(m, name, args, place, receiver);
  const why = `\`${name}\` is not part of the program`;
  return unknownCall(m, { name, why, outside }, args, place, receiver);
}

interface UnknownCall {
  readonly name: string;
  /** Why it is not known what it does, as a sentence. */
  readonly why: string;
  /** Where a model may say what it does. */
  readonly outside?: OutsideCall | undefined;
}

/** A call that is not followed. */
export function unknownCall(
  m: Machine,
  { name, why, outside }: UnknownCall,
  args: readonly ArgumentValue[],
  place: Place,
  receiver?: Term,
): Term {
  const inputs = [
    ...(receiver === undefined ? [] : [deep(m, receiver)]),
    ...args.map(({ value }) => deep(m, value)),
  ];
  mayThrow(m, place);
  const results = args.flatMap(({ value }) => {
    const isFunction = infoOf(m, value)?.kind === 'closure';
    return isFunction
      ? [
          m.run.callValue(
            m,
            value,
            inputs.filter((input) => infoOf(m, input)?.kind !== 'closure'),
            place,
          ),
        ]
      : [];
  });
  const claim = outside && m.options.claims?.functions.get(outside.key);
  if (receiver !== undefined && claim === undefined) pollute(m, receiver, inputs.slice(1));
  const readsMemory = receiver !== undefined && isOverMemory(m, receiver);
  const sort = sorts.find(([pattern]) => pattern.test(name))?.[1] ?? 'any';
  const result = m.terms.fresh(`${name}()`, sort, {
    approximation: why,
  });
  m.labels.set(result, { place, suffix: '' });
  if (readsMemory) m.ownMemory.add(result);
  if (outside !== undefined) m.outside.note(m, outside, inputs, result);
  if (outside !== undefined && claim !== undefined) return claimedCall(m, outside, claim, result, results);
  const passed = m.terms.carry(result, [...inputs, ...results]);
  const approximation = `${passesThrough} \`${name}\`: ${why}`;
  const notes = { approximation, ...(outside !== undefined && { outside: outside.key }) };
  return m.pass(passed, 'call', place, notes);
}

/** A stream or reader over a value of the program: what comes out was put in. */
function isOverMemory(m: Machine, stream: Term): boolean {
  let value: Term | undefined = m.terms.strip(stream);
  for (let depth = 0; depth < 6 && value !== undefined; depth++) {
    const type = infoOf(m, value)?.type;
    if (type === undefined) return false;
    if (/^(?:ByteArrayInputStream|StringReader|CharArrayReader|StringIO|BytesIO)$/.test(type)) return true;
    const wrapped = m.read(ownerOf(m, value), '<wraps>');
    value = wrapped && m.terms.strip(wrapped);
  }
  return false;
}

/** Ways out of one stretch of code; the handlers then run with those that there are. */
const mostJumps = 24;

/** Within a `try` any call of the library may raise. */
export function mayThrow(m: Machine, place: Place): void {
  if (m.guarded === 0 || m.isShort || m.jumps.length > mostJumps) return;
  const state = m.here;
  const last = m.jumps.at(-1);
  if (last?.kind === 'throw' && state.store.isUnchanged && last.state.store.below === state.store.below) {
    return;
  }
  const raised = fork(state);
  assume(raised, m.terms.fresh(`raises at ${place.start}`, 'bool'), place, true);
  m.jumps.push({ kind: 'throw', state: raised, value: m.terms.fresh('exception') });
}

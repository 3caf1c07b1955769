// Objects and what is in them.
import type { ClassIr, FieldIr } from '../ir/declarations';
import type { Sort } from '../ir/ir';
import type { Machine, ObjectInfo, ObjectKind } from './machine';
import type { Term } from './terms';

/** A new object. */
export function allocate(m: Machine, info: Omit<ObjectInfo, 'isOwn'>, isOwn = true): Term {
  const object = m.terms.object(m.nextId(`${info.kind} `), info.type);
  m.objects.set(object, { ...info, isOwn });
  return object;
}

/** The one object of a class, module or library name. */
export function singleton(m: Machine, kind: ObjectKind, name: string, more: Partial<ObjectInfo> = {}): Term {
  const object = m.terms.object(`${kind} ${name}`, name);
  if (!m.objects.has(object)) m.objects.set(object, { kind, type: name, isOwn: false, ...more });
  return object;
}

export function infoOf(m: Machine, value: Term): ObjectInfo | undefined {
  return m.objects.get(m.terms.strip(value));
}

/** Name under which the store knows what is in a value. */
export function ownerOf(m: Machine, value: Term): string {
  return `@${m.terms.strip(value).id}`;
}

/** Does something with each object that a value may be, and chooses among the results as the value does. */
export function overObjects(m: Machine, value: Term, operate: (object: Term) => Term, depth = 0): Term {
  const stripped = m.terms.strip(value);
  const [test, then, otherwise] = stripped.args;
  if (stripped.op !== 'ite' || !test || !then || !otherwise || depth > 6) {
    return m.terms.carry(operate(stripped), taintsOutside(value));
  }
  // The arms keep their own taint.
  const [, taintedThen = then, taintedOtherwise = otherwise] = value.op === 'ite' ? value.args : [];
  const result = m.terms.ite(
    test,
    overObjects(m, taintedThen, operate, depth + 1),
    overObjects(m, taintedOtherwise, operate, depth + 1),
  );
  return value.op === 'ite' ? result : m.terms.carry(result, taintsOutside(value));
}

function taintsOutside(value: Term): Term[] {
  return value.isTainted ? [value] : [];
}

/** Writes into each object that a value may be, where it is that one. */
export function writeInto(
  m: Machine,
  target: Term,
  write: (object: Term, when: Term) => void,
  depth = 0,
): void {
  const visit = (value: Term, when: Term, level: number): void => {
    const [test, then, otherwise] = value.args;
    if (value.op !== 'ite' || !test || !then || !otherwise || level > 6) {
      write(value, when);
      return;
    }
    visit(then, m.terms.and(when, test), level + 1);
    visit(otherwise, m.terms.and(when, m.terms.not(test)), level + 1);
  };
  visit(m.terms.strip(target), m.terms.true, depth);
}

/** Reads a field of one object or unknown value. */
export function readField(m: Machine, object: Term, name: string): Term {
  const owner = ownerOf(m, object);
  return m.read(owner, name) ?? initialField(m, object, name);
}

export function writeField(m: Machine, target: Term, name: string, value: Term): void {
  writeInto(m, target, (object, when) => {
    const old = readField(m, object, name);
    const key = `${ownerOf(m, object)} ${name}`;
    if (m.objects.get(object)?.isOwn !== true && !m.initials.has(key)) m.initials.set(key, old);
    m.write(ownerOf(m, object), name, m.terms.ite(when, value, old));
  });
}

/** What a field holds before this execution has written it. */
function initialField(m: Machine, object: Term, name: string): Term {
  const info = m.objects.get(object);
  const declared = declaredField(m, object, name);
  const constant = declared && constantField(m, declared);
  if (constant !== undefined) return constant;
  if (info?.isOwn === true && info.kind !== 'opaque') return m.terms.null;
  const type = declared?.type;
  const content = m.read(ownerOf(m, object), '*');
  const symbol = m.terms.symbol(`${nameOf(m, object)}.${name}`, sortOfType(type), {
    ...(type !== undefined && { type }),
  });
  return content === undefined ? symbol : m.terms.carry(symbol, [content]);
}

function declaredField(m: Machine, object: Term, name: string): FieldIr | undefined {
  const cls = m.objects.get(object)?.class ?? classOfType(m, object.type);
  const found = cls && m.program.field(cls, name)?.field;
  const { self, fn } = m.frame;
  if (found !== undefined || self === undefined || object !== m.terms.strip(self)) return found;
  // In a method of a subclass `this` is at least of that class.
  return fn.around && m.program.field(fn.around, name)?.field;
}

/** The value of a field that is only ever set by its initialiser, if that is a constant. */
export function constantField(m: Machine, field: FieldIr): Term | undefined {
  if (field.init === undefined) return undefined;
  if (!field.isFinal && !m.program.isNeverWritten(field.name)) return undefined;
  const key = `field ${field.init.file.path} ${field.start}`;
  const value = m.sideValues.get(key) ?? initialValue(m, field);
  m.sideValues.set(key, value);
  const isShared = field.isStatic && m.objects.has(m.terms.strip(value));
  return value.op === 'const' || isShared ? value : undefined;
}

/** Runs an initialiser on the side. */
export function initialValue(m: Machine, field: FieldIr): Term {
  const { init } = field;
  if (init === undefined) return defaultOf(m, field.type);
  if (m.stack.includes(init)) return m.terms.symbol(field.name, sortOfType(field.type));
  const place = m.place(field);
  const value = m.run.invoke(m, { fn: init, self: m.frame.self, parent: undefined, args: [], place });
  return typed(m, value, field.type);
}

/** A whole number in a variable of a floating type is one too. */
export function typed(m: Machine, value: Term, type: string | undefined): Term {
  const sort = sortOfType(type);
  const stripped = m.terms.strip(value);
  if (sort === 'real' && stripped.op === 'const' && stripped.sort === 'int') {
    return m.terms.carry(m.terms.constant(stripped.value, 'real'), [value]);
  }
  return value;
}

/** What Java gives a field that nothing sets. */
export function defaultOf(m: Machine, type: string | undefined): Term {
  const sort = sortOfType(type);
  if (sort === 'bool' && type !== 'Boolean') return m.terms.false;
  const isPrimitive = type !== undefined && /^[a-z]/.test(type) && !type.endsWith(']');
  return isPrimitive && (sort === 'int' || sort === 'real') ? m.terms.constant(0, sort) : m.terms.null;
}

export function classOfType(m: Machine, type: string | undefined): ClassIr | undefined {
  if (type === undefined || !/^[\w.$]/.test(type)) return undefined;
  return m.program.classNamed(type, m.frame.fn.file, m.frame.fn.around);
}

const sorts: Readonly<Record<string, Sort>> = {
  int: 'int', long: 'int', short: 'int', byte: 'int', Integer: 'int', Long: 'int', Short: 'int', BigInteger: 'int',
  float: 'real', double: 'real', Float: 'real', Double: 'real', number: 'real',
  boolean: 'bool', Boolean: 'bool', bool: 'bool', String: 'string', string: 'string', str: 'string', CharSequence: 'string',
}; // prettier-ignore

export function sortOfType(type: string | undefined): Sort {
  return (type !== undefined && sorts[type]) || 'any';
}

/** Text for a reader of the result. */
export function nameOf(m: Machine, value: Term): string {
  const info = m.objects.get(value);
  if (info !== undefined) return info.type;
  return value.name === '' ? value.op : value.name;
}

/** Values that are looked into for what they carry. */
const mostInside = 300;

/** The value with the taint of all that can be reached from it. */
export function deep(m: Machine, value: Term, depth = 3): Term {
  if (value.op === 'const') return value;
  const inside: Term[] = [];
  const seen = new Set<number>();
  const visit = (term: Term, left: number): void => {
    if (seen.has(term.id) || seen.size > mostInside) return;
    seen.add(term.id);
    const stripped = m.terms.strip(term);
    if (term.isTainted) inside.push(term);
    if (stripped.op === 'ite') {
      for (const arm of stripped.args.slice(1)) visit(arm, left);
      return;
    }
    if (left === 0 || stripped.op === 'const') return;
    seen.add(stripped.id);
    const owner = ownerOf(m, stripped);
    for (const name of m.names.get(owner) ?? []) {
      const content = m.read(owner, name);
      if (content !== undefined) visit(content, left - 1);
    }
    const over = m.objects.get(stripped)?.over;
    if (over !== undefined) visit(over, left - 1);
  };
  visit(value, depth);
  m.spend(seen.size / workOfLook);
  return m.terms.carry(value, inside);
}

/** Values to look into that cost as much as a statement. */
const workOfLook = 4;

/** Adds taint to what is in an object, and in what it was made of: a writer writes into its stream. */
export function pollute(m: Machine, target: Term, from: readonly Term[], depth = 4): void {
  const tainted = from.filter(({ isTainted }) => isTainted);
  if (tainted.length === 0 || depth === 0) return;
  writeInto(m, target, (object, when) => {
    if (object.op === 'const') return;
    const owner = ownerOf(m, object);
    const old = m.read(owner, '*') ?? m.terms.null;
    const now = m.terms.carry(m.terms.null, [...tainted, old]);
    m.write(owner, '*', m.terms.ite(when, now, old));
    const wrapped = m.read(owner, '<wraps>');
    if (wrapped !== undefined && wrapped !== object) pollute(m, wrapped, tainted, depth - 1);
  });
}

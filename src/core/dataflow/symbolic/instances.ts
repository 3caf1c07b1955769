// Objects of the program's own classes.
import type { ClassIr, FunctionIr } from '../ir/declarations';
import { allocate, defaultOf, initialValue, writeField } from './heap';
import { pollute } from './heap';
import type { ArgumentValue, Frame, Machine } from './machine';
import type { Place } from './state';
import type { Term } from './terms';

/** A new object of a class: fields, initialisers, constructor. */
export function constructInstance(
  m: Machine,
  cls: ClassIr,
  args: readonly ArgumentValue[],
  place: Place,
  frame?: Frame,
): Term {
  const object = allocate(m, { kind: 'instance', type: cls.name, class: cls, frame });
  if (m.frame.self !== undefined) m.write(`@${object.id}`, '<outer>', m.frame.self);
  for (const each of chainOf(m, cls).reverse()) initialise(m, each, object, frame);
  const constructor = constructorOf(m, cls, args.length) ?? inherited(m, cls, args.length);
  if (constructor !== undefined) runConstructor(m, constructor, object, args, place);
  else if (cls.isRecord) {
    setComponents(
      m,
      cls,
      object,
      args.map(({ value }) => value),
    );
  } else if (args.length > 0) {
    pollute(
      m,
      object,
      args.map(({ value }) => value),
    );
  }
  return object;
}

export function constructorOf(m: Machine, cls: ClassIr, count: number): FunctionIr | undefined {
  const python = m.program.method(cls, '__init__', count);
  if (python !== undefined) return python;
  const fitting = cls.constructors.filter(({ parameters }) => parameters.length === count);
  return fitting[0] ?? cls.constructors.at(0);
}

/** JavaScript passes arguments on where a class has no constructor. */
function inherited(m: Machine, cls: ClassIr, count: number): FunctionIr | undefined {
  if (m.isJava && count > 0 && cls.name !== '<class>') return undefined;
  for (const above of chainOf(m, cls).slice(1)) {
    const found = constructorOf(m, above, count);
    if (found !== undefined) return found;
  }
  return undefined;
}

function chainOf(m: Machine, cls: ClassIr): ClassIr[] {
  const chain = new Set([cls]);
  for (const each of chain) for (const above of m.program.supersOf(each)) chain.add(above);
  return [...chain];
}

function initialise(m: Machine, cls: ClassIr, object: Term, frame: Frame | undefined): void {
  const outer = m.frame;
  m.frame = { ...outer, self: object };
  try {
    for (const field of cls.fields) {
      if (field.isStatic) continue;
      writeField(
        m,
        object,
        field.name,
        field.init === undefined ? defaultOf(m, field.type) : initialValue(m, field),
      );
    }
    for (const block of cls.initializers) {
      m.run.invoke(m, { fn: block, self: object, parent: frame, args: [], place: m.place(block) });
    }
  } finally {
    m.frame = outer;
  }
}

function runConstructor(
  m: Machine,
  constructor: FunctionIr,
  object: Term,
  args: readonly ArgumentValue[],
  place: Place,
): void {
  const cls = constructor.class;
  if (cls !== undefined && !chains(constructor)) {
    for (const above of m.program.supersOf(cls)) {
      const implicit = m.isJava
        ? above.constructors.find(({ parameters }) => parameters.length === 0)
        : undefined;
      if (implicit !== undefined) runConstructor(m, implicit, object, [], place);
    }
  }
  m.run.invoke(m, { fn: constructor, self: object, parent: undefined, args, place });
  if (cls?.isRecord === true && cls.fields.length === args.length) {
    setComponents(
      m,
      cls,
      object,
      args.map(({ value }) => value),
    );
  }
}

/** Whether it calls another constructor itself. */
function chains({ body }: FunctionIr): boolean {
  const [first] = body;
  const call = first?.kind === 'expr' && first.value.kind === 'call' ? first.value.callee : undefined;
  return call?.kind === 'member' && call.name === '<constructor>';
}

function setComponents(m: Machine, cls: ClassIr, object: Term, values: readonly Term[]): void {
  const components = cls.fields.filter(({ isStatic }) => !isStatic);
  components.forEach(({ name }, index) => {
    const value = values[index];
    if (value !== undefined) writeField(m, object, name, value);
  });
}

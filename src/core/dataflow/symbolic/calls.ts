// Finds out what a call calls, and calls it.
import type { ClassIr, FunctionIr } from '../ir/declarations';
import type { CallExpr, Expr, NewExpr } from '../ir/ir';
import { choice } from './choice';
import { elementsOf } from './containers';
import { classOfType, infoOf } from './heap';
import { constructInstance, constructorOf } from './instances';
import { libraryConstructor, libraryFunction, libraryMethod, opaqueCall } from './library';
import { unreachable, type ArgumentValue, type Frame, type Machine, type ObjectInfo } from './machine';
import { freeValue, memberValue } from './names';
import { isSmallChoice } from './operations';
import type { Place } from './state';
import type { Term } from './terms';

/** A call as it stands in the program. */
export function callExpression(m: Machine, expr: CallExpr): Term {
  const { callee } = expr;
  const place = m.place(expr);
  if (callee.kind === 'member') {
    const receiver = m.run.evaluate(m, callee.object);
    const args = argumentValues(m, expr.args);
    if (callee.name === '<constructor>') return chainConstructor(m, expr, args, place);
    if (expr.isSuper === true) return callAbove(m, receiver, callee.name, args, place);
    return callMethod(m, receiver, callee.name, args, place);
  }
  const own = callee.kind === 'free' ? ownMethod(m, callee.name, expr.args.length) : undefined;
  const target = own === undefined ? valueOfCallee(m, callee) : undefined;
  const args = argumentValues(m, expr.args);
  if (own !== undefined) return callOwn(m, own, args, place);
  return target === undefined ? m.terms.null : callTerm(m, target, args, place);
}

function valueOfCallee(m: Machine, callee: Expr): Term {
  return callee.kind === 'free' ? freeValue(m, callee) : m.run.evaluate(m, callee);
}

/** Arguments in order; a spread list of which the elements are known becomes as many. */
export function argumentValues(m: Machine, args: CallExpr['args']): ArgumentValue[] {
  return args.flatMap(({ value, name, isSpread }): ArgumentValue[] => {
    const term = m.run.evaluate(m, value);
    const elements = isSpread === true && infoOf(m, term)?.kind === 'list' ? elementsOf(m, term) : undefined;
    return elements?.map((element) => ({ value: element })) ?? [{ value: term, name, isSpread }];
  });
}

interface OwnMethod {
  readonly method: FunctionIr;
  readonly self: Term | undefined;
}

/** A method of a class around that an unqualified name means (Java). */
function ownMethod(m: Machine, name: string, count: number): OwnMethod | undefined {
  if (!m.isJava) return undefined;
  let self = m.frame.self;
  for (let cls = m.frame.fn.around; cls !== undefined; cls = cls.outer) {
    const dynamic = self === undefined ? undefined : infoOf(m, self)?.class;
    const start = dynamic !== undefined && m.program.withSubclasses(cls).includes(dynamic) ? dynamic : cls;
    const method = m.program.method(start, name, count);
    if (method !== undefined) return { method, self };
    self = self && m.read(`@${m.terms.strip(self).id}`, '<outer>');
  }
  return undefined;
}

function callOwn(
  m: Machine,
  { method, self }: OwnMethod,
  args: readonly ArgumentValue[],
  place: Place,
): Term {
  const isExact =
    method.isStatic || method.isPrivate || (self !== undefined && infoOf(m, self)?.class !== undefined);
  const receiver = self ?? m.terms.symbol('this', 'any', { type: method.class?.name });
  if (isExact && !method.isAbstract) {
    return enter(m, method, method.isStatic ? undefined : receiver, args, place);
  }
  return callAmong(m, overridersOf(m, method), receiver, { name: method.name, args, place });
}

/** All methods that a call of this one may run. */
function overridersOf(m: Machine, method: FunctionIr): FunctionIr[] {
  if (method.class === undefined) return [method];
  return implementationsIn(m, method.class, method.name, method.parameters.length);
}

function implementationsIn(m: Machine, cls: ClassIr, name: string, count: number): FunctionIr[] {
  const found = new Set<FunctionIr>();
  for (const each of m.program.withSubclasses(cls)) {
    const method = m.program.method(each, name, count);
    if (method !== undefined && !method.isAbstract) found.add(method);
  }
  return [...found];
}

const mostCandidates = 4;

interface Named {
  readonly name: string;
  readonly args: readonly ArgumentValue[];
  readonly place: Place;
}

/** One of several methods, which one is not known. */
function callAmong(
  m: Machine,
  methods: readonly FunctionIr[],
  receiver: Term,
  { name, args, place }: Named,
): Term {
  const [first, ...rest] = methods;
  if (first === undefined || methods.length > mostCandidates) {
    for (const each of methods) m.cut.add(each);
    return libraryMethod(m, receiver, name, args, place);
  }
  const call = (): Term => enter(m, first, first.isStatic ? undefined : receiver, args, place);
  if (rest.length === 0) return call();
  const isFirst = m.terms.fresh(`${name} of ${first.class?.name ?? ''}`, 'bool');
  return choice(m, isFirst, place, call, () => callAmong(m, rest, receiver, { name: name, args, place }));
}

/** `super.m()`. */
function callAbove(
  m: Machine,
  receiver: Term,
  name: string,
  args: readonly ArgumentValue[],
  place: Place,
): Term {
  const cls = m.frame.fn.class ?? m.frame.fn.around;
  for (const above of cls === undefined ? [] : m.program.supersOf(cls)) {
    const method = m.program.method(above, name, args.length);
    if (method !== undefined && !method.isAbstract) return enter(m, method, receiver, args, place);
  }
  return opaqueCall(m, `super.${name}`, args, place, receiver);
}

/** `this(…)` or `super(…)` in a constructor. */
function chainConstructor(m: Machine, expr: CallExpr, args: readonly ArgumentValue[], place: Place): Term {
  const cls = m.frame.fn.class;
  const { self } = m.frame;
  if (cls === undefined || self === undefined) return m.terms.null;
  const targets = expr.isSuper === true ? m.program.supersOf(cls) : [cls];
  for (const target of targets) {
    const constructor = constructorOf(m, target, args.length);
    if (constructor !== undefined) enter(m, constructor, self, args, place);
  }
  return m.terms.null;
}

/** `receiver.name(…)`. */
export function callMethod(
  m: Machine,
  receiver: Term,
  name: string,
  args: readonly ArgumentValue[],
  place: Place,
): Term {
  const object = m.terms.strip(receiver);
  const [test, then, otherwise] = object.args;
  if (object.op === 'ite' && object.sort === 'any' && test && then && otherwise) {
    if (!isSmallChoice(object)) return libraryMethod(m, receiver, name, args, place);
    const [, taintedThen = then, taintedOtherwise = otherwise] = receiver.op === 'ite' ? receiver.args : [];
    const value = choice(
      m,
      test,
      place,
      () => callMethod(m, taintedThen, name, args, place),
      () => callMethod(m, taintedOtherwise, name, args, place),
    );
    return receiver.op === 'ite' ? value : m.terms.carry(value, [receiver]);
  }
  if (object.op === 'const' && object.value === null) return fail(m);
  return callOnObject(m, receiver, object, name, { args, place });
}

/** A call on null raises. */
function fail(m: Machine): never {
  if (m.guarded > 0) m.leave({ kind: 'throw', value: m.terms.fresh('NullPointerException') });
  m.state = undefined;
  throw unreachable;
}

interface With {
  readonly args: readonly ArgumentValue[];
  readonly place: Place;
}

function callOnObject(m: Machine, receiver: Term, object: Term, name: string, { args, place }: With): Term {
  const info = m.objects.get(object);
  switch (info?.kind) {
    case 'instance':
    case 'class':
      return callOnInstance(m, receiver, object, name, { args, place });
    case 'closure':
      return callClosureMethod(m, object, name, { args, place });
    case 'module':
      return callTerm(m, memberValue(m, object, name), args, place);
    case 'library':
      return callTerm(m, memberValue(m, receiver, name), args, place);
    case 'map': {
      const value = m.isJavaScript ? memberValue(m, object, name) : undefined;
      const isFunction = value !== undefined && infoOf(m, value)?.kind === 'closure';
      return isFunction ? callTerm(m, value, args, place) : libraryMethod(m, receiver, name, args, place);
    }
    case undefined:
      return callOnUnknown(m, receiver, object, name, { args, place });
    default:
      return libraryMethod(m, receiver, name, args, place);
  }
}

function callOnInstance(m: Machine, receiver: Term, object: Term, name: string, { args, place }: With): Term {
  const info = m.objects.get(object);
  const method = info?.class && m.program.method(info.class, name, args.length);
  if (info !== undefined && method !== undefined && !method.isAbstract) {
    const isClass = info.kind === 'class';
    return enter(m, method, selfFor(m, method, receiver, isClass ? 'class' : 'instance'), args, place);
  }
  const value = memberValue(m, object, name);
  if (infoOf(m, value)?.kind === 'closure') return callTerm(m, value, args, place);
  return libraryMethod(m, receiver, name, args, place);
}

function selfFor(
  m: Machine,
  method: FunctionIr,
  receiver: Term,
  kind: 'instance' | 'class',
): Term | undefined {
  if (method.isStatic) return method.file.language === 'python' ? receiver : undefined;
  return kind === 'class' && !m.isJava ? undefined : receiver;
}

/** A functional interface has one method, whatever its name; `call`, `apply` and `bind` are JavaScript's. */
function callClosureMethod(m: Machine, closure: Term, name: string, { args, place }: With): Term {
  if (m.isJava) return callTerm(m, closure, args, place);
  if (name === 'call' || name === 'apply') {
    const [, second] = args;
    const list =
      name === 'apply' && second !== undefined ? (elementsOf(m, second.value) ?? [second.value]) : undefined;
    const passed = list?.map((value): ArgumentValue => ({ value })) ?? args.slice(1);
    return callTerm(m, closure, passed, place);
  }
  return name === 'bind' ? closure : opaqueCall(m, name, args, place, closure);
}

function callOnUnknown(m: Machine, receiver: Term, object: Term, name: string, { args, place }: With): Term {
  const written = m.read(`@${object.id}`, name);
  if (written !== undefined && infoOf(m, written)?.kind === 'closure') {
    return callTerm(m, written, args, place);
  }
  const cls = classOfType(m, object.type);
  if (cls !== undefined) {
    const methods = implementationsIn(m, cls, name, args.length);
    if (methods.length > 0) return callAmong(m, methods, receiver, { name: name, args, place });
  }
  const isTyped = object.type !== undefined || object.sort !== 'any';
  const named = isTyped ? [] : m.program.methodsNamed(name).filter((method) => !method.isAbstract);
  if (named.length > 0 && named.length <= 2 && !ordinary.has(name)) {
    return callAmong(m, named, receiver, { name: name, args, place });
  }
  return libraryMethod(m, receiver, name, args, place);
}

/** Methods that every library has: no sign that a method of the program is meant. */
const ordinary: ReadonlySet<string> = new Set([
  'get', 'set', 'add', 'put', 'append', 'push', 'pop', 'remove', 'close', 'read', 'write', 'open', 'run', 'call', 'apply',
  'next', 'toString', 'equals', 'join', 'split', 'format', 'replace', 'strip', 'keys', 'values', 'items', 'update', 'send',
  'start', 'stop', 'log', 'then', 'map', 'filter', 'forEach', 'match', 'test', 'exec', 'copy', 'clear', 'find', 'query',
]); // prettier-ignore

/** A call of a value. */
export function callTerm(m: Machine, callee: Term, args: readonly ArgumentValue[], place: Place): Term {
  const object = m.terms.strip(callee);
  const [test, then, otherwise] = object.args;
  if (test && then && otherwise && isSmallChoice(object)) {
    return choice(
      m,
      test,
      place,
      () => callTerm(m, then, args, place),
      () => callTerm(m, otherwise, args, place),
    );
  }
  const info = m.objects.get(object);
  switch (info?.kind) {
    case 'closure':
      return callClosure(m, info, { args, place });
    case 'class':
      if (info.class !== undefined) return constructInstance(m, info.class, args, place, info.frame);
      break;
    case 'instance': {
      const method = info.class && m.program.method(info.class, '__call__', args.length);
      if (method !== undefined) return enter(m, method, callee, args, place);
      break;
    }
    case 'library':
      return libraryFunction(m, callee, info.type, args, place);
    default:
  }
  return m.terms.carry(opaqueCall(m, object.name, args, place), [callee]);
}

/** In Java an unbound method takes its receiver as the first argument. */
function callClosure(m: Machine, { fn, self, frame, type }: ObjectInfo, { args, place }: With): Term {
  if (fn === undefined || fn.isAbstract) return opaqueCall(m, type, args, place);
  const takesFirst = m.isJava && fn.class !== undefined && !fn.isStatic && self === undefined;
  const receiver = takesFirst ? args[0]?.value : self;
  return m.run.invoke(m, {
    fn,
    self: receiver,
    parent: frame,
    args: takesFirst ? args.slice(1) : args,
    place,
  });
}

/** `new C(…)`. */
export function construct(m: Machine, expr: NewExpr, args: readonly ArgumentValue[]): Term {
  const place = m.place(expr);
  if (expr.anonymous !== undefined) return constructInstance(m, expr.anonymous, args, place, m.frame);
  const named = expr.callee.kind === 'free' && m.isJava ? undefined : m.run.evaluate(m, expr.callee);
  const info = named && infoOf(m, named);
  const cls = info?.class ?? (m.isJava ? classOfType(m, expr.className) : undefined);
  if (cls !== undefined) return constructInstance(m, cls, args, place, info?.frame ?? frameOfLocal(m, cls));
  if (named !== undefined && info?.kind === 'closure') return callTerm(m, named, args, place);
  return libraryConstructor(m, expr.className, args, place);
}

/** A class in a function sees the variables of the function. */
function frameOfLocal(m: Machine, cls: ClassIr): Frame | undefined {
  return cls.outer === undefined || m.frame.fn.around !== cls.outer ? undefined : m.frame;
}

function enter(
  m: Machine,
  fn: FunctionIr,
  self: Term | undefined,
  args: readonly ArgumentValue[],
  place: Place,
): Term {
  const frame = self === undefined ? undefined : infoOf(m, self)?.frame;
  return m.run.invoke(m, { fn, self, parent: frame, args, place });
}

// The interpreter's parts put together, and calls of the program's own functions.
import type { FunctionIr } from '../ir/declarations';
import { assignTo } from './assignment';
import { callTerm } from './calls';
import { elementsOf, newList } from './containers';
import { allocate, deep, infoOf, typed } from './heap';
import { writeItem } from './containers';
import { evaluate } from './expressions';
import { unknownCall } from './library';
import {
  unreachable,
  type ArgumentValue,
  type Frame,
  type Interpreter,
  type Invocation,
  type Jump,
  type Machine,
} from './machine';
import { moduleFrame } from './names';
import { applyRoles } from './roles';
import { execute } from './statements';
import type { Term } from './terms';

export const interpreter: Interpreter = {
  evaluate,
  execute,
  invoke,
  callValue: (m, callee, args, place) =>
    callTerm(
      m,
      callee,
      args.map((value) => ({ value })),
      place,
    ),
};

const deepestStack = 30;
const mostRecursions = 2;
/** Of a call that can meet neither a source nor a sink: followed for its value only. */
const mostIrrelevantWork = 3000;

/** Runs a function of the program with these arguments, in the state that the machine is in. */
function invoke(m: Machine, call: Invocation): Term {
  const { fn, self, args, place } = call;
  const recursions = m.stack.filter((each) => each === fn).length;
  const isTooDeep = m.stack.length >= deepestStack || recursions > mostRecursions;
  if (isTooDeep || m.isShort || m.costly.has(fn)) {
    m.cut.add(fn);
    return unknownCall(m, { name: fn.name, why: `\`${fn.name}\` was not followed here` }, args, place, self);
  }
  m.executed.add(fn);
  const outer = m.frame;
  const frame: Frame = {
    id: m.nextId('frame '),
    fn,
    parent: call.parent ?? moduleFrame(fn.file),
    self,
    isAssumed: false,
  };
  m.frame = frame;
  m.stack.push(fn);
  try {
    let jumps: readonly Jump[] = [];
    const isRelevant = m.options.isRelevant(fn);
    const isEnough = m.withShare(isRelevant ? Infinity : mostIrrelevantWork, () => {
      jumps = m.collect(() => {
        bindParameters(m, fn, joinedContexts(m, fn, passedThrough(m, args, call)));
        if (fn.isGenerator) m.write(frame.id, '<yields>', newList(m, []));
        execute(m, fn.body);
      });
    });
    if (!isEnough && !isRelevant) m.costly.add(fn);
    return finish(m, frame, jumps);
  } finally {
    m.stack.pop();
    m.frame = outer;
  }
}

/** An argument that carries something notes that it passed into the function. */
function passedThrough(m: Machine, args: readonly ArgumentValue[], { fn }: Invocation): ArgumentValue[] {
  return args.map((arg, index) => {
    const parameter = fn.parameters[Math.min(index, fn.parameters.length - 1)];
    return parameter === undefined ? arg : { ...arg, value: m.pass(arg.value, 'call', parameter) };
  });
}

/** The ablation without context: what one call passes in, every call passes in. */
function joinedContexts(
  m: Machine,
  fn: FunctionIr,
  args: readonly ArgumentValue[],
): readonly ArgumentValue[] {
  if (m.options.without.context !== true) return args;
  const known = m.joined.get(fn) ?? [];
  m.joined.set(fn, [
    ...known,
    ...args.map(({ value }) => deep(m, value)).filter(({ isTainted }) => isTainted),
  ]);
  return args.map((arg) => ({ ...arg, value: m.terms.carry(arg.value, known) }));
}

function finish(m: Machine, frame: Frame, jumps: readonly Jump[]): Term {
  const states = m.state === undefined ? [] : [m.state];
  const result = `${frame.id} <result>`;
  for (const state of states) state.store.set(result, m.terms.null);
  for (const jump of jumps) {
    if (jump.kind === 'throw') m.jumps.push(jump);
    else if (jump.kind === 'return') {
      jump.state.store.set(result, jump.value ?? m.terms.null);
      states.push(jump.state);
    }
  }
  m.state = m.merge(states);
  if (m.state === undefined) throw unreachable;
  const yields = m.read(frame.id, '<yields>');
  return yields ?? m.state.store.get(result) ?? m.terms.null;
}

/** Binds arguments to parameters: by position, by name, the rest as a list or map. */
function bindParameters(m: Machine, fn: FunctionIr, args: readonly ArgumentValue[]): void {
  const positional = args.filter(({ name, isSpread }) => name === undefined && isSpread !== true);
  const spread = args.filter(({ isSpread }) => isSpread === true);
  const byName = new Map(
    args.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value] as const])),
  );
  let next = 0;
  for (const parameter of fn.parameters) {
    let value: Term | undefined;
    if (parameter.rest === 'positional') {
      value = restList(
        m,
        positional.slice(next).map((arg) => arg.value),
        spread,
      );
    } else if (parameter.rest === 'named') value = restMap(m, byName);
    else {
      value = byName.get(parameter.name) ?? positional[next++]?.value;
      byName.delete(parameter.name);
    }
    value ??=
      spread.length > 0
        ? m.terms.carry(
            m.terms.fresh(parameter.name),
            spread.map((arg) => deep(m, arg.value)),
          )
        : undefined;
    value ??= parameter.fallback === undefined ? m.terms.null : m.run.evaluate(m, parameter.fallback);
    assignTo(m, parameter.target, applyRoles(m, parameter, typed(m, value, parameter.type)));
  }
}

function restList(m: Machine, values: readonly Term[], spread: readonly ArgumentValue[]): Term {
  const [only] = values;
  if (m.isJava && values.length === 1 && only !== undefined && infoOf(m, only)?.kind === 'list') return only;
  const more = spread.flatMap(({ value }) => elementsOf(m, value) ?? [deep(m, value)]);
  return newList(m, [...values, ...more]);
}

function restMap(m: Machine, byName: ReadonlyMap<string, Term>): Term {
  const map = allocate(m, { kind: 'map', type: 'map' });
  for (const [name, value] of byName) writeItem(m, map, m.terms.constant(name), value);
  return map;
}

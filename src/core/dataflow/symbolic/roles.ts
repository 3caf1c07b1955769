// What the rules say of an expression, applied to its value.
import type { Expr } from '../ir/ir';
import type { RoleMatch, ValueCondition } from '../model';
import { deep, nameOf, overObjects, ownerOf, pollute } from './heap';
import type { Machine } from './machine';
import { binary } from './operations';
import type { Cleaning, Origin } from './taint';
import type { Term } from './terms';

/** The value of an expression as the rules see it; sinks are told on the way. */
export function applyRoles(m: Machine, expr: Pick<Expr, 'start' | 'end'>, value: Term): Term {
  const { file } = m.frame.fn;
  if (m.options.isWatched(file, expr.start, expr.end)) m.watched.set(keyOf(file.path, expr), value);
  const matches = m.options.rolesAt(file, expr.start, expr.end);
  if (matches.length === 0) return value;

  let result = value;
  const sources = matches.filter((match) => match.role === 'source' && !isReadFromSource(m, match, value));
  if (sources.length > 0) result = asSource(m, expr, result, sources);
  for (const match of matches) if (match.role === 'propagator') result = propagate(m, match, result);
  const rules = new Set(matches.filter(({ role }) => role === 'sanitizer').map(({ rule }) => rule));
  if (rules.size > 0) result = m.terms.clean(deep(m, result), { kind: 'cleaning', rules } satisfies Cleaning);
  for (const match of matches) {
    if (match.role === 'sink') m.options.onSink(m, match, atSink(m, match, result), m.place(expr));
  }
  return result;
}

/** What of a value may do harm. A list of which the first element is not known may do so as a whole. */
function atSink(m: Machine, { takesFirst }: RoleMatch, value: Term): Term {
  if (takesFirst !== true) return deep(m, value);
  const first = overObjects(m, value, (object) => {
    const isList = m.objects.get(object)?.kind === 'list';
    return (isList ? m.read(ownerOf(m, object), '0') : undefined) ?? object;
  });
  return deep(m, first);
}

/** Whether an accessor reads what has come in before. */
function isReadFromSource(m: Machine, { isAccessor, rule }: RoleMatch, value: Term): boolean {
  const origins = isAccessor === true ? m.taints.of(value) : [];
  return origins.some(({ origin }) => origin.matches.some((match) => match.rule === rule));
}

function keyOf(path: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return `${path} ${start} ${end}`;
}

/** The value of a source: anything of its type, or the constant that a rule says it may be. */
function asSource(
  m: Machine,
  expr: Pick<Expr, 'start' | 'end'>,
  value: Term,
  matches: readonly RoleMatch[],
): Term {
  const place = m.place(expr);
  const known = m.terms.strip(value);
  if (m.ownMemory.has(known)) return value;
  const originOf = (of: readonly RoleMatch[]): Origin => ({ kind: 'origin', matches: of, place });
  const isConstant = ({ value: condition }: RoleMatch): boolean => condition?.operator === '==';
  if (known.op === 'const') {
    const fitting = matches.filter((match) => !isConstant(match) || match.value?.value === known.value);
    return fitting.length === 0 ? value : m.terms.carry(value, [], originOf(fitting));
  }
  const open = matches.filter((match) => !isConstant(match));
  let result = value;
  if (open.length > 0) {
    // Whatever an unknown call does: here its result is anything of its type.
    const typed = known.type === undefined ? {} : { type: known.type };
    // What a function of the library makes of a value that is known here, is not anything.
    const loose =
      known.op === 'apply'
        ? { approximation: `\`${nameOf(m, known)}\` may give any value, whatever it is given` }
        : {};
    const anything = m.objects.has(known)
      ? value
      : m.terms.fresh(`${nameOf(m, known)}@${place.start}`, known.sort, { ...typed, ...loose });
    m.labels.set(anything, { place, suffix: '' });
    result = m.terms.carry(anything, [value], originOf(open));
  }
  for (const match of matches) {
    if (!isConstant(match) || match.value === undefined) continue;
    const isIt = m.terms.fresh(`${nameOf(m, known)} is ${String(match.value.value)}`, 'bool');
    m.labels.set(isIt, { place, suffix: ` is ${String(match.value.value)}` });
    result = m.terms.ite(
      isIt,
      m.terms.carry(m.terms.constant(match.value.value), [], originOf([match])),
      result,
    );
  }
  return result;
}

function propagate(m: Machine, match: RoleMatch, value: Term): Term {
  const { path } = m.frame.fn.file;
  const at = (span: { start: number; end: number }): Term[] => {
    const watched = m.watched.get(keyOf(path, span));
    return watched === undefined ? [] : [deep(m, watched)];
  };
  const from = (match.from ?? []).flatMap(at);
  for (const span of match.to ?? []) for (const target of at(span)) pollute(m, target, from);
  return match.to === undefined ? m.terms.carry(value, from) : value;
}

/** The condition of a sink on the value that it gets. */
export function conditionOn(m: Machine, value: Term, condition: ValueCondition | undefined): Term {
  if (condition === undefined) return m.terms.true;
  return m.terms.strip(binary(m.terms, condition.operator, value, m.terms.constant(condition.value)));
}

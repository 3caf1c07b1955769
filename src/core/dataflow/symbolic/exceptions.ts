// Which handler takes an exception.
import type { Handler } from '../ir/ir';
import type { ClassIr } from '../ir/declarations';
import { classOfType, infoOf } from './heap';
import type { Machine } from './machine';
import type { Term } from './terms';

const takesAll = /^(?:Throwable|BaseException|Exception|Error)$/;

/** True, false, or a symbol where it cannot be told. */
export function catches(m: Machine, { types }: Handler, exception: Term): Term {
  const info = infoOf(m, exception);
  const names = types.map((type) => type.replace(/^.*\./, ''));
  const takesEverything =
    types.length === 0 || names.some((name) => /^(?:Throwable|BaseException)$/.test(name));
  if (takesEverything || (info !== undefined && names.includes(info.type))) return m.terms.true;
  const isKnown = info?.kind === 'instance' || info?.kind === 'opaque';
  if (!isKnown) return names.includes('Exception') ? m.terms.true : m.terms.fresh('caught', 'bool');
  if (names.some((name) => takesAll.test(name)) && !/Error$/.test(info.type)) return m.terms.true;
  return info.class === undefined ? m.terms.fresh('caught', 'bool') : extendsAny(m, info.class, types);
}

function extendsAny(m: Machine, thrown: ClassIr, types: readonly string[]): Term {
  const wanted = types.map((type) => classOfType(m, type));
  const fits = wanted.some((cls) => cls !== undefined && m.program.withSubclasses(cls).includes(thrown));
  if (fits) return m.terms.true;
  return wanted.includes(undefined) ? m.terms.fresh('caught', 'bool') : m.terms.false;
}

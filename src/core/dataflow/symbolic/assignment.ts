// Writes values into variables, fields, items and patterns.
import type { PatternItem, Target } from '../ir/ir';
import { readItem, restOf, writeItem } from './containers';
import { infoOf, singleton, typed, writeField } from './heap';
import type { Machine } from './machine';
import { fieldOwner, memberValue } from './names';
import { equal } from './operations';
import type { Term } from './terms';

export function assignTo(m: Machine, target: Target, value: Term): void {
  switch (target.kind) {
    case 'local': {
      let frame = m.frame;
      for (let level = 0; level < target.depth && frame.parent !== undefined; level++) frame = frame.parent;
      m.write(frame.id, target.name, typed(m, value, frame.fn.types.get(target.name)));
      return;
    }
    case 'free': {
      const owner = fieldOwner(m, target.name) ?? singleton(m, 'library', 'global');
      writeField(m, owner, target.name, value);
      return;
    }
    case 'member':
      writeMember(m, m.run.evaluate(m, target.object), target.name, value);
      return;
    case 'index': {
      const object = m.run.evaluate(m, target.object);
      writeItem(m, object, target.index === undefined ? undefined : m.run.evaluate(m, target.index), value);
      return;
    }
    case 'pattern':
      for (const item of target.items) assignTo(m, item.target, itemOf(m, item, value, target.items.length));
  }
}

function writeMember(m: Machine, object: Term, name: string, value: Term): void {
  const isMap = m.isJavaScript && infoOf(m, object)?.kind === 'map';
  if (isMap) writeItem(m, object, m.terms.constant(name), value);
  else writeField(m, object, name, value);
}

function itemOf(m: Machine, item: PatternItem, value: Term, count: number): Term {
  if (item.key === undefined) return restOf(m, value, count - 1);
  const found =
    typeof item.key === 'number'
      ? readItem(m, value, m.terms.constant(item.key))
      : memberValue(m, value, item.key);
  if (item.fallback === undefined) return found;
  const isMissing = equal(m.terms, found, m.terms.null);
  if (isMissing === m.terms.false) return found;
  return m.terms.ite(isMissing, m.run.evaluate(m, item.fallback), found);
}

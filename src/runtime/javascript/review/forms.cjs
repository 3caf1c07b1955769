'use strict';
// Forms of values, by which two versions are compared: texts, arrays of forms, and fields of objects.
const { inspect } = require('node:util');

const MOST_ITEMS = 500;
const DEPTH = 10;

class Fields {
  constructor(name, entries) {
    this.name = name;
    this.entries = new Map(entries);
  }
}

function formOf(value, depth = 0, seen = new Map()) {
  if (typeof value === 'function') return `[function ${value.name}]`;
  if (typeof value === 'number') return String(Number(value.toPrecision(12)));
  if (typeof value !== 'object' || value === null) return inspect(value);
  if (seen.has(value) || depth > DEPTH) return `[again ${seen.get(value) ?? ''}]`;
  const inside = new Map([...seen, [value, seen.size]]);
  const of = (part) => formOf(part, depth + 1, inside);
  if (value instanceof Error || hasTag(value, 'Error')) return `[${value.name}: ${value.message}]`;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map(of);
  if (hasTag(value, 'Map'))
    return new Fields(
      'Map',
      [...value].map(([key, item]) => [shown(of(key)), of(item)]),
    );
  if (hasTag(value, 'Set')) return ['Set', ...[...value].map((item) => shown(of(item))).sort()];
  if (hasTag(value, 'Date') || hasTag(value, 'RegExp') || ArrayBuffer.isView(value)) return inspect(value);
  const name = value.constructor?.name ?? '';
  const names = Object.keys(value).sort();
  return new Fields(
    name === 'Object' ? '' : name,
    names.map((key) => [key, of(value[key])]),
  );
}

function hasTag(value, tag) {
  return Object.prototype.toString.call(value) === `[object ${tag}]`;
}

/** What the first form has where the second has something else; undefined where they are alike. Of objects with a class of their own the
 * fields count that both have: what a class keeps for itself may change. */
function difference(one, other) {
  if (one instanceof Fields && other instanceof Fields) {
    const isPlain = one.name === '';
    if (one.name !== other.name || (isPlain && one.entries.size !== other.entries.size)) return shown(one);
    for (const [key, part] of one.entries) {
      if (!other.entries.has(key)) {
        if (isPlain) return `${key}: ${shown(part)}`;
        continue;
      }
      const found = difference(part, other.entries.get(key));
      if (found !== undefined) return `${key}: ${found}`;
    }
    return undefined;
  }
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    for (const [i, part] of one.entries()) {
      const found = difference(part, other[i]);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return one === other ? undefined : shown(one);
}

function alike(one, other) {
  return difference(one, other) === undefined;
}

function shown(form) {
  if (form instanceof Fields) {
    const inner = [...form.entries].map(([key, part]) => `${key}: ${shown(part)}`).join(', ');
    return `${form.name === '' ? '' : `${form.name} `}{${inner}}`;
  }
  return Array.isArray(form) ? `[${form.map(shown).join(', ')}]` : form;
}

module.exports = { alike, difference, formOf, shown };

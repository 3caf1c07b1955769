// Values near a literal of JavaScript, as texts.
import type { Node } from 'web-tree-sitter';

/** `nothing`: null, undefined and the like, of which there are no others. */
export type Literal =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'bigint'; readonly value: bigint }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'nothing'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly Literal[] }
  | { readonly kind: 'object'; readonly pairs: readonly (readonly [key: string, value: Literal])[] };

/** Undefined where it is no literal. */
export function valueOf(node: Node): Literal | undefined {
  return readers[node.type]?.(node);
}

const readers: Readonly<Record<string, (node: Node) => Literal | undefined>> = {
  number: ({ text }) =>
    text.endsWith('n')
      ? { kind: 'bigint', value: BigInt(text.slice(0, -1)) }
      : { kind: 'number', value: Number(text) },
  identifier: ({ text }) => (/^(?:NaN|Infinity)$/.test(text) ? { kind: 'nothing', text } : undefined),
  unary_expression: negativeOf,
  string: ({ text }) => stringOf(text),
  true: () => ({ kind: 'boolean', value: true }),
  false: () => ({ kind: 'boolean', value: false }),
  null: () => ({ kind: 'nothing', text: 'null' }),
  undefined: () => ({ kind: 'nothing', text: 'undefined' }),
  parenthesized_expression: ({ namedChildren: [only] }) => (only === undefined ? undefined : valueOf(only)),
  array: ({ namedChildren }) => {
    const items = allOf(namedChildren.map(valueOf));
    return items && { kind: 'array', items };
  },
  object: ({ namedChildren }) => {
    const pairs = allOf(namedChildren.map(pairOf));
    return pairs && { kind: 'object', pairs };
  },
};

function negativeOf(node: Node): Literal | undefined {
  const argument = node.childForFieldName('argument');
  const value = argument === null || !node.text.startsWith('-') ? undefined : valueOf(argument);
  if (value?.kind === 'number') return { kind: 'number', value: -value.value };
  return value?.kind === 'bigint' ? { kind: 'bigint', value: -value.value } : undefined;
}

/** Undefined where one is missing. */
function allOf<T>(items: readonly (T | undefined)[]): T[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length ? found : undefined;
}

function pairOf(node: Node): readonly [string, Literal] | undefined {
  const key = node.type === 'pair' ? node.childForFieldName('key') : null;
  const value = node.childForFieldName('value');
  const found = value === null ? undefined : valueOf(value);
  const isPlain = key !== null && key.type !== 'computed_property_name';
  return !isPlain || found === undefined ? undefined : [key.text, found];
}

function stringOf(text: string): Literal | undefined {
  try {
    const value: unknown = JSON.parse(text.startsWith('"') ? text : `"${inDoubleQuotes(text.slice(1, -1))}"`);
    return typeof value === 'string' ? { kind: 'string', value } : undefined;
  } catch {
    return undefined;
  }
}

function inDoubleQuotes(text: string): string {
  const others: Readonly<Record<string, string>> = { "\\'": "'", '"': '\\"' };
  return text.replaceAll(/\\[^]|"/g, (sign) => others[sign] ?? sign);
}

export function textOf(value: Literal): string {
  switch (value.kind) {
    case 'number':
      return Object.is(value.value, -0) ? '-0' : String(value.value);
    case 'bigint':
      return `${value.value}n`;
    case 'string':
      return JSON.stringify(value.value);
    case 'boolean':
      return String(value.value);
    case 'nothing':
      return value.text;
    case 'array':
      return `[${value.items.map(textOf).join(', ')}]`;
    case 'object': {
      const pairs = value.pairs.map(([key, item]) => `${key}: ${textOf(item)}`);
      return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
    }
  }
}

/** Other values of the same kind, the nearest first, none twice. */
export function nearTexts(value: Literal, depth = 2): string[] {
  const own = textOf(value);
  return [...new Set(others(value, depth).map(textOf))].filter((text) => text !== own);
}

function others(value: Literal, depth: number): Literal[] {
  switch (value.kind) {
    case 'number': {
      const { value: n } = value;
      const near = Number.isInteger(n)
        ? [n + 1, n - 1, n * 2, Math.floor(n / 2), 0, 1, 2, n + 10, 3, n * 3 + 1, 5]
        : [n + 1, n - 1, n * 2, n / 2, 0, 0.5];
      return near.map((other) => ({ kind: 'number', value: other }));
    }
    case 'bigint':
      return [1n, -1n, value.value].map((by) => ({ kind: 'bigint', value: value.value + by }));
    case 'string':
      return texts(value.value).map((other) => ({ kind: 'string', value: other }));
    case 'boolean':
      return [{ kind: 'boolean', value: !value.value }];
    case 'nothing':
      return [];
    case 'array':
      return arrays(value.items, depth).map((items) => ({ kind: 'array', items }));
    case 'object':
      return objects(value.pairs, depth).map((pairs) => ({ kind: 'object', pairs }));
  }
}

function texts(text: string): string[] {
  const characters = Array.from(text);
  const middle = characters.length >> 1;
  const inserted = kindsOf(text).map((more) => characters.toSpliced(middle, 0, more).join(''));
  const reversed = characters.toReversed().join('');
  return [
    text.slice(1),
    text.slice(0, -1),
    reversed,
    text + text.slice(0, 1),
    ...inserted,
    swapped(text),
    text + text,
    text.slice(0, 1),
    '',
  ];
}

/** What texts like this one may hold, first what this one does not. */
function kindsOf(text: string): string[] {
  if (/^\d+$/.test(text)) return ['7', '0'];
  const kinds: readonly (readonly [string, RegExp])[] = [
    ['a', /[a-z]/],
    ['B', /[A-Z]/],
    ['7', /\d/],
    [' ', /\s/],
  ];
  const has = ([, kind]: readonly [string, RegExp]): number => Number(kind.test(text));
  return kinds.toSorted((a, b) => has(a) - has(b)).map(([more]) => more);
}

function swapped(text: string): string {
  return Array.from(text, (character) =>
    character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase(),
  ).join('');
}

function arrays(items: readonly Literal[], depth: number): (readonly Literal[])[] {
  const near = [items.slice(1), items.slice(0, -1), items.toReversed(), [...items, ...items.slice(0, 1)]];
  const places = depth > 0 ? new Set([0, items.length >> 1, items.length - 1]) : [];
  const changed = [...places].flatMap((place) => {
    const item = items[place];
    return item === undefined
      ? []
      : others(item, depth - 1)
          .slice(0, 4)
          .map((other) => items.with(place, other));
  });
  return [...near, ...changed, [...items, ...items], items.slice(0, 1), []];
}

type Pairs = readonly (readonly [key: string, value: Literal])[];

function objects(pairs: Pairs, depth: number): Pairs[] {
  const changed = pairs.slice(0, 3).flatMap(([key, item], place) =>
    depth > 0
      ? others(item, depth - 1)
          .slice(0, 2)
          .map((other) => pairs.with(place, [key, other]))
      : [],
  );
  return [pairs.slice(1), pairs.slice(0, -1), ...changed];
}

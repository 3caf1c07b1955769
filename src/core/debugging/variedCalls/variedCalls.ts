// Inputs like those of the tests, to see where programs that pass them differ: calls with one literal in them varied, or two
// arguments exchanged. Of calls in JavaScript; those in Python are varied by Python.
import type { Node } from 'web-tree-sitter';
import { nearTexts, valueOf } from './nearValues';

/** Reads a text as JavaScript; the tree lives only as long as `read` runs. */
type Parse = <T>(text: string, read: (root: Node) => T) => Promise<T>;

const most = 80;
const longest = 400;
const mostOfObject = 8;

/** Texts of calls that are none of these. */
export async function variedCalls(calls: readonly string[], parse: Parse): Promise<string[]> {
  const varied: string[][] = [];
  for (const call of calls) {
    varied.push(
      await parse(`(${call})`, (root) => {
        const [found] = root.descendantsOfType(['call_expression', 'new_expression']);
        return found === undefined || root.hasError ? [] : variantsOf(found);
      }),
    );
  }
  // One of each in turn, so that all calls have their share.
  const turns = Array.from({ length: Math.max(0, ...varied.map(({ length }) => length)) }, (_, turn) =>
    varied.flatMap((texts) => texts.slice(turn, turn + 1)),
  ).flat();
  const own = new Set(calls);
  return [...new Set(turns)].filter((text) => !own.has(text) && text.length <= longest).slice(0, most);
}

/** Those that vary the object, the first argument, the second, … take turns. */
function variantsOf(call: Node): string[] {
  const called = call.childForFieldName('function') ?? call.childForFieldName('constructor');
  const list = call.childForFieldName('arguments');
  if (called === null || list === null) return [];
  const given = list.namedChildren.filter(({ isExtra }) => !isExtra);
  const start = call.type === 'new_expression' ? 'new ' : '';
  const kept = [called.text, ...given.map(({ text }) => text)];
  const near = [methodsNear(called), ...given.map(nearOf)];
  const turns = Math.max(...near.map(({ length }) => length));
  const varied = Array.from({ length: turns }, (_, turn) =>
    near.flatMap((others, place) => {
      const other = others[turn];
      return other === undefined ? [] : [kept.with(place, other)];
    }),
  ).flat();
  return [...varied, ...exchanged(kept, given)].map(
    ([name = '', ...texts]) => `${start}${name}(${texts.join(', ')})`,
  );
}

/** The same method of other objects. */
function methodsNear(called: Node): string[] {
  const object = called.childForFieldName('object');
  const property = called.childForFieldName('property')?.text ?? '';
  return object === null ? [] : nearOf(object).map((other) => `${other}.${property}`);
}

function exchanged(kept: readonly string[], given: readonly Node[]): string[][] {
  return given.slice(1).flatMap((second, i) => {
    const first = given[i];
    if (first === undefined || first.type !== second.type || first.text === second.text) return [];
    return [kept.with(i + 1, second.text).with(i + 2, first.text)];
  });
}

/** Of a literal, others; of an object that is made, its variants. */
function nearOf(node: Node): string[] {
  if (/^(?:new|call)_expression$/.test(node.type)) {
    return node.text.startsWith('new Set(') || node.text.startsWith('new Map(')
      ? inner(node)
      : variantsOf(node).slice(0, mostOfObject);
  }
  const value = valueOf(node);
  return value === undefined ? [] : nearTexts(value);
}

function inner(node: Node): string[] {
  const list = node.childForFieldName('arguments')?.namedChildren[0];
  const name = node.childForFieldName('constructor')?.text ?? '';
  return list === undefined ? [] : nearOf(list).map((text) => `new ${name}(${text})`);
}

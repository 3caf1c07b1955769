// Methods of texts and of numbers in boxes.
import { deep } from './heap';
import type { Machine } from './machine';
import { concat, equal, lengthOf, testText } from './operations';
import type { Term } from './terms';

const foldable: Readonly<Partial<Record<string, (text: string) => string>>> = {
  trim: (text) => text.trim(),
  strip: (text) => text.trim(),
  toLowerCase: (text) => text.toLowerCase(),
  lower: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  upper: (text) => text.toUpperCase(),
  toString: (text: string) => text,
  intern: (text) => text,
  valueOf: (text: string) => text,
};

const same =
  /^(?:intValue|longValue|floatValue|doubleValue|booleanValue|shortValue|toString|valueOf|getValue|encode|decode|getBytes|toCharArray|freeze)$/;

/** A method of a text or number; undefined where it is not modelled. */
export function textMethod(
  m: Machine,
  receiver: Term,
  name: string,
  args: readonly Term[],
): Term | undefined {
  const text = m.terms.strip(receiver);
  const [first] = args;
  const test = testOf(name);
  if (test !== undefined && first !== undefined && text.sort === 'string') {
    return testText(m.terms, test, text, first);
  }
  if (text.op === 'const' && typeof text.value === 'string' && args.length === 0) {
    const fold = foldable[name];
    if (fold !== undefined) return m.terms.carry(m.terms.constant(fold(text.value)), [receiver]);
  }
  switch (name) {
    case 'isEmpty':
      return equal(m.terms, text, m.terms.constant(''));
    case 'length':
      return text.sort === 'string' ? lengthOf(m.terms, receiver) : undefined;
    case 'concat':
      return args.reduce((all, each) => concat(m.terms, all, each), receiver);
    case 'join':
      return m.terms.carry(m.terms.apply('join', [text], 'string'), [
        receiver,
        ...args.map((arg) => deep(m, arg)),
      ]);
    case 'split':
      return undefined;
    default:
      return numberMethod(m, receiver, text, name, args);
  }
}

function testOf(name: string): 'prefix' | 'suffix' | 'contains' | undefined {
  if (name === 'startsWith' || name === 'startswith') return 'prefix';
  if (name === 'endsWith' || name === 'endswith') return 'suffix';
  return name === 'contains' || name === 'includes' || name === '__contains__' ? 'contains' : undefined;
}

function numberMethod(
  m: Machine,
  receiver: Term,
  value: Term,
  name: string,
  args: readonly Term[],
): Term | undefined {
  if (args.length === 0 && same.test(name) && (name !== 'toString' || value.sort === 'string')) {
    return receiver;
  }
  const returnsText =
    /^(?:trim|strip|l?strip|rstrip|toLowerCase|toUpperCase|lower|upper|substring|substr|slice|replace|replaceAll|title|format|repeat|charAt|padStart|padEnd)$/;
  if (value.sort !== 'string' || !returnsText.test(name)) return undefined;
  return m.terms.carry(m.terms.apply(name, [value, ...args], 'string'), [
    receiver,
    ...args.map((arg) => deep(m, arg)),
  ]);
}

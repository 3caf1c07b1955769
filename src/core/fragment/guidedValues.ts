// Values for what a fragment lacks, from a model that has read it: one coherent answer, in a grammar that is only data.
//
// Xue et al., "SelfPiCo: Self-guided partial code execution with LLMs" (ISSTA 2024), without code from the model.
import * as z from 'zod';
import { jsonAnswer } from '../model/answers';
import type { Question } from '../model/ask';
import { promptOf } from '../model/prompt';
import type { RunResult } from './runResult';
import { readablePath } from './unreached';

/** Something that the code lacks, and what a run made up for it. */
export interface MissingValue {
  /** Path of the missing thing, as runs have it. */
  readonly key: string;
  /** The same as people read it. */
  readonly path: string;
  readonly kind: string;
  /** 1-based. */
  readonly line: number;
  readonly type: string;
}

/** A value of Python as JSON: see `rules`. */
type GuidedValue =
  null | boolean | number | string | readonly GuidedValue[] | { readonly [name: string]: GuidedValue };

const valueSchema: z.ZodType<GuidedValue> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(valueSchema),
    z.record(z.string(), valueSchema),
  ]),
);
const answerSchema = z.object({ values: z.record(z.string(), valueSchema) });

/** What an earlier answer led to. */
export interface EarlierValues {
  /** As texts of Python, by key. */
  readonly values: Readonly<Record<string, string>>;
  readonly error: string;
}

const rules = `You invent realistic values for what is missing in a piece of Python, so that it runs as far as it can, as in the program that it was taken from. All values belong to one situation and fit each other.
Answer with one JSON document and nothing else: {"values": {"PATH": VALUE, ...}}
PATH is one of the listed paths. Leave a path out where any placeholder does, such as modules and functions.
VALUE is JSON: null, true, false, a number, a text, a list; an object is a dict with texts as keys. Besides:
{"$tuple": [VALUES]}, {"$set": [VALUES]}, {"$bytes": "ASCII"}, {"$dict": [[KEY, VALUE], ...]},
{"$object": "ClassName", "attributes": {"name": VALUE, ...}} for an object of a class; it needs an attribute at least.
Give what is used of a value, not more.`;

/** Longer texts are not read by the runtime. */
const longestValue = 4000;
const mostMissing = 40;
const maxOutput = 1500;

/**
 * What was made up from a type alone or less; values that recordings, tests and callers gave are better than a model's.
 * Elements belong to what holds them, and of what is called its result says more.
 */
export function missingValues(result: RunResult): MissingValue[] {
  const keys = new Set(result.predicted.map(({ key }) => key));
  return result.predicted
    .filter(({ source, kind }) => kind !== 'import' && isGuess(source))
    .filter(({ key }) => !key.includes('[]') && !keys.has(`${key}()`))
    .slice(0, mostMissing)
    .map(({ key, kind, line, type }) => ({ key, path: readablePath(key), kind, line, type }));
}

function isGuess(source: string): boolean {
  return ['annotation', 'documentation', 'use', 'name', 'default', 'model'].includes(source);
}

/** Asks for values, as texts of Python by key. */
export function valueQuestion(
  code: string,
  missing: readonly MissingValue[],
  earlier: EarlierValues | undefined,
): Question<Record<string, string>> {
  const list = missing.map(
    ({ path, kind, line, type }) => `${path}  (${kind}, line ${line}, perhaps ${type})`,
  );
  const paths = new Map(missing.map(({ path, key }) => [path, key]));
  const before =
    earlier === undefined
      ? []
      : [
          { name: 'earlier-values', text: earlierText(earlier, missing) },
          { name: 'error', text: earlier.error },
        ];
  const question =
    earlier === undefined
      ? 'Invent values for the missing paths.'
      : 'With the earlier values the code failed as shown. Give all values again, mended.';
  const read = jsonAnswer(answerSchema, ({ values }) => [
    ...Object.keys(values)
      .filter((path) => !paths.has(path))
      .map((path) => `There is no missing path ${path}.`),
    ...Object.entries(values).flatMap(([path, value]) => {
      const text = pythonText(value);
      if (text === undefined) return [`The value of ${path} is not in the grammar.`];
      return text.length > longestValue ? [`The value of ${path} is too long.`] : [];
    }),
  ]);
  return {
    purpose: 'value',
    maxOutput,
    messages: promptOf({
      rules,
      stable: [{ name: 'code', text: numbered(code) }],
      changing: [{ name: 'missing', text: list.join('\n') }, ...before],
      question,
    }),
    read: (text) => {
      const answer = read(text);
      if (!answer.ok) return answer;
      const texts = Object.entries(answer.value.values).map(([path, value]) => {
        return [paths.get(path) ?? path, pythonText(value) ?? 'None'];
      });
      return { ok: true, value: Object.fromEntries(texts) as Record<string, string> };
    },
  };
}

/** The text of a value as Python has it; undefined where it is not in the grammar. */
function pythonText(value: GuidedValue): string | undefined {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === 'string') return textLiteral(value);
  if (isList(value)) return joined(value, (items) => `[${items}]`);
  return special(value);
}

function special(value: Readonly<Record<string, GuidedValue>>): string | undefined {
  const names = Object.keys(value);
  const name = names.find((item) => item.startsWith('$'));
  if (name === undefined) return dictText(Object.entries(value));
  const content = value[name];
  if (name === '$object') return objectText(value);
  if (names.length > 1) return undefined;
  if (name === '$bytes') {
    return typeof content === 'string' && /^[\x20-\x7e]*$/.test(content)
      ? `b${textLiteral(content)}`
      : undefined;
  }
  if (!isList(content)) return undefined;
  if (name === '$tuple') return joined(content, (items) => `(${items}${content.length === 1 ? ',' : ''})`);
  if (name === '$set') return content.length === 0 ? undefined : joined(content, (items) => `{${items}}`);
  if (name !== '$dict') return undefined;
  const pairs = content.flatMap((pair) => (isList(pair) && pair.length === 2 ? [pair] : []));
  if (pairs.length !== content.length) return undefined;
  return dictText(pairs.map(([key = null, item = null]) => [key, item] as const));
}

function objectText({ $object: name, attributes, ...rest }: Readonly<Record<string, GuidedValue>>) {
  if (typeof name !== 'string' || !/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name)) return undefined;
  if (typeof attributes !== 'object' || attributes === null || isList(attributes)) return undefined;
  const entries = Object.entries(attributes);
  if (entries.length === 0 || Object.keys(rest).length > 0) return undefined;
  const parts = entries.map(([attribute, value]) => {
    const text = pythonText(value);
    return text === undefined || !/^[A-Za-z_]\w*$/.test(attribute) ? undefined : `${attribute}=${text}`;
  });
  return parts.includes(undefined) ? undefined : `${name}(${parts.join(', ')})`;
}

function dictText(entries: readonly (readonly [GuidedValue, GuidedValue])[]): string | undefined {
  const parts = entries.map(([key, value]) => {
    const [keyText, valueText] = [pythonText(key), pythonText(value)];
    return keyText === undefined || valueText === undefined ? undefined : `${keyText}: ${valueText}`;
  });
  return parts.includes(undefined) ? undefined : `{${parts.join(', ')}}`;
}

function joined(items: readonly GuidedValue[], wrap: (text: string) => string): string | undefined {
  const texts = items.map(pythonText);
  return texts.includes(undefined) ? undefined : wrap(texts.join(', '));
}

function isList(value: GuidedValue | undefined): value is readonly GuidedValue[] {
  return Array.isArray(value);
}

/** What JSON escapes Python reads alike; line separators and the like stand in both as they are. */
function textLiteral(text: string): string {
  return JSON.stringify(text);
}

function numbered(code: string): string {
  const lines = code.split('\n').map((line, i) => ({ line, number: i + 1 }));
  const hasText = ({ line }: { line: string }): boolean => line.trim() !== '';
  return lines
    .slice(Math.max(0, lines.findIndex(hasText)), lines.findLastIndex(hasText) + 1)
    .map(({ line, number }) => `${number} ${line}`)
    .join('\n');
}

function earlierText({ values }: EarlierValues, missing: readonly MissingValue[]): string {
  return missing
    .filter(({ key }) => values[key] !== undefined)
    .map(({ key, path }) => `${path} = ${values[key] ?? ''}`)
    .join('\n');
}

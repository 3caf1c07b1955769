// The text at the end of a line. Without the editor, so that it is tested without one.
import { clip, oneLine } from '../../core/text/oneLine';
import type { InlineLine, InlineRaise } from '../../core/trace/inlineValues';
import type { NamedValue, TracedValue } from '../../core/trace/model';

/** Plain spaces would become one. */
const gap = '\u00a0\u00a0';

/**
 * `total = 5, left = 20 ×12`, at most `maxLength` characters; undefined where there is nothing to say. A value that the
 * line itself states is not repeated, and one that the line does not name is left to the hover: it changed some other way,
 * or earlier. `#6/12` where the last time was not kept, or, with `nth`, wherever there were more.
 * @param source Text of the line, and of those that belong to it.
 */
export function lineText(
  { values, returned, nth, count }: Pick<InlineLine, 'values' | 'returned' | 'nth' | 'count'>,
  source: string,
  maxLength: number,
  counting: 'total' | 'nth' = 'total',
): string | undefined {
  const named = new Set(source.match(/[\p{L}\p{N}_]+/gu));
  const parts = assignments(
    values.filter((value) => named.has(value.name) && !isStated(value, source)),
    returned,
  );
  const isLast = counting === 'total' && (nth >= count || parts.length === 0);
  const times = count <= 1 ? '' : isLast ? `×${count}` : `#${nth}/${count}`;
  if (parts.length === 0) return times === '' ? undefined : times;
  const text = fitted(parts, Math.max(1, maxLength - (times === '' ? 0 : times.length + 2)));
  return times === '' ? text : `${text}${gap}${times}`;
}

/** What a line says of an exception, and whether it was caught or came from a call. */
export interface RaiseWords {
  readonly raised: (what: string) => string;
  readonly caught: (what: string) => string;
  readonly passesThrough: (type: string) => string;
}

/** `raised IndexError: list index out of range`. */
export function raiseText(raise: InlineRaise, words: RaiseWords, maxLength: number): string {
  const { type, message, origin, uncaught, count } = raise;
  const what = oneLine(message === '' ? type : `${type}: ${message}`);
  const times = count > 1 ? `${gap}×${count}` : '';
  const text = !uncaught ? words.caught(what) : origin ? words.raised(what) : words.passesThrough(type);
  return `${clip(text, maxLength - times.length)}${times}`;
}

/** Whether a line is `name = text`, but for spaces and quotes. */
function isStated({ name, text }: NamedValue, source: string): boolean {
  const plain = (part: string): string => part.replace(/\s+/g, '').replaceAll('"', "'");
  const [code = ''] = source.split(/#/, 1);
  return plain(code) === plain(`${name}=${text}`);
}

/** `name = text` for each value, `→ text` for what is returned; without line breaks. */
export function assignments(values: readonly NamedValue[], returned?: TracedValue): string[] {
  const parts = values.map(({ name, text }) => `${name} = ${oneLine(text)}`);
  return returned === undefined ? parts : [...parts, `→ ${oneLine(returned.text)}`];
}

/** Clips the longest parts first, so that one long value does not hide the others. */
function fitted(parts: readonly string[], maxLength: number): string {
  const separators = (parts.length - 1) * 2;
  let most = Math.max(...parts.map((part) => part.length));
  const width = (limit: number): number =>
    parts.reduce((sum, part) => sum + Math.min(part.length, limit), separators);
  while (most > shortestPart && width(most) > maxLength) most--;
  return clip(parts.map((part) => clip(part, most)).join(', '), maxLength);
}

const shortestPart = 12;

// Takes the text of a recorded value apart: items of lists, entries of dictionaries, attributes of objects, of all
// languages that are recorded.

export interface ValuePart {
  /** An index, a key's text or an attribute's name. */
  readonly name: string;
  readonly text: string;
  readonly kind: 'item' | 'entry' | 'attribute';
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The parts of a value, in order; empty for what has none, or whose text cannot be read. */
export function partsOf(given: string): ValuePart[] {
  // `Map(2) {…}`: how many there are is not what there is.
  const text = given.replace(/^([\p{L}_$][\p{L}\p{N}_$]*)\(\d+\)\s*(?=[[{])/u, '$1 ');
  const opened = text.search(/[([{'"<]/);
  const open = text[opened];
  if (open === undefined || !(open in closing)) return [];
  const prefix = text.slice(0, opened).trim();
  if (/^[\d.+-]/.test(prefix)) return [];
  const inner = insideOf(text, opened);
  const items = split(inner, ',').filter((item) => item !== '' && item !== '…');
  if (open === '{') return entries(items, prefix);
  if (open === '(' && prefix !== '') return attributes(items, prefix);
  return items.map((item, i) => ({ name: String(i), text: item, kind: 'item' }));
}

/** Whether a value has parts, told without taking all of it apart. */
export function hasParts(text: string): boolean {
  return partsOf(text).length > 0;
}

function insideOf(text: string, opened: number): string {
  const closer = closing[text[opened] ?? ''];
  const end = text.endsWith(closer ?? '') ? text.length - 1 : text.length;
  return text.slice(opened + 1, end);
}

/** `{a: 1}` and `{'a': 1}`; `Map(2) {a => 1}`; sets have items only. */
function entries(items: readonly string[], prefix: string): ValuePart[] {
  return items.map((item, i): ValuePart => {
    const arrow = cut(item, '=>');
    const [name, text] = arrow ?? cut(item, ':') ?? [];
    if (name === undefined || text === undefined) return { name: String(i), text: item, kind: 'item' };
    const isAttribute = arrow === undefined && /^[\p{L}_$#][\p{L}\p{N}_$]*$/u.test(name);
    return { name, text, kind: isAttribute || prefix !== '' ? attributeKind(name) : 'entry' };
  });
}

function attributeKind(name: string): 'attribute' | 'entry' {
  return /^[\p{L}_$#]/u.test(name) ? 'attribute' : 'entry';
}

/** `Account(cents=3)`; of `OrderedDict({'a': 1})`, `deque([1])` what is in them. */
function attributes(items: readonly string[], prefix: string): ValuePart[] {
  const parts = items.map((item, i): ValuePart => {
    const [name, text] = cut(item, '=') ?? [];
    if (name === undefined || text === undefined || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
      return { name: String(i), text: item, kind: 'item' };
    }
    return { name, text, kind: 'attribute' };
  });
  const last = parts.at(-1);
  const isWrapper = /^(OrderedDict|defaultdict|deque|Counter|frozenset|bytearray|array)$/.test(prefix);
  return isWrapper && last !== undefined && last.kind === 'item' ? partsOf(last.text) : parts;
}

/** Splits at a separator that stands outside of brackets and quotes. */
function split(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const at of outside(text, separator)) {
    pieces.push(text.slice(from, at).trim());
    from = at + separator.length;
  }
  return [...pieces, text.slice(from).trim()];
}

function cut(text: string, separator: string): [string, string] | undefined {
  const [at] = outside(text, separator);
  return at === undefined ? undefined : [text.slice(0, at).trim(), text.slice(at + separator.length).trim()];
}

/** Where a separator stands outside of brackets and quotes. */
function* outside(text: string, separator: string): Generator<number> {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] ?? '';
    if (unit === "'" || unit === '"' || unit === '`') at = endOfString(text, at);
    else if ('([{'.includes(unit) || opensAngle(text, at)) depth++;
    else if (')]}'.includes(unit) || closesAngle(text, at)) depth--;
    else if (depth === 0 && text.startsWith(separator, at)) yield at;
  }
}

/** `<function f>`: an angle that a word follows. */
function opensAngle(text: string, at: number): boolean {
  return text[at] === '<' && /[\p{L}_]/u.test(text[at + 1] ?? '');
}

function closesAngle(text: string, at: number): boolean {
  return text[at] === '>' && text[at - 1] !== '=';
}

/** The last code unit of a string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[start]) return at;
  }
  return text.length;
}

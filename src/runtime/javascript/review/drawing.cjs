'use strict';
// Draws calls of a function: those that are known, others like them, and new ones of the kinds that it takes to.

const KNOWN = 30;
const [RISE, FALL, LEAST, MOST] = [1.5, 0.6, 0.02, 200];
const KINDS = {
  ...{
    int: 4,
    str: 3,
    ints: 3,
    strs: 2,
    float: 1,
    bool: 1,
    object: 1,
    lists: 0.5,
    null: 0.3,
    undefined: 0.5,
    function: 0.1,
  },
};
const WORDS = [
  '',
  'a',
  'b',
  'ab',
  'abc',
  'aba',
  'Hello',
  'hello world',
  'a1',
  '12',
  '3.5',
  '()',
  'x,y',
  '  a  ',
  'a.b',
  'a=b',
  '1.2.3',
];
const NUMBERS = [0, 1, 2, 3, 4, 5, 7, 10, 12, 16, 25, 100, -1, -2, -7];
const NAMES = [
  [/^(cb|callback|fn|func|f|predicate|iteratee|comparator|resolve|reject)$|(Fn|Callback)$/, 'function'],
  [/str|text|name|key|path|url|word|line|message|version|value|^s$|^c$/i, 'str'],
  [/num|count|index|size|len|limit|max|min|^n$|^i$|^k$|^[xy]$|depth|width|height/i, 'int'],
  [/arr|list|items|values|names|xs$|s$/i, 'ints'],
  [/^(is|has|should)[A-Z]|flag/, 'bool'],
  [/opt|option|config|settings|props|obj|params/i, 'object'],
];

/** What a function does with a parameter (P), and of which kinds that is. */
const USES = [
  ['\\bP\\s*(?:\\?\\.)?\\(', ['function']],
  ['\\bof\\s+P\\b', ['ints', 'strs', 'lists', 'str']],
  [
    '\\bP\\??\\.(?:map|filter|forEach|reduce|push|pop|shift|sort|join|some|every|find|flatMap)\\(',
    ['ints', 'strs', 'lists'],
  ],
  [
    '\\bP\\??\\.(?:charAt|charCodeAt|split|trim|toLowerCase|toUpperCase|replace|replaceAll|startsWith|endsWith|match|padStart)\\(',
    ['str'],
  ],
  ['\\bP\\??\\.(?:length|slice|indexOf|includes|at|concat)\\b', ['ints', 'strs', 'lists', 'str']],
  ['\\bP\\s*[-*/%]|[-*/%<>]=?\\s*P\\b|\\bP\\s*[<>]', ['int', 'float']],
];

class Drawing {
  /** @param parameters Their names. @param sources Texts of the function in both versions, which say what it does with them. */
  constructor({ name, receiver, own, parameters, known, sources, random }) {
    Object.assign(this, { name, receiver, own, parameters, random });
    this.known = [...known];
    this.good = [...known];
    this.drawn = new Set();
    this.last = new Map();
    this.attributes = new Map([...own, ...parameters].map((each) => [each, asked(each, sources)]));
    this.expected = new Map(
      [...own, ...parameters].map((each) => [each, this.expectedOf(each, sources.join('\n'))]),
    );
    this.weights = new Map([...own, ...parameters].map((each) => [each, this.weightsOf(each)]));
  }

  /** A call that was not drawn yet; undefined where nothing new comes up. */
  next() {
    for (let turn = 0; turn < 30; turn++) {
      const call = this.draw();
      if (this.drawn.has(textOf(call))) continue;
      this.drawn.add(textOf(call));
      return call;
    }
    return undefined;
  }

  /** So many arguments are of kinds that nothing speaks for, where something speaks for others. */
  strangeness(call) {
    const strange = call.arguments.filter((text, at) => {
      const expected = this.expected.get(this.parameters[at]) ?? [];
      return expected.length > 0 && !expected.some((kind) => isOfKind(text, kind));
    });
    return strange.length;
  }

  learn(call, kind) {
    const factor = kind === 'returned' ? RISE : kind === 'failed' || kind === 'unmade' ? FALL : 1;
    for (const [parameter, drawn] of this.last) {
      const weights = this.weights.get(parameter);
      weights[drawn] = Math.min(MOST, Math.max(LEAST, weights[drawn] * factor));
    }
    if ((kind === 'returned' || kind === 'raised') && this.good.length < 200) this.good.push(call);
  }

  draw() {
    this.last = new Map();
    if (this.known.length > 0) return this.known.shift();
    if (this.good.length > 0 && this.random() < 0.4) {
      const call = this.pick(this.good);
      if (call.arguments.length > 0) return this.near(call);
    }
    const made = this.parameters.map((each) => this.value(each));
    const receiver = this.receiver?.(this.own.map((each) => this.value(each)).join(', '));
    return { receiver, name: this.name, arguments: made };
  }

  near(call) {
    const at = Math.floor(this.random() * call.arguments.length);
    const parameter = this.parameters[at];
    const made = parameter === undefined ? this.plain(this.pick(Object.keys(KINDS))) : this.value(parameter);
    return { ...call, arguments: call.arguments.with(at, made) };
  }

  value(parameter) {
    const weights = this.weights.get(parameter);
    const kind = this.chosen(weights);
    this.last.set(parameter, kind);
    return this.plain(kind, parameter);
  }

  plain(kind, parameter) {
    switch (kind) {
      case 'int':
        return String(this.pick(NUMBERS));
      case 'float':
        return String(this.pick([0.5, 1.5, 2.75, -1.25]));
      case 'str':
        return JSON.stringify(this.pick(WORDS));
      case 'bool':
        return String(this.random() < 0.5);
      case 'ints':
        return `[${this.some('int')}]`;
      case 'strs':
        return `[${this.some('str')}]`;
      case 'lists':
        return `[${this.some('ints')}]`;
      case 'object':
        return this.object(parameter);
      case 'function':
        return '((given) => given)';
      default:
        return kind;
    }
  }

  /** What the function asks for, each now and then. */
  object(parameter) {
    const names = this.attributes.get(parameter) ?? [];
    const asked = names.length > 0 ? names : ['a', 'b'];
    const given = asked.filter(() => this.random() < 0.5).slice(0, 6);
    const fields = given.map(
      (each) => `${each}: ${this.plain(this.pick(['bool', 'bool', 'int', 'str', 'strs']))}`,
    );
    return `{${fields.join(', ')}}`;
  }

  some(kind) {
    const length = this.pick([0, 1, 1, 2, 2, 3, 4, 5]);
    return Array.from({ length }, () => this.plain(kind)).join(', ');
  }

  pick(items) {
    return items[Math.floor(this.random() * items.length)];
  }

  chosen(weights) {
    const entries = Object.entries(weights);
    let at = this.random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [kind, weight] of entries) {
      at -= weight;
      if (at < 0) return kind;
    }
    return entries[0][0];
  }

  weightsOf(parameter) {
    const weights = { ...KINDS };
    for (const kind of this.expected.get(parameter)) weights[kind] += KNOWN;
    return weights;
  }

  /** Kinds that the name of a parameter and its use speak for; none where nothing does. */
  expectedOf(parameter, source) {
    const uses = USES.filter(([use]) => new RegExp(use.replaceAll('P', escaped(parameter))).test(source));
    const used = uses.flatMap(([, kinds]) => kinds);
    if (this.attributes.get(parameter).length > 0) used.push('object');
    if (used.length > 0) return [...new Set(used)];
    const named = NAMES.find(([pattern]) => pattern.test(parameter))?.[1];
    return named === undefined ? [] : [named];
  }
}

/** What either version asks of a parameter. */
function asked(parameter, sources) {
  return [...new Set(sources.flatMap((source) => attributesOf(parameter, source)))];
}

/** Whether the new version no longer asks a parameter for what the old one did, and for something else: objects that are drawn would fit one of
 * them only. */
function isAskedForOthers(parameter, [old, now]) {
  const [before, after] = [attributesOf(parameter, old), attributesOf(parameter, now)];
  return before.some((name) => !after.includes(name)) && after.some((name) => !before.includes(name));
}

/** What a function asks of a parameter, other than what lists and texts have. */
function attributesOf(parameter, source) {
  const found = source.matchAll(new RegExp(`\\b${escaped(parameter)}\\??\\.([A-Za-z_]\\w*)(?!\\w|\\()`, 'g'));
  const names = new Set([...found].map(([, name]) => name));
  return [...names].filter(
    (name) => !(name in String.prototype) && !(name in Array.prototype) && name !== 'constructor',
  );
}

const TEXTS = {
  int: /^-?\d+$/,
  float: /^-?\d+\.\d+$/,
  str: /^["'`]/,
  bool: /^(true|false)$/,
  object: /^\{/,
  function: /^\(/,
};

function isOfKind(text, kind) {
  return (TEXTS[kind] ?? /^\[/).test(text);
}

/** A call as people write it. */
function textOf({ receiver, name, arguments: given }) {
  const before = receiver === undefined ? '' : `${receiver}.`;
  return `${before}${name}(${given.join(', ')})`;
}

/** Texts of simpler values. */
function smaller(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return /^\{./.test(text) ? ['{}'] : [];
  }
  if (typeof value === 'number')
    return [0, 1, Math.trunc(value / 2)].filter((n) => Math.abs(n) < Math.abs(value)).map(String);
  if (typeof value !== 'string' && !Array.isArray(value)) return [];
  const half = Math.floor(value.length / 2);
  const shorter = Array.from({ length: Math.min(value.length, 10) }, (_, at) =>
    typeof value === 'string'
      ? value.slice(0, at) + value.slice(at + 1)
      : value.filter((_item, i) => i !== at),
  );
  const halves = value.length > 3 ? [value.slice(0, half), value.slice(half)] : [];
  return [...halves, ...shorter].map((each) => JSON.stringify(each));
}

function escaped(text) {
  return text.replaceAll(/\W/g, '\\$&');
}

module.exports = { Drawing, isAskedForOthers, smaller, textOf };

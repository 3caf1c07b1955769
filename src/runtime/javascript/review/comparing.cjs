'use strict';
// Compares two versions of a file, function by function, on calls that are known and calls that are drawn: as
// witness_review/comparing.py does for Python.
const { alike, difference } = require('./forms.cjs');
const { Drawing, isAskedForOthers, smaller, textOf } = require('./drawing.cjs');
const { seeded, Version } = require('./version.cjs');

const [MOST_CALLS, MOST_ENDLESS, MOST_UNSTEADY, SHRINKING_TURNS] = [400, 12, 10, 60];
const SHRINKING_MS = 1000;
const CONFIRMING_MS = 2500;
const ENOUGH_AGREED = 10;
const DOUBT = { returned: 0, raised: 1, endless: 2, failed: 3, unmade: 4 };

/**
 * @param request {file, roots, texts, old, new, function, parameters, own, known, sources, limitMs, budgetMs, seed}; `old` and `new`:
 *   {text, format}, each with what evaluates in its scope; the new one counts its blocks.
 * @returns {calls, blocks, difference?} or {reason}
 */
async function compare(request) {
  const found = await both(request);
  if (found.reason !== undefined) return found;
  const target = targetOf(request, found);
  if (target.reason !== undefined) return target;
  const { own, parameters, sources, known } = request;
  const renamed = parameters.find((each) => isAskedForOthers(each, sources));
  if (renamed !== undefined) return { reason: `it asks ${renamed} for other fields than before` };
  const random = seeded(request.seed);
  const drawing = new Drawing({
    ...target,
    own,
    parameters,
    sources,
    random,
    known: known.map((given) => ({ ...given, name: target.name })),
  });
  const comparison = new Comparison(found, drawing, request.limitMs);
  const deadline = performance.now() + request.budgetMs;
  while (comparison.isWorthwhile() && performance.now() < deadline) {
    const call = drawing.next();
    if (call === undefined) break;
    await comparison.run(call);
  }
  return comparison.answer();
}

/** What each version does with one call, on its own and with more time: {old, new, differ, steady}. */
async function confirm(request) {
  const found = await both(request);
  const nothing = { old: '', new: '', differ: false, steady: false };
  if (found.reason !== undefined) return nothing;
  const call = request.parsed;
  const before = await found.old.outcome(call, CONFIRMING_MS);
  const after = await found.new.outcome(call, CONFIRMING_MS);
  const steady =
    (await isSteady(call, found.old, before, CONFIRMING_MS)) &&
    (await isSteady(call, found.new, after, CONFIRMING_MS));
  return {
    old: told(before, after),
    new: told(after, before),
    differ: !alike(before.form, after.form),
    steady,
  };
}

async function both(request) {
  const { default: resolve } = await import('../debugging/resolving.mjs');
  process.cwd = () => request.cwd;
  process.on('unhandledRejection', () => undefined);
  process.on('uncaughtException', () => undefined);
  globalThis.$witness = new Uint32Array(request.blocks);
  const found = {};
  for (const version of ['old', 'new']) {
    try {
      found[version] = await Version.load(request, request[version], resolve);
    } catch (error) {
      return {
        reason: `the ${version} version cannot be loaded: ${String(error?.message ?? error).slice(0, 200)}`,
      };
    }
  }
  globalThis.$witness.fill(0);
  return found;
}

/** How the function is called. */
function targetOf({ function: dotted }, { old, new: now }) {
  const at = dotted.lastIndexOf('.');
  const name = dotted.slice(at + 1);
  if (at < 0) {
    return [old, now].every((version) => kindOf(version, name) === 'function')
      ? { name, receiver: undefined }
      : { reason: 'it is no function of the module' };
  }
  if (name === 'constructor') return { reason: 'it is a constructor' };
  const owner = dotted.slice(0, at);
  const isStatic = [old, now].every((version) => kindOf(version, `${owner}.${name}`) === 'function');
  if (isStatic) return { name, receiver: () => owner };
  const isMethod = [old, now].every(
    (version) =>
      kindOf(
        version,
        `Object.getOwnPropertyDescriptor(${owner}.prototype, ${JSON.stringify(name)}).value`,
      ) === 'function',
  );
  if (!isMethod) return { reason: 'it is neither a function of the module nor a method of its classes' };
  return { name, receiver: (given) => `new ${owner}(${given})` };
}

function kindOf(version, expression) {
  try {
    return typeof version.evaluate(expression);
  } catch {
    return 'undefined';
  }
}

/** What is told of an outcome beside another one: what it did, and of the rest what makes the difference. */
function told(one, other) {
  const parts = [one.did];
  if (one.left !== undefined && other.left !== undefined && one.left !== other.left)
    parts.push(`leaving ${one.left}`);
  if ((one.printed ?? '') !== (other.printed ?? ''))
    parts.push(`printing ${JSON.stringify(one.printed ?? '')}`);
  const inside = parts.length === 1 && one.did === other.did ? difference(one.form, other.form) : undefined;
  if (inside !== undefined) parts.push(`with ${inside} inside`);
  return parts.join(', ');
}

async function isSteady(call, version, outcome, limitMs) {
  return outcome.kind === 'endless' || alike(outcome.form, (await version.outcome(call, limitMs)).form);
}

class Comparison {
  constructor({ old, new: now }, drawing, limitMs) {
    Object.assign(this, { old, now, drawing, limitMs });
    this.calls = 0;
    this.endless = 0;
    this.drawn = 0;
    this.unsteady = 0;
    this.agreed = 0;
    this.differing = [];
  }

  isWorthwhile() {
    return this.drawn < MOST_CALLS && this.endless < MOST_ENDLESS && this.unsteady < MOST_UNSTEADY;
  }

  async run(call) {
    this.drawn++;
    const found = await this.pair(call);
    const { before, after } = found;
    const kinds = [before.kind, after.kind];
    if (!kinds.includes('unmade')) {
      if (kinds.includes('returned') || before.kind !== after.kind) this.calls++;
      if (kinds.includes('endless')) this.endless++;
      if (await this.tells(found)) this.differing.push(found);
      else if (this.drawing.strangeness(call) === 0 && kinds.includes('returned')) this.agreed++;
    }
    this.drawing.learn(call, kinds.toSorted((a, b) => DOUBT[a] - DOUBT[b])[0]);
  }

  async pair(call) {
    const before = await this.old.outcome(call, this.limitMs);
    return { call, before, after: await this.now.outcome(call, this.limitMs) };
  }

  /** Whether a difference says something of the change: not that another error comes of what the old version did not take. */
  async tells(found) {
    return found.before.kind !== 'failed' && !isNoNumber(found.before) && (await this.differ(found));
  }

  /** Whether the versions differ, and by more than each does from itself. */
  async differ({ call, before, after }) {
    if ([before.kind, after.kind].includes('unmade') || alike(before.form, after.form)) return false;
    if (
      (await isSteady(call, this.old, before, this.limitMs)) &&
      (await isSteady(call, this.now, after, this.limitMs))
    )
      return true;
    this.unsteady++;
    return false;
  }

  async answer() {
    if (this.unsteady > 0 && this.differing.length === 0)
      return { reason: 'it does not do the same each time' };
    const blocks = [...globalThis.$witness.entries()].flatMap(([block, count]) => (count > 0 ? [block] : []));
    const strange = ({ call }) => this.drawing.strangeness(call);
    const plainest = this.differing.toSorted((a, b) => strange(a) - strange(b) || inOrder(a, b))[0];
    // Where calls of the right kinds do the same, what comes of others is chance.
    const isChance = plainest !== undefined && strange(plainest) > 0 && this.agreed >= ENOUGH_AGREED;
    if (plainest === undefined || isChance) return { calls: this.calls, blocks };
    const { call, before, after } = await this.shrunk(plainest);
    const difference = {
      call: textOf(call),
      parsed: call,
      old: told(before, after),
      new: told(after, before),
    };
    return { calls: this.calls, blocks, difference };
  }

  /** The same kind of difference by simpler arguments. */
  async shrunk(found) {
    let best = found;
    const deadline = performance.now() + SHRINKING_MS;
    for (let turn = 0; turn < SHRINKING_TURNS; turn++) {
      const better = await this.simpler(best, deadline);
      if (better === undefined) return best;
      best = better;
    }
    return best;
  }

  async simpler(best, deadline) {
    for (const [at, argument] of best.call.arguments.entries()) {
      for (const other of smaller(argument)) {
        if (performance.now() > deadline) return undefined;
        const found = await this.pair({ ...best.call, arguments: best.call.arguments.with(at, other) });
        if (doubt(found) <= doubt(best) && (await this.tells(found))) return found;
      }
    }
    return undefined;
  }
}

/** NaN comes of what is no number, and was given for one. */
function isNoNumber({ kind, form }) {
  return kind === 'returned' && form[1] === 'NaN';
}

function doubt({ before, after }) {
  return DOUBT[before.kind] + DOUBT[after.kind];
}

function inOrder(a, b) {
  return doubt(a) - doubt(b) || textOf(a.call).length - textOf(b.call).length;
}

module.exports = { compare, confirm };

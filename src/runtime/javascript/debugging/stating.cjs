'use strict';
// A program with what somebody says that is right at some of its statements, put into its variables.
const { NotAlignable, restored, State } = require('./states.cjs');
const { RESULT, Tracker, variables } = require('./tracker.cjs');

class Stating extends Tracker {
  /**
   * @param said [{label: statement, occurrence: which run of it in the whole test, from 1, or null for each, values: {name: literal}}];
   * `<returned>` is what a `return`, a test or the header of a loop gives. @param side "entry" (they hold before the statement runs) or
   * "exit" (after it). @param kindOf Name -> the class of that name.
   */
  constructor(labels, side, said, kindOf) {
    super(labels);
    Object.assign(this, { side, said, kindOf, forced: 0, unknown: 0, isCalledByTest: false });
    this.runs = new Map(said.map(({ label }) => [label, 0]));
  }

  /** Runs that are spoken of and never were. */
  get missing() {
    return this.said.filter(({ label, occurrence }) => (occurrence ?? 1) > this.runs.get(label)).length;
  }

  called(frame) {
    // Whether what it gives is right is not known.
    if (this.side === 'entry' && this.runs.has(frame.parent?.block)) this.unknown++;
  }

  entered(frame, label, accessors) {
    frame.meant = undefined;
    if (!this.runs.has(label)) return;
    const run = this.runs.get(label) + 1;
    this.runs.set(label, run);
    const meant = this.said.findLast(
      (item) => item.label === label && (item.occurrence === null || item.occurrence === run),
    );
    frame.meant = meant?.values;
    if (this.side === 'entry') this.put(frame, accessors);
  }

  left(frame, number, kind, value, accessors) {
    this.current = frame;
    frame.block = this.labels[number];
    const isMeant = this.side === 'exit' && this.runs.has(frame.block) && kind !== 'end';
    const values = isMeant ? this.put(frame, accessors) : undefined;
    return values !== undefined && RESULT in values ? values[RESULT] : value;
  }

  /** Where it is said how it ends, it has not raised. */
  raised(frame, number, problem, accessors, kind) {
    this.current = frame;
    frame.block = this.labels[number];
    if (this.side === 'entry' || !this.runs.has(frame.block) || frame.meant === undefined) return false;
    return (kind !== 'return' && kind !== 'branch') || RESULT in frame.meant;
  }

  /** Gives the variables their values; undefined where there are none, or one cannot be set. */
  put(frame, accessors) {
    if (frame.meant === undefined) return undefined;
    try {
      const state = new State(valuesOf(frame.meant));
      const values = restored(state, state.roots.keys(), variables(accessors), this.kindOf);
      for (const [name, value] of Object.entries(values)) if (name !== RESULT) assign(name, value, accessors);
      this.forced++;
      this.isCalledByTest ||= frame.parent === undefined;
      return values;
    } catch (error) {
      if (!(error instanceof NotAlignable)) throw error;
      return undefined;
    }
  }
}

/** New ones each time. @param texts Literals, by name. */
function valuesOf(texts) {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, (0, eval)(`(${text})`)]));
}

function assign(name, value, accessors) {
  const [, write] = accessors[name] ?? [];
  if (write === undefined) throw new NotAlignable(`${name} cannot be seen`);
  try {
    write(value);
  } catch {
    throw new NotAlignable(`${name} cannot be set`);
  }
}

/**
 * In the supervising thread.
 * @param request {file, roots, cwd, texts, test, limitMs, processorMs, program: {text, labels}, states: [{label, side, said}]}
 * @returns [{program: result}, {label, side, result…}, …]
 */
async function stated(request) {
  const { Realm } = require('./realm.cjs');
  const { file, roots, cwd, texts, test, program, states } = request;
  const realm = new Realm({ file, roots, cwd, texts });
  const ask = (said) => realm.ask({ kind: 'stated', test, program, ...said }, request);
  const plain = await ask({});
  const told = [{ program: plain.program ?? { status: plain.status } }];
  for (const { label, side, said } of states) {
    const { program: result, ...counts } = await ask({ side, said });
    const nothing = { forced: 0, missing: 0, unknown: 0, isCalledByTest: false };
    told.push({ label, side, ...nothing, ...countsOf(counts), ...(result ?? { status: counts.status }) });
  }
  realm.end();
  return told;
}

function countsOf({ forced, missing, unknown, isCalledByTest }) {
  return forced === undefined ? {} : { forced, missing, unknown, isCalledByTest };
}

/** In the thread of a realm. @param realm {load, run, failure, named} */
async function statedRun({ test, program, side, said = [] }, { load, run, failure, named }) {
  const tracker = new Stating(program.labels, side, said, (name) => named()(name));
  const result = await load({ source: program.text, tests: [test], tracker })
    .then(() => run(test))
    .then(() => ({ status: 'passed' }), failure);
  const { forced, missing, unknown, isCalledByTest } = tracker;
  return { program: result, forced, missing, unknown, isCalledByTest };
}

module.exports = { stated, statedRun };

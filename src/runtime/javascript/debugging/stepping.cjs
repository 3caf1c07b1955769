'use strict';
// The steps of one test: which block ran when, in which call, and what it left in the variables.
const { inspect } = require('node:util');
const { Tracker, variables } = require('./tracker.cjs');

const MOST_STEPS = 50_000;
/** Runs of a block of which all values are kept; of later ones only every so-manieth. */
const MOST_KEPT = 500;
const KEPT_LATER = 64;
const LONGEST_TEXT = 160;
/** How often the clock is looked at, in steps. */
const LOOK_AT = 64;

const shown = {
  depth: 4,
  breakLength: Infinity,
  compact: true,
  customInspect: false,
  getters: false,
  maxArrayLength: 30,
  maxStringLength: LONGEST_TEXT,
};

function textOf(value) {
  if (typeof value === 'function')
    return `[${/^class\b/.test(nameless(value)) ? 'class' : 'Function'} ${String(value.name)}]`;
  const text = inspect(value, shown);
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}

function nameless(value) {
  return Function.prototype.toString.call(value).slice(0, 6);
}

function problemText(problem) {
  try {
    return problem instanceof Error || typeof problem?.stack === 'string'
      ? `${String(problem.name)}: ${String(problem.message)}`.slice(0, LONGEST_TEXT)
      : textOf(problem);
  } catch {
    return 'something';
  }
}

/**
 * Tells {steps: [{frame, block, occurrence, changed, returned, raised}], frames: [{path, parameters, caller}], isWhole}; `caller` is the
 * number of a step from 1, and 0 where that is not known for certain.
 */
class StepTracker extends Tracker {
  /** @param blocks How many there are. @param limitMs After so long `onFull` gets what is known, once. */
  constructor(blocks, limitMs, onFull) {
    super(Array.from({ length: blocks }, (_, number) => number));
    Object.assign(this, { steps: [], frames: [], isWhole: true, isOver: false, onFull });
    this.until = performance.now() + limitMs;
  }

  told() {
    const { steps, frames, isWhole } = this;
    return { steps, frames, isWhole };
  }

  called(frame) {
    frame.number = this.frames.length;
    frame.known = new Map();
    if (this.isOver) return;
    const { parent } = frame;
    // A block that waits goes on when others may have run, who also call.
    const caller = parent?.isOpen === true ? parent.last + 1 : 0;
    const parameters = this.news(frame, variables(frame.accessors));
    this.frames.push({ path: frame.path, parameters, caller });
  }

  done(frame) {
    this.settle(frame);
    super.done(frame);
  }

  entered(frame, label, accessors) {
    this.settle(frame, accessors);
    this.add(frame, label);
    frame.isOpen = true;
  }

  /** A block that waits, or that cannot be taken from elsewhere, begins. */
  passes(frame, number, accessors) {
    this.current = frame;
    frame.block = number;
    frame.counts.set(number, (frame.counts.get(number) ?? 0) + 1);
    this.settle(frame, accessors);
    this.add(frame, number);
    frame.isOpen = false;
    frame.unread = accessors;
  }

  add(frame, block) {
    if (this.isOver) return;
    frame.last = this.steps.length;
    this.steps.push({ frame: frame.number, block, occurrence: frame.counts.get(block), changed: [] });
    const isLate = this.steps.length % LOOK_AT === 0 && performance.now() > this.until;
    if (this.steps.length < MOST_STEPS && !isLate) return;
    this.isOver = true;
    this.isWhole = false;
    this.onFull(this.told());
  }

  /** What became of the variables since the last step of a frame ended, such as the next item of a loop, is its doing. */
  settle(frame, accessors = {}) {
    const last = this.steps[frame.last];
    if (last === undefined || this.isOver) return;
    const unread = frame.unread === undefined ? {} : variables(frame.unread);
    frame.unread = undefined;
    frame.isOpen = false;
    if (!this.isKept(last)) return;
    last.changed.push(...this.news(frame, { ...unread, ...variables(accessors) }, true));
  }

  ended(frame, kind, value, accessors) {
    frame.isOpen = false;
    const last = this.steps[frame.last];
    if (last === undefined || this.isOver || last.block !== frame.block) return;
    if (kind === 'raise') last.raised = problemText(value);
    if (kind === 'return') last.returned = textOf(value);
    if (this.isKept(last)) last.changed.push(...this.news(frame, variables(accessors)));
  }

  isKept({ occurrence, raised, returned }) {
    const isKept = occurrence <= MOST_KEPT || occurrence % KEPT_LATER === 0;
    if (!isKept) this.isWhole = false;
    return isKept || raised !== undefined || returned !== undefined;
  }

  /** Variables whose texts are others than before. @param isAfter Names without a value are those of what comes next. */
  news(frame, values, isAfter = false) {
    const found = [];
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined && (isAfter || !frame.known.has(name))) continue;
      const text = textOf(value);
      if (frame.known.get(name) === text) continue;
      frame.known.set(name, text);
      found.push([name, text]);
    }
    return found;
  }
}

/**
 * In the supervising thread.
 * @param request {file, roots, cwd, texts, source, test, blocks, limitMs, processorMs}
 * @returns What `StepTracker` tells; null where nothing is known.
 */
async function steps(request) {
  const { Realm } = require('./realm.cjs');
  const { startOf } = require('./trying.cjs');
  const { source, test, blocks, limitMs, processorMs } = request;
  const realm = new Realm(startOf({ ...request, blocks: undefined }));
  const message = { kind: 'steps', source, test, blocks, limitMs: Math.min(limitMs, processorMs) / 2 };
  const answer = await realm.ask(message, request);
  realm.end();
  return answer.steps === undefined
    ? null
    : { steps: answer.steps, frames: answer.frames, isWhole: answer.isWhole };
}

/** In the thread of a realm. @param realm {load, run} @param tellEarly Takes what is known while the test goes on. */
async function stepsOf({ source, test, blocks, limitMs }, { load, run }, tellEarly) {
  const tracker = new StepTracker(blocks, limitMs, tellEarly);
  try {
    await load({ source, tests: [test], tracker });
    await run(test);
  } catch {
    // That it fails is why it is looked at.
  }
  return tracker.told();
}

module.exports = { steps, stepsOf };

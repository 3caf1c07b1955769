'use strict';
// A block on trial: the program runs with the states that another program, which passes the test, has at that block.
const { differing, isSame } = require('./states.cjs');
const { Forcing, Tracker } = require('./tracker.cjs');

const MOST_NAMES = 6;
const MOST_FAILED = 4;

/**
 * In the supervising thread.
 * @param request {file, roots, cwd, texts, test, limitMs, processorMs, program, other, blocks}, where `program` and `other` are {text, labels, written}, and `blocks` limits
 * which ones are tried (labels), or is null.
 * @returns [{other: result}, {program: result, ran: [label], divergence}, {label, side, result…}, …]; it ends after the first where the other program does not pass.
 */
async function trial(request) {
  const { Realm } = require('./realm.cjs');
  const { file, roots, cwd, texts, test, program, other, blocks } = request;
  const realm = new Realm({ file, roots, cwd, texts });
  const limits = { limitMs: 2 * request.limitMs, processorMs: 2 * request.processorMs };
  const ask = (forced) => realm.ask({ kind: 'trial', test, program, other, ...forced }, limits);
  const plain = await ask({});
  if (plain.other?.status !== 'passed') {
    realm.end();
    return [{ other: plain.other ?? { status: plain.status } }];
  }
  const told = [
    { other: plain.other },
    { program: plain.program, ran: plain.ran, divergence: plain.divergence },
  ];
  let failed = 0;
  for (const label of plain.ran) {
    if ((blocks !== null && !blocks.includes(label)) || failed > MOST_FAILED) continue;
    for (const side of ['entry', 'exit']) {
      const found = await ask({ label, side });
      const isLost = found.forced === undefined;
      failed += Number(isLost && found.status !== 'timeout');
      told.push({
        label,
        side,
        forced: found.forced ?? 0,
        missing: found.missing ?? 0,
        unknown: found.unknown ?? 0,
        ...(found.program ?? { status: found.status }),
      });
    }
  }
  realm.end();
  return told;
}

/** In the thread of a realm: both programs run there, one after the other. */
class Trial {
  /** @param message {test, program, other, label, side}; without a label, the runs are compared. @param realm {load, run, failure, define} */
  constructor(message, realm) {
    Object.assign(this, message, { realm });
  }

  async run() {
    const tracker = new Tracker(this.other.labels);
    const other = await this.result(this.other, tracker);
    if (other.status !== 'passed') return { other };
    const functions = this.realm.named();
    if (this.label === undefined) return { other, ...(await this.observed(tracker.record)) };
    const { label, side } = this;
    // What the program itself binds is known once it has been loaded.
    const kindOf = (name) => this.realm.named()(name);
    const written = this.other.written[String(label)] ?? [];
    const forcing = new Forcing(this.program.labels, {
      expected: tracker.record,
      label,
      side,
      written,
      kindOf,
      other: functions,
    });
    const program = await this.result(this.program, forcing);
    const { forced, missing, unknown } = forcing;
    return { program, forced, missing, unknown };
  }

  async result({ text }, tracker) {
    try {
      await this.realm.load({ source: text, tests: [this.test], tracker });
      await this.realm.run(this.test);
      return { status: 'passed' };
    } catch (error) {
      return this.realm.failure(error);
    }
  }

  async observed(expected) {
    const tracker = new Tracker(this.program.labels);
    const program = await this.result(this.program, tracker);
    const shared = new Set(this.other.labels);
    const ran = [...new Set(tracker.record.order.map(([, label]) => label))].filter((label) =>
      shared.has(label),
    );
    return { program, ran, divergence: divergence(expected, tracker.record) };
  }
}

/** The first block that starts from what it should and ends otherwise. */
function divergence(expected, actual) {
  for (const [key, label, run] of actual.order) {
    const [before, should] = [expected.before.get(key), expected.outcomes.get(key)];
    const [here, was] = [actual.before.get(key), actual.outcomes.get(key)];
    if (before === undefined || should === undefined || here === undefined || was === undefined) continue;
    if (!isSame(before, here, new Set([...before.roots.keys(), ...here.roots.keys()]))) continue;
    const names = differing(was.state, should.state).slice(0, MOST_NAMES);
    if (names.length === 0 && was.kind === should.kind) continue;
    const values = names.map((name) => ({
      name,
      expected: should.state.text(name),
      ...(was.state.roots.has(name) && { actual: was.state.text(name) }),
    }));
    const raised = was.kind === 'raise' ? `raises ${was.problem?.name ?? 'something'}` : was.kind;
    return { label, run, values, expectedEnd: should.kind, actualEnd: raised };
  }
  return null;
}

module.exports = { Trial, trial };

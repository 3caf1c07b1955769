// Moving through recordings of programs that really ran.
import assert from 'node:assert/strict';
import type { Motion } from '../../../src/core/trace/recordingWalk';
import { frameState } from '../../../src/core/trace/frameState';
import type { OpenRecording } from '../../../src/host/recordings/openRecording';
import { usePrograms } from './recordProgram';

const program = `def inner(n):
    twice = n * 2
    return twice

def outer(items):
    total = 0
    for item in items:
        total += inner(item)
    return total
`;

describe('walking through a recording', () => {
  const recordProgram = usePrograms();
  let open: OpenRecording;
  before(async () => {
    open = await recordProgram(program, 'outer([1, 5])');
  });

  /** `kind line` of a step, lines from 1. */
  const told = (step: number): string => {
    const view = viewOf(step);
    return `${view.kind} ${view.place.line + 1}`;
  };
  const viewOf = (step: number) => {
    const at = open.walk.recording.step(step);
    assert.ok(at);
    return open.views.of(at);
  };
  const stepOf = (number: number): number => open.walk.stepOf(number)?.index ?? -1;
  /** Where a motion leads, again and again, from the first or the last step. */
  const walked = (motion: Motion, from: number): string[] => {
    const list: string[] = [];
    for (let at: number | undefined = stepOf(from); at !== undefined && list.length < 100;) {
      list.push(told(at));
      at = open.walk.move(at, motion)?.index;
    }
    return list;
  };
  const stepAt = (line: number, nth: number): number => {
    const steps = Array.from({ length: open.walk.length }, (_, i) => stepOf(i + 1));
    return steps.filter((step) => told(step) === `block ${line}`)[nth - 1] ?? -1;
  };

  it('leaves out what importing the module did', () => {
    assert.equal(told(stepOf(1)), 'entry 5');
    assert.equal(open.walk.numberOf(stepOf(1)), 1);
    assert.ok(open.walk.length < open.walk.recording.stepCount);
  });

  it('goes over calls, and back the same way', () => {
    const there = walked('forward', 1);
    assert.deepEqual(there, [
      ...['entry 5', 'block 6', 'block 7', 'block 8', 'block 7', 'block 8', 'block 7', 'block 9'],
      'exit 9',
    ]);
    assert.deepEqual(walked('back', open.walk.length), there.toReversed());
  });

  it('goes into calls, and back the same way', () => {
    const there = walked('into', 1);
    assert.deepEqual(there.slice(3, 8), ['block 8', 'entry 1', 'block 2', 'block 3', 'exit 3']);
    assert.equal(there.length, open.walk.length);
    assert.deepEqual(walked('backInto', open.walk.length), there.toReversed());
  });

  it('goes out of a call, on both sides', () => {
    const inside = stepAt(2, 1);
    assert.equal(open.walk.move(inside, 'out')?.index, stepAt(7, 2));
    assert.equal(open.walk.move(inside, 'backOut')?.index, stepAt(8, 1));
    assert.equal(open.walk.move(stepAt(6, 1), 'out'), undefined);
  });

  it('goes on in the caller where a call ends', () => {
    const end = open.walk.move(stepAt(3, 1), 'forward')?.index ?? -1;
    assert.equal(told(end), 'exit 3');
    assert.equal(open.walk.move(end, 'forward')?.index, stepAt(7, 2));
  });

  it('goes from one occurrence of a line, or of a call, to the next', () => {
    assert.equal(open.walk.move(stepAt(2, 1), 'nextOccurrence')?.index, stepAt(2, 2));
    assert.equal(open.walk.move(stepAt(2, 2), 'previousOccurrence')?.index, stepAt(2, 1));
    assert.equal(open.walk.move(stepAt(2, 2), 'nextOccurrence'), undefined);
    const entry = open.walk.move(stepAt(2, 1), 'backInto')?.index ?? -1;
    const next = open.walk.move(entry, 'nextOccurrence');
    assert.equal(next && told(next.index), 'entry 1');
    assert.equal(next && viewOf(next.index).callNumber, 2);
  });

  it('finds the run of a line that is nearest', () => {
    const { file } = viewOf(stepOf(1)).place;
    assert.equal(open.walk.nearestRun(0, file, 1)?.index, stepAt(2, 1));
    assert.equal(open.walk.nearestRun(stepAt(2, 1), file, 1)?.index, stepAt(2, 2));
    assert.equal(open.walk.nearestRun(stepOf(open.walk.length), file, 1)?.index, stepAt(2, 2));
    assert.equal(open.walk.nearestRun(0, file, 400), undefined);
  });

  it('shows what lines did up to a step, in each frame under way', () => {
    const view = viewOf(stepAt(2, 2));
    const shown = (view.files[0]?.lines ?? []).map(
      ({ line, nth, count, values }) =>
        `${line + 1} #${nth}/${count} ${values.map(({ name, text }) => `${name}=${text}`).join(' ')}`,
    );
    assert.deepEqual(shown, [
      '1 #1/1 n=5',
      '2 #1/1 twice=10',
      '5 #1/1 items=[1, 5]',
      '6 #1/1 total=0',
      '7 #2/2 item=5',
      '8 #2/2 ', // has not come back yet
    ]);
    assert.deepEqual(
      view.stack.map(({ call, line }) => `${call} at ${line + 1}`),
      ['inner(5) at 2', 'outer([1, 5]) at 8'],
    );
  });

  it('shows what is returned only when it is', () => {
    const returned = (step: number): (string | undefined)[] =>
      (viewOf(step).files[0]?.lines ?? [])
        .filter(({ line }) => line === 2)
        .map((line) => line.returned?.text);
    assert.deepEqual(returned(stepAt(3, 1)), [undefined]);
    assert.deepEqual(returned(open.walk.move(stepAt(3, 1), 'into')?.index ?? -1), ['2']);
  });

  it('knows the variables of a frame before and after a step', () => {
    const at = stepAt(8, 1);
    const frame = open.walk.recording.step(at)?.frame.index ?? -1;
    const state = (upTo: 'with' | 'before'): string[] =>
      frameState(open.walk.recording, open.walk.index, frame, at, upTo).map(
        ({ name, value }) => `${name}=${value?.text ?? '?'}`,
      );
    assert.deepEqual(state('before'), ['items=[1, 5]', 'total=0', 'item=1']);
    assert.deepEqual(state('with'), ['items=[1, 5]', 'total=2', 'item=1']);
  });

  it('never takes an old value for one that was not kept', async () => {
    const long = await recordProgram(
      'def f():\n    t = 0\n    for i in range(500):\n        t += i\n    return t\n',
      'f()',
    );
    const { walk } = long;
    const steps = Array.from({ length: walk.length }, (_, i) => walk.stepOf(i + 1)).filter(
      (step) => step?.kind === 'block' && step.block?.startLine === 3,
    );
    let missing = 0;
    steps.forEach((step, i) => {
      const variables = frameState(walk.recording, walk.index, step?.frame.index ?? -1, step?.index ?? -1);
      const t = variables.find(({ name }) => name === 't');
      assert.ok(t);
      if (t.value === undefined) missing++;
      else assert.equal(t.value.text, String((i * (i + 1)) / 2));
    });
    assert.ok(missing > 100 && missing < 500, String(missing));
  });

  it('leads to the raise, and shows it', async () => {
    open = await recordProgram('def f(x):\n    y = x\n    return 1 // y\n', 'f(0)');
    const raise = open.walk.move(stepOf(1), 'raise');
    assert.ok(raise);
    assert.equal(told(raise.index), 'raised 3');
    assert.equal(viewOf(raise.index).raised?.type, 'ZeroDivisionError');
  });
});

// Events into frames and steps, for streams that a runtime may send and for damaged ones.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CodeMeaning, ModuleInRun, RecordedBlock, ValueRecord } from '../../../src/core/trace/model';
import { stepKinds } from '../../../src/core/trace/recording';
import { Replay } from '../../../src/core/trace/replay';

const enterF = 16;
const bodyF = 17;
const enterG = 18;
const bodyG = 19;
const openLoop = 20;
const loopAndBody = 21;
const loop = 22;
const bodyGAndLeave = 23;
const codes: CodeMeaning[] = [
  { blocks: [0], enter: 1 },
  { blocks: [1] },
  { blocks: [2], enter: 2 },
  { blocks: [3] },
  { blocks: [4], opens: true },
  { blocks: [4, 5] },
  { blocks: [4] },
  { blocks: [3], leave: true },
];

function block(id: string, functionIndex: number, line: number, isLoopHeader = false): RecordedBlock {
  return { id, functionIndex, isLoopHeader, startLine: line, endLine: line, lines: [line], definitions: [] };
}

const module: ModuleInRun = {
  module: {
    file: '/m.py',
    functions: [
      { path: '<module>', kind: 'module', startLine: 0, endLine: 20 },
      { path: 'f', kind: 'function', startLine: 1, endLine: 8 },
      { path: 'g', kind: 'function', startLine: 10, endLine: 14 },
    ],
    blocks: [
      block('f:0', 1, 2),
      block('f:1', 1, 3),
      block('g:0', 2, 11),
      block('g:1', 2, 12),
      block('f:2', 1, 4, true),
      block('f:3', 1, 5),
    ],
  },
  firstCode: 16,
  codes,
};

function replayed(events: readonly number[], records: readonly ValueRecord[] = []): Replay {
  const replay = new Replay((n) => records.find((record) => record.n === n));
  replay.addModule(module);
  replay.addEvents(Uint32Array.from(events));
  replay.finish();
  return replay;
}

/** `kind block@frame#occurrence` of each step. */
function told(replay: Replay): string[] {
  return Array.from({ length: replay.stepBlock.length }, (_, i) => {
    const kind = stepKinds[replay.stepKind.at(i)] ?? '?';
    const id = replay.blocks[replay.stepBlock.at(i)]?.id ?? '-';
    return `${kind} ${id}@${replay.stepFrame.at(i)}#${replay.stepOccurrence.at(i)}`;
  });
}

describe('the replay of events', () => {
  it('nests calls', () => {
    const replay = replayed([enterF, enterG, bodyGAndLeave, bodyF, 0]);
    assert.deepEqual(told(replay), [
      'entry -@0#1',
      'block f:0@0#1',
      'entry -@1#1',
      'block g:0@1#1',
      'block g:1@1#1',
      'exit g:1@1#1',
      'block f:1@0#1',
      'exit f:1@0#1',
    ]);
    assert.deepEqual(
      replay.frames.map((frame) => frame.parent),
      [-1, 0],
    );
  });

  it('counts a loop header once a test, its opening and first test as one', () => {
    const replay = replayed([enterF, openLoop, loopAndBody, loopAndBody, loop]);
    assert.deepEqual(told(replay).slice(2), [
      'block f:2@0#1',
      'block f:3@0#1',
      'block f:2@0#2',
      'block f:3@0#2',
      'block f:2@0#3',
    ]);
  });

  it('runs once what was told before the frame said it', () => {
    const [toldRounds, tellsIt, values, unseen] = [12, 11, 2, 13];
    const kept: ValueRecord = { n: 1, kind: 'block', values: [{ name: 'x', type: 'number', text: '1' }] };
    const events = [tellsIt, enterF, values, 1, tellsIt, enterF, unseen, enterG, bodyGAndLeave, enterF, 0];
    const replay = replayed(events, [kept]);
    assert.deepEqual(told(replay), told(replayed([enterF, enterG, bodyGAndLeave, 0])));
    assert.equal(replay.stepValues.get(1)?.values[0]?.text, '1');
    // Three rounds and the header of a fourth, then five rounds in all.
    const rounds = [toldRounds, 3, tellsIt, openLoop, values, 1, loopAndBody, 10, 4, loop, 0];
    const looped = replayed([enterF, ...rounds], [kept]);
    const plainly = [enterF, ...Array.from({ length: 5 }, () => loopAndBody), loop, 0];
    assert.deepEqual(told(looped), told(replayed(plainly)));
  });

  it('tells a frame that code enters which the text does not show from what the running one says again', () => {
    const [tellsIt, unseen] = [11, 13];
    const inner = [tellsIt, enterF, unseen, enterF, 14];
    const replay = replayed([...inner, ...inner, enterF, 14]);
    assert.deepEqual(
      replay.frames.map(({ parent }) => parent),
      [-1, 0, 0],
    );
  });

  it('shows the first and the last rounds of a loop, in however many events it came', () => {
    const whole = replayed([enterF, loopAndBody, 10, 49_999, 0]);
    const parts = replayed([enterF, ...Array.from({ length: 5 }, () => [loopAndBody, 10, 9_999]).flat(), 0]);
    const watched = replayed([
      enterF,
      12,
      20_000,
      11,
      openLoop,
      12,
      40_000,
      11,
      openLoop,
      loopAndBody,
      10,
      49_999,
      0,
    ]);
    assert.deepEqual(told(parts), told(whole));
    assert.deepEqual(told(watched), told(whole));
  });

  it('takes off frames that ended without saying so', () => {
    const replay = replayed([enterF, enterG, enterG, enterG, bodyF]);
    assert.equal(told(replay).at(-1), 'block f:1@0#1');
  });

  it('takes off frames when an exception arrives in one below', () => {
    const raised: ValueRecord = {
      n: 0,
      kind: 'raised',
      values: [],
      raised: { line: 3, type: 'E', message: '', origin: false },
    };
    const replay = replayed([enterF, enterG, enterG, 3, 0, bodyF], [raised]);
    assert.deepEqual(told(replay).slice(-2), ['raised f:0@0#1', 'block f:1@0#1']);
  });

  it('runs a loop header once more when its next item cannot be had', () => {
    const raised: ValueRecord = {
      n: 0,
      kind: 'raised',
      values: [],
      raised: { line: 5, type: 'E', message: '', origin: false },
    };
    const replay = replayed([enterF, openLoop, loopAndBody, 3, 0], [raised]);
    assert.deepEqual(told(replay).slice(-2), ['block f:2@0#2', 'raised f:2@0#2']);
  });

  it('keeps interleaved generators apart', () => {
    const replay = replayed([
      enterF,
      enterG,
      4,
      1,
      5,
      enterG,
      4,
      2,
      5,
      6,
      1,
      bodyG,
      5,
      6,
      2,
      bodyG,
      0,
      bodyF,
    ]);
    assert.deepEqual(told(replay).slice(-4), [
      'block g:1@1#1',
      'block g:1@2#1',
      'exit g:1@2#1',
      'block f:1@0#1',
    ]);
  });

  it('resumes the whole chain of generators that delegate', () => {
    const replay = replayed([
      enterF,
      enterG,
      4,
      1,
      7,
      enterG,
      4,
      2,
      5,
      bodyF,
      6,
      2,
      bodyG,
      0,
      6,
      1,
      bodyG,
      0,
      bodyF,
    ]);
    assert.deepEqual(told(replay).slice(-6), [
      'block f:1@0#1',
      'block g:1@2#1',
      'exit g:1@2#1',
      'block g:1@1#1',
      'exit g:1@1#1',
      'block f:1@0#2',
    ]);
    assert.equal(replay.frames[2]?.parent, 1);
  });

  it('keeps threads apart', () => {
    const replay = replayed([enterF, 8, 1, enterG, 8, 0, bodyF, 8, 1, bodyG, 0, 8, 0, bodyF]);
    assert.deepEqual(
      replay.frames.map((frame) => [frame.thread, frame.parent]),
      [
        [0, -1],
        [1, -1],
      ],
    );
    assert.deepEqual(told(replay).slice(-2), ['exit g:1@1#1', 'block f:1@0#2']);
  });

  it('gives the same however the stream is cut into chunks', () => {
    const events = [
      enterF,
      openLoop,
      loopAndBody,
      2,
      0,
      enterG,
      4,
      3,
      5,
      6,
      3,
      bodyGAndLeave,
      loop,
      8,
      1,
      enterG,
      8,
      0,
      bodyF,
      0,
    ];
    const whole = told(replayed(events));
    fc.assert(
      fc.property(fc.subarray(events.map((_, i) => i)), (cuts) => {
        const replay = new Replay(() => undefined);
        replay.addModule(module);
        let from = 0;
        for (const to of [...cuts, events.length]) {
          replay.addEvents(Uint32Array.from(events.slice(from, to)));
          from = to;
        }
        replay.finish();
        assert.deepEqual(told(replay), whole);
      }),
    );
  });

  it('never fails, whatever the stream holds', () => {
    fc.assert(
      // The largest of these words would say that an earlier version packed them, which is refused: packedWords.test.ts.
      fc.property(fc.array(fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 0x7ffffffe }))), (events) => {
        const replay = replayed(events);
        assert.equal(replay.stepBlock.length, replay.stepFrame.length);
      }),
    );
  });
});

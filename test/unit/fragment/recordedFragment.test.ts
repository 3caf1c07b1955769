// A run of a fragment as a recording: frames, order, values, what was raised.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { firstPlan } from '../../../src/core/fragment/runResult';
import { framesOfInterest } from '../../../src/core/trace/framesOfInterest';
import type { Recording, Step } from '../../../src/core/trace/recording';
import { RecordingWalk } from '../../../src/core/trace/recordingWalk';
import { debuggerMove } from '../../../src/core/trace/stopping';
import { FragmentService } from '../../../src/host/fragment/fragmentService';
import { RecordedValues } from '../../../src/host/fragment/recordedValues';
import { Recordings } from '../../../src/host/recordings/recordings';
import { RecordingStore } from '../../../src/host/store/recordingStore';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { probedLevel } from '../../support/sandbox/probedLevel';

/** `f > g 3` for a step of line 3 in a frame of g called by one of f; with the values that were kept there. */
function steps(recording: Recording): string[] {
  return Array.from({ length: recording.stepCount }, (_, i) => {
    const step = recording.step(i);
    return step === undefined ? '?' : `${frameText(recording, step)}${placeText(step)}${valuesText(step)}`;
  });
}

function frameText(recording: Recording, { frame }: Step): string {
  const caller = recording.parts.frames[frame.parent];
  const outer = caller === undefined ? '' : `${recording.functionOf(caller)?.path ?? '?'} > `;
  return `${outer}${recording.functionOf(frame)?.path ?? '?'}`;
}

function placeText({ kind, block, kept }: Step): string {
  if (kind === 'entry') return ' entry';
  const line = kept?.raised?.line ?? (block?.lines[0] ?? -1) + 1;
  return kind === 'block' ? ` ${line}` : ` ${kind} ${line}`;
}

function valuesText({ kept }: Step): string {
  const values = (kept?.values ?? []).map(({ name, text }) => ` ${name}=${text}`).join('');
  return kept?.returned === undefined ? values : `${values} -> ${kept.returned.text}`;
}

describe('a run of a fragment as a recording', () => {
  let folder: string;
  let service: FragmentService;
  let recordings: Recordings;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-recorded-'));
    const syntax = new SyntaxService(path.resolve('dist'));
    recordings = new Recordings(syntax, new RecordingStore(path.join(folder, 'store'), 1e9));
    const recorded = new RecordedValues(recordings.store);
    const environment = process.env;
    service = new FragmentService({
      assets: path.resolve('dist'),
      syntax,
      recorded,
      recordings,
      environment,
    });
  });

  after(async () => {
    await service.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @param from 0-based, as `to`. */
  async function record(text: string, from = 0, to = text.split('\n').length - 1): Promise<Recording> {
    const isolation = (await probedLevel()).level;
    const file = path.join(folder, 'piece.py');
    const place = { file, text, cwd: folder, limitMs: 5000, isolation, given: {}, plan: firstPlan };
    const ref = await service.record({ ...place, from, to }, new AbortController().signal);
    return (await recordings.of(ref)).recording;
  }

  it('has a step for each statement, with the values it wrote, invented ones marked', async () => {
    const recording = await record('total = 0\nfor price in prices:\n    total = total + 2\nname = label\n');
    assert.deepEqual(steps(recording), [
      '<module> entry',
      '<module> 1 total=0',
      '<module> 2 price=~<price> prices=~[…, …]',
      '<module> 3 total=2',
      '<module> 2 price=~<price>',
      '<module> 3 total=4',
      "<module> 4 label=~'label' name=~'label'",
      '<module> exit 4',
    ]);
    assert.deepEqual(recording.parts.run.piece, { startLine: 0, endLine: 3 });
  });

  it('has a frame for each call, recursion too, with parameters and what was returned', async () => {
    const recording = await record(
      'def count(n):\n    if n == 0:\n        return 0\n    return count(n - 1) + 1\nresult = count(1)\n',
    );
    assert.deepEqual(steps(recording).slice(2), [
      '<module> 5 result=1',
      '<module> > count entry n=1',
      '<module> > count 2',
      '<module> > count 4',
      'count > count entry n=0',
      'count > count 2',
      'count > count 3',
      'count > count exit 3 -> 0',
      '<module> > count exit 4 -> 1',
      '<module> exit 5',
    ]);
  });

  it('keeps what was raised, in each frame that it came through, and goes on where it was caught', async () => {
    const recording = await record(
      'def risky(n):\n    return 1 / n\ntry:\n    risky(0)\nexcept ZeroDivisionError as problem:\n    kind = "none"\n',
    );
    const shown = steps(recording);
    assert.ok(shown.includes('<module> > risky raised 2 n=0'), shown.join('\n'));
    assert.ok(
      shown.some((step) => step.startsWith('<module> raised 4')),
      shown.join('\n'),
    );
    assert.equal(shown.at(-2), "<module> 6 kind='none'");
    assert.deepEqual(recording.parts.outcome, { kind: 'returned' });
  });

  it('goes to and fro between a generator and what asks it', async () => {
    const recording = await record(
      'def each():\n    yield 1\n    last = 2\n    yield last\nfor item in each():\n    seen = item\n',
    );
    const lines = steps(recording).filter((step) => / \d/.test(step));
    assert.deepEqual(
      lines.slice(2, 8).map((step) => step.replace(/^<module> > /, '').replace(/ \w+=.*/, '')),
      ['each 2', '<module> 6', 'each 3', 'each 4', '<module> 5', '<module> 6'],
    );
    assert.equal(recording.parts.frames.length, 2);
  });

  it('bears the name of the function that the piece is from, and the text that ran', async () => {
    const text =
      'class Shop:\n    def total(self, n):\n        a = n\n        b = missing.x\n        return b\n';
    const recording = await record(text, 2, 3);
    assert.equal(recording.parts.functions[0]?.path, 'Shop.total');
    assert.equal(recording.parts.modules[0]?.sha256?.length, 64);
    assert.equal(recording.parts.outcome.kind, 'returned');
  });

  it('can be walked through from its first line, and back', async () => {
    const text =
      'import acme\nclass Report:\n    def total(self, orders, limit=100):\n        sum_of = 0\n        for order in orders:\n            sum_of = sum_of + order.price\n        return sum_of\n';
    const recording = await record(text, 3, 6);
    const walk = new RecordingWalk(recording, framesOfInterest(recording));
    const lines: (number | undefined)[] = [];
    let at = 0;
    for (const motion of ['into', 'forward', 'forward', 'forward', 'back'] as const) {
      const stop = debuggerMove(walk, at, motion, 'none');
      at = stop?.step.index ?? -1;
      lines.push(stop?.step.block?.lines[0]);
    }
    assert.deepEqual(lines, [3, 4, 5, 4, 5]);
  });

  it('ends with the error where one ended the run', async () => {
    const recording = await record('size = None\nlen(size)\n');
    assert.deepEqual(recording.parts.outcome, {
      kind: 'raised',
      exception: { type: 'TypeError', message: "object of type 'NoneType' has no len()", line: 2 },
      path: path.join(folder, 'piece.py'),
    });
    assert.equal(steps(recording).at(-1), '<module> raised 2 size=None');
  });
});

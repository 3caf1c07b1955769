// Words that a program's thread packs are those that a reader unpacks, however they are cut on the way.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import fc from 'fast-check';
import { UnreadableRecording } from '../../../src/core/trace/fileFormat';
import { PackedWords } from '../../../src/core/trace/packedWords';

interface Packing {
  readonly ring: Int32Array;
  packed(from: number, to: number): Int32Array;
  forget(): void;
}

const { LARGEST, Packing, sharedMemory } = createRequire(path.resolve('package.json'))(
  path.resolve('dist/runtime/javascript/packing.cjs'),
) as { LARGEST: number; Packing: new (memory: unknown) => Packing; sharedMemory: () => unknown };

/** No other word begins what is packed. */
const marker = 0x7ffffffe;

describe('packed words', () => {
  const packing = new Packing(sharedMemory());
  beforeEach(() => {
    packing.forget();
  });

  it('are the same words when they have been unpacked', () => {
    const word = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: -(2 ** 31), max: marker - 1 }));
    const rounds = fc.tuple(fc.array(word, { maxLength: 12 }), fc.nat({ max: 400 }));
    const sizes = { minLength: 1, maxLength: 20 };
    const given = [fc.array(rounds, { maxLength: 20 }), fc.nat({ max: 2000 })] as const;
    fc.assert(
      fc.property(fc.array(fc.tuple(...given), sizes), (runs) => {
        const unpacked: number[] = [];
        const reader = new PackedWords((each) => unpacked.push(each));
        const all: number[] = [];
        for (const [parts, size] of runs) {
          const words = parts.flatMap(([some, times]) => Array.from({ length: times }, () => some).flat());
          all.push(...words);
          packing.forget();
          packing.ring.set(words);
          for (let from = 0; from < words.length; from += size + 1) {
            const packed = packing.packed(from, Math.min(words.length, from + size + 1));
            for (const each of packed) reader.add(Uint32Array.of(each));
          }
        }
        assert.deepEqual(
          unpacked,
          all.map((each) => each >>> 0),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('are few where a program does the same again and again, longer than can be looked back', () => {
    const round = Array.from({ length: 100 }, (_, i) => 16 + i);
    const words = Int32Array.from(Array.from({ length: LARGEST / 128 }, () => round).flat());
    packing.ring.set(words);
    let sent = 0;
    let unpacked = 0;
    const reader = new PackedWords((word) => {
      assert.equal(word, round[unpacked++ % round.length]);
    });
    for (let from = 0; from < words.length; from += LARGEST / 4) {
      const packed = packing.packed(from, Math.min(words.length, from + LARGEST / 4));
      sent += packed.length;
      reader.add(Uint32Array.from(packed));
    }
    assert.equal(unpacked, words.length);
    assert.ok(sent < unpacked / 500, `${sent} words for ${unpacked}`);
  });

  it('of a damaged file are no more than could have been packed', () => {
    const most = 2 ** 32 - 1;
    for (const damaged of [
      [4, most, 0x1_ff01, 17, most],
      [2, most, 0x1_ffff],
      [3, most, most, most],
    ]) {
      const unpacked: number[] = [];
      const reader = new PackedWords((word) => unpacked.push(word));
      reader.add(Uint32Array.of(16, marker, ...damaged, 18));
      assert.ok(unpacked.length <= LARGEST + 2, String(unpacked.length));
      assert.equal(unpacked[0], 16);
      assert.equal(unpacked.at(-1), 18);
    }
  });

  it('of an earlier version are refused with what to do', () => {
    const reader = new PackedWords(() => undefined);
    assert.throws(
      () => {
        reader.add(Uint32Array.of(16, 0x7fffffff, 0));
      },
      (error) => error instanceof UnreadableRecording && /Record it once more/.test(error.message),
    );
  });
});

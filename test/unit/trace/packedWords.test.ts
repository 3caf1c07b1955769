// Words that a program's thread packs are those that a reader unpacks, however they are cut on the way.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import fc from 'fast-check';
import { PackedWords } from '../../../src/core/trace/packedWords';

interface Packing {
  readonly largest: number;
  pack(words: Int32Array): Int32Array;
}

const { Packing } = createRequire(path.resolve('package.json'))(
  path.resolve('src/runtime/javascript/packing.cjs'),
) as { Packing: new () => Packing };

describe('packed words', () => {
  it('are the same words when they have been unpacked', () => {
    const word = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 2 }));
    const rounds = fc.tuple(fc.array(word, { maxLength: 12 }), fc.nat({ max: 40 }));
    fc.assert(
      fc.property(fc.array(rounds, { maxLength: 20 }), fc.nat({ max: 200 }), (parts, size) => {
        const words = parts.flatMap(([some, times]) => Array.from({ length: times }, () => some).flat());
        const chunk = size + 1;
        const packing = new Packing();
        const unpacked: number[] = [];
        const reader = new PackedWords((each) => unpacked.push(each));
        for (let from = 0; from < words.length; from += chunk) {
          const packed = packing.pack(Int32Array.from(words.slice(from, from + chunk)));
          for (const each of packed) reader.add(Uint32Array.of(each));
        }
        assert.deepEqual(
          unpacked,
          words.map((each) => each >>> 0),
        );
      }),
    );
  });

  it('are few where a program does the same again and again, longer than can be looked back', () => {
    const packing = new Packing();
    const round = Array.from({ length: 100 }, (_, i) => 16 + i);
    const words = Int32Array.from(Array.from({ length: packing.largest / 200 }, () => round).flat());
    let sent = 0;
    let unpacked = 0;
    const reader = new PackedWords((word) => {
      assert.equal(word, round[unpacked++ % round.length]);
    });
    for (let n = 0; n < 10; n++) {
      const packed = packing.pack(words);
      sent += packed.length;
      reader.add(Uint32Array.from(packed));
    }
    assert.equal(unpacked, 10 * words.length);
    assert.ok(sent < unpacked / 100, `${sent} words for ${unpacked}`);
  });

  it('of a damaged file are no more than could have been packed', () => {
    const unpacked: number[] = [];
    const reader = new PackedWords((word) => unpacked.push(word));
    const most = 2 ** 32 - 1;
    reader.add(Uint32Array.of(16, 0x7fffffff, 5, most, 2, 0, 0, most, 17));
    assert.equal(unpacked.length, new Packing().largest + 2);
    assert.equal(unpacked.at(-1), 17);
  });
});

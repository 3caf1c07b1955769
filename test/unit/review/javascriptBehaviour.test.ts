// Versions of JavaScript and TypeScript functions, compared by running them.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Behaviour } from '../../../src/core/review/behaviour';
import { BehaviourComparer } from '../../../src/host/review/behaviourComparer';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { testRepository, type TestRepository } from '../../support/repositories';
import type { Isolation } from '../../../src/host/sandbox/sandboxProcess';
import { probedLevel } from '../../support/sandbox/probedLevel';

const shop = `'use strict';
function total(prices, limit = 100) {
  let sum = 0;
  for (const price of prices) sum += price;
  if (sum > limit) return limit;
  return sum;
}
const twice = (n) => n * 2;
class Cart {
  constructor(items) {
    this.items = items;
  }
  count() {
    return this.items.length;
  }
  static of(a) {
    return new Cart([a]);
  }
}
async function later(n) {
  return n + 1;
}
function* each(items) {
  for (const item of items) yield item;
}
function endless(n) {
  while (n > 3) n += 0;
  return n;
}
function stamp(n) {
  return process.hrtime.bigint() + BigInt(n);
}
module.exports = { total, Cart };
`;

describe('behaviour of JavaScript', () => {
  let repository: TestRepository;

  beforeEach(() => {
    repository = testRepository();
  });
  afterEach(() => {
    repository.remove();
  });

  function comparerAt(isolation: Isolation): BehaviourComparer {
    const assets = path.resolve('dist');
    const { root } = repository;
    const { signal } = new AbortController();
    const syntax = new SyntaxService(assets);
    return new BehaviourComparer({ assets, root, isolation, environment: process.env, syntax, signal });
  }

  /** Runs where the machine can confine JavaScript; elsewhere nothing of it is told. */
  function confined(what: string, test: () => Promise<void>): void {
    it(what, async () => {
      if ((await probedLevel()).level === 'isolated') {
        await test();
        return;
      }
      assert.equal(await compared('twice', shop, shop.replace('n * 2', 'n * 3')), undefined);
    });
  }

  it('is not compared where only Python could be confined, which is said', async () => {
    const comparer = comparerAt('limited');
    const file = {
      path: 'shop.js',
      status: 'modified',
      old: shop,
      new: shop.replace('n * 2', 'n * 3'),
    } as const;
    assert.equal(await comparer.ofFile(file)('twice'), undefined);
    assert.match(comparer.problem ?? '', /JavaScript cannot be confined at level "limited"/);
    await comparer.dispose();
  });

  async function compared(
    name: string,
    old: string,
    now: string,
    file = 'shop.js',
  ): Promise<Behaviour | undefined> {
    repository.write({ [file]: now });
    const comparer = comparerAt('isolated');
    try {
      return await comparer.ofFile({ path: file, status: 'modified', old, new: now })(name);
    } finally {
      await comparer.dispose();
    }
  }

  async function difference(
    name: string,
    from: string,
    to: string,
    text = shop,
    file?: string,
  ): Promise<string> {
    const found = await compared(name, text, text.replace(from, to), file);
    assert.equal(found?.kind, 'different', JSON.stringify(found));
    const { call, old, new: now } = found.difference;
    return `${call}: ${old} | ${now}`;
  }

  confined('differs on an input that is shown', async () => {
    assert.match(
      await difference('total', 'sum > limit', 'sum >= limit - 1'),
      /^total\(.*\): returns \d+ \| returns \d+$/,
    );
  });

  confined('is compared of methods, static methods, and functions that variables hold', async () => {
    assert.match(
      await difference('Cart.of', '[a]', '[a, a]'),
      /^Cart\.of\(.*\): returns Cart \{items: \[(.*)\]\} \| returns Cart \{items: \[\1, \1\]\}$/,
    );
    assert.match(
      await difference('Cart.count', 'items.length', 'items.length * 3 + 1'),
      /^new Cart\(.*\)\.count\(\)/,
    );
    assert.match(await difference('twice', 'n * 2', 'n * 3'), /^twice\(-?\d+/);
  });

  confined('is what asynchronous functions promise, and generators yield', async () => {
    assert.match(await difference('later', 'n + 1', 'n + 2'), /^later\(.*\): returns /);
    assert.match(await difference('each', 'yield item', 'yield [item]'), /^each\(.*\): returns \[/);
  });

  confined('differs where a version does not end, or throws', async () => {
    assert.match(await difference('endless', 'n += 0', 'n -= 1'), /: does not end \| returns 3$/);
    assert.match(
      await difference('twice', 'n * 2', "{ if (n > 4) throw new RangeError('n'); return n * 2; }"),
      /: returns \d+ \| throws RangeError: n$/,
    );
  });

  confined('is the same where only the words have changed, with the lines that ran', async () => {
    const loop = 'for (const price of prices) sum += price;';
    const counted = 'for (let i = 0; i < prices.length; i++) sum += prices[i];';
    const found = await compared('total', shop, shop.replace(loop, counted));
    assert.equal(found?.kind, 'same', JSON.stringify(found));
    assert.ok(found.calls > 20 && found.lines.includes(3), JSON.stringify(found));
  });

  confined('is not told of answers that differ each time', async () => {
    const found = await compared('stamp', shop, shop.replace('+ BigInt(n)', '- BigInt(n)'));
    assert.deepEqual(found, { kind: 'unknown', reason: 'it does not do the same each time' });
  });

  confined('is not told of a version that cannot be loaded, which says why', async () => {
    const found = await compared('twice', shop, `require('nowhere-at-all');\n${shop}`);
    assert.ok(
      found?.kind === 'unknown' && found.reason.includes('the new version cannot be loaded'),
      JSON.stringify(found),
    );
  });

  confined('is compared of TypeScript', async () => {
    const text =
      "export type Shape = { kind: 'a' | 'b'; size: number };\nexport function area(shape: Shape): number {\n  if (shape.kind === 'a') return shape.size;\n  return shape.size * shape.size;\n}\n";
    assert.match(
      await difference('area', 'shape.size * shape.size', 'shape.size * 3', text, 'shape.ts'),
      /^area\(\{.*size: .*\}\): returns/,
    );
  });
});

import assert from 'node:assert/strict';
import { rankSuspects, type Suspect } from '../../../src/core/debugging/localisation';
import type { ObservedTest } from '../../../src/core/debugging/testRun';
import { testSyntax } from '../../support/syntax';

const source = [
  'def f(x):', // 1
  '    if x > 0:', // 2
  '        return 1', // 3
  '    y = -x', // 4
  '    while y > 3:', // 5
  '        y -= 1', // 6
  '    return y', // 7
  '',
].join('\n');

function ran(status: ObservedTest['status'], lines: Record<number, number>, more: object = {}): ObservedTest {
  return {
    text: 'assert f(0)',
    status,
    lines: new Map(Object.entries(lines).map(([l, n]) => [Number(l), n])),
    ...more,
  };
}

async function ranked(...tests: ObservedTest[]): Promise<Suspect[]> {
  const document = await (await testSyntax()).parse('python', source);
  try {
    return rankSuspects(document.model('block'), tests);
  } finally {
    document.dispose();
  }
}

const lineOf = ({ block }: Suspect): number => block.range.start.line + 1;

describe('which blocks may be to blame', () => {
  it('are first those that run in failing tests only', async () => {
    const [first, ...others] = await ranked(
      ran('passed', { 2: 1, 3: 1 }),
      ran('failed', { 2: 1, 4: 1, 5: 1, 7: 1 }),
    );
    assert.ok(first);
    assert.ok(lineOf(first) >= 4, `line ${lineOf(first)}`);
    assert.equal(first.ochiai, 1);
    const test = others.find((suspect) => lineOf(suspect) === 2);
    assert.equal(test?.ochiai, 1 / Math.SQRT2);
  });

  it('are none that no failing test ran', async () => {
    const suspects = await ranked(ran('passed', { 2: 1, 3: 1 }), ran('failed', { 2: 1, 4: 1, 5: 1, 7: 1 }));
    assert.ok(!suspects.some((suspect) => lineOf(suspect) === 3));
  });

  it('are the one that raises before others that ran as often', async () => {
    const [first] = await ranked(ran('failed', { 2: 1, 4: 1, 5: 2, 6: 1 }, { line: 6, type: 'TypeError' }));
    assert.equal(first && lineOf(first), 6);
    assert.match(first?.reasons.join() ?? '', /exception/);
  });

  it('are those of the loop that does not end', async () => {
    const [first, second] = await ranked(ran('timeout', { 2: 1, 4: 1, 5: 90_000, 6: 89_999 }));
    assert.deepEqual([first, second].map((suspect) => suspect && lineOf(suspect)).sort(), [5, 6]);
  });
});

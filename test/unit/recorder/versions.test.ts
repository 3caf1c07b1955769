// A program with a little of everything, on every Python from 3.9 on that this machine has.
import assert from 'node:assert/strict';
import { pythonsFrom39 } from '../../support/pythons';
import { fixture, python } from './recordFixture';
import { assertSame } from './sameBehaviour';

describe('every Python version that is found', () => {
  const found = pythonsFrom39([python]);

  it('is one at least', () => {
    assert.ok(found.size > 0);
  });

  for (const [minor, interpreter] of found) {
    it(`records as it runs plainly: CPython 3.${minor}`, async () => {
      const recording = await assertSame(fixture('everyVersion.py'), { interpreter });
      const called = (name: string): string[] =>
        recording.parts.frames
          .filter((frame) => recording.functionOf(frame)?.path === name)
          .map((frame) => recording.callText(frame));
      assert.equal(called('fib').filter((call) => call === 'fib(10)').length, 1);
      assert.deepEqual(called('work').sort(), ["work('a', 2)", "work('b', 3)"]);
      assert.deepEqual(called('Account.__init__').sort(), ['__init__(1)', '__init__(2)', '__init__(3)']);
      for (const frame of recording.parts.frames) {
        const steps = recording.step(frame.firstStep);
        assert.equal(steps?.frame, frame);
      }
    });
  }
});

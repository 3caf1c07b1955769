// Of a run too long to be shown, a model says half by half where it goes wrong; those steps are then shown.
import assert from 'node:assert/strict';
import { wrongWindow } from '../../../src/core/debugging/model/bisection';
import type { BlockStep, BlockSteps } from '../../../src/core/debugging/model/blockSteps';
import type { FailingRun } from '../../../src/core/debugging/model/debugPrompt';
import { stepText } from '../../../src/core/debugging/model/stepText';
import type { LanguageModel } from '../../../src/core/model/languageModel';

/** A loop that counts up to a number of rounds, and is one too far from some step on. */
function counting(rounds: number, wrongFrom: number): BlockSteps {
  const steps = Array.from({ length: rounds }, (_, index): BlockStep => {
    const number = index + 1;
    const at = number >= wrongFrom ? number + 1 : number;
    return { number, frame: 0, block: 'B2', occurrence: number, changed: [['at', String(at)]] };
  });
  const frames = new Map([
    [0, { frame: 0, function: 'count', parameters: [['upto', String(rounds)] as const], caller: 0 }],
  ]);
  return { isWhole: true, steps, frames };
}

function failing(steps: BlockSteps): FailingRun {
  const result = { status: 'failed', type: 'AssertionError' } as const;
  return {
    source: 'def count(upto):\n    ...\n',
    language: 'python',
    model: undefined,
    test: 'assert count(9) == 9',
    result,
    steps,
  };
}

/** Answers by what it is shown of the state. */
function answering(
  answer: (step: number, at: number) => string,
): LanguageModel & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    id: 'scripted',
    asked,
    complete: ({ messages }) => {
      const text = messages.map((message) => message.text).join('\n');
      asked.push(text);
      const [, step, at] = /after step (\d+) B2 of count: upto=\d+ at=(\d+)/.exec(text) ?? [];
      const usage = { input: 1, cached: 0, output: 1 };
      return Promise.resolve({
        ok: true,
        value: { text: answer(Number(step), Number(at)), finish: 'stop', usage },
      });
    },
  };
}

const attentive = (step: number, at: number): string => JSON.stringify({ right: step === at });

describe('a run too long to be shown', () => {
  it('is halved until the steps around the one that goes wrong are left', async () => {
    const steps = counting(5000, 1234);
    const model = answering(attentive);
    const window = await wrongWindow(failing(steps), undefined, model);
    assert.ok(
      window && window.from < 1234 && window.to >= 1234 && window.to - window.from <= 60,
      JSON.stringify(window),
    );
    assert.ok(model.asked.length <= 7, String(model.asked.length));
    const shown = stepText(steps, 1200, window);
    assert.match(shown, /\n1233 B2 at=1233\n1234 B2 at=1235\n/);
    assert.doesNotMatch(stepText(steps, 1200), /\n1234 /, 'without it the step is left out');
  });

  it('is not asked about where it is short', async () => {
    const model = answering(attentive);
    assert.equal(await wrongWindow(failing(counting(200, 100)), undefined, model), undefined);
    assert.deepEqual(model.asked, []);
  });

  it('is shown as before where the model does not answer, and by what it said where it stops to', async () => {
    const steps = counting(5000, 1234);
    const prose = answering(() => 'It looks fine to me.');
    assert.equal(await wrongWindow(failing(steps), undefined, prose), undefined);
    assert.equal(prose.asked.length, 2, 'asked once more, and then no longer');
    let left = 2;
    const tired = answering((step, at) => (left-- > 0 ? attentive(step, at) : ''));
    assert.deepEqual(await wrongWindow(failing(steps), undefined, tired), { from: 0, to: 1250 });
  });
});

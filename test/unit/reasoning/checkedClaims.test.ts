import assert from 'node:assert/strict';
import { checkClaims } from '../../../src/core/reasoning/checkedClaims';
import { explanationQuestion } from '../../../src/core/reasoning/explanation';

const recorded: Readonly<Record<string, string>> = {
  '2 total': '3',
  '3 names': "['a', 'b']",
};

function verdicts(values: Readonly<Record<string, string>> | undefined, step: number): string[] {
  const claim = { text: 'It is so.', step, ...(values !== undefined && { values }) };
  return checkClaims([claim], (at, name) => recorded[`${at} ${name}`]).map(({ verdict }) => verdict);
}

describe('claims about a recording', () => {
  it('hold where every value is the recorded one, however it is written', () => {
    assert.deepEqual(verdicts({ total: ' 3' }, 2), ['holds']);
    assert.deepEqual(verdicts({ names: '["a","b",]' }, 3), ['holds']);
  });

  it('are false where one value is not, whatever the others are', () => {
    assert.deepEqual(verdicts({ total: '4' }, 2), ['false']);
    assert.deepEqual(verdicts({ total: '4', other: '1' }, 2), ['false']);
    const [claim] = checkClaims([{ text: 'It is so.', step: 2, values: { total: '4' } }], () => '3');
    assert.deepEqual(claim?.values, [{ name: 'total', claimed: '4', recorded: '3' }]);
  });

  it('are left open where nothing, or not all, can be looked up', () => {
    assert.deepEqual(verdicts(undefined, 2), ['open']);
    assert.deepEqual(verdicts({ other: '1' }, 2), ['open']);
    assert.deepEqual(verdicts({ total: '3', other: '1' }, 2), ['open']);
  });

  it('have to rest on a step that the model was told of', () => {
    const told = { outcome: 'raised ValueError: no', lines: ['2 a.py:1 x = 1 | x=1'], steps: new Set([2]) };
    const { read } = explanationQuestion(told);
    const answer = (step: number) => read(JSON.stringify({ claims: [{ text: 'It is so.', step }] }));
    assert.deepEqual(answer(2), { ok: true, value: [{ text: 'It is so.', step: 2 }] });
    assert.deepEqual(answer(7), { ok: false, problem: 'There is no step 7 to rest on.' });
  });
});

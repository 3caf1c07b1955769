import assert from 'node:assert/strict';
import { informationOf } from '../../../src/core/debugging/information';

describe('how much an answer tells', () => {
  it('is one bit for a truth value, and more for larger numbers', () => {
    assert.equal(informationOf('= True'), 1);
    assert.equal(informationOf('= 6'), 3);
    assert.ok(informationOf('= 1000') > informationOf('= 10'));
    assert.ok(informationOf('= 0.25') > informationOf('= 1'));
  });

  it('adds up in containers and grows with texts', () => {
    assert.equal(informationOf('= [6, 6]'), 8);
    assert.equal(informationOf("= ('ab', True)"), 2 + 10 + 1);
    assert.equal(informationOf("= {'a': 6}"), 2 + 6 + 3);
  });

  it('sees a number in a text of digits', () => {
    assert.equal(informationOf("= '6'"), informationOf('= 6'));
  });

  it('is little for what was raised, and none for what did not end', () => {
    assert.equal(informationOf('! ValueError'), 2);
    assert.equal(informationOf('timeout'), 0);
  });
});

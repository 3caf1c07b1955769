import assert from 'node:assert/strict';
import { retriesOf } from '../../../src/host/model/retrying';

describe('the pause before a model is asked again', () => {
  const pauseIn = (said?: string): number => retriesOf({ WITNESS_MODEL_PAUSE: said }).pauseMs;

  it('is a second, unless the environment says otherwise', () => {
    assert.equal(pauseIn(), 1000);
    assert.equal(pauseIn('25'), 25);
  });

  it('stays as it is where what is said is no time, and is a minute at most', () => {
    for (const said of ['', 'soon', '-1', '0']) assert.equal(pauseIn(said), 1000, said);
    assert.equal(pauseIn('9999999'), 60_000);
  });
});

import assert from 'node:assert/strict';
import { programEnvironment } from '../../../src/host/engine/runEngine';
import { RestartPolicy } from '../../../src/host/engine/restartPolicy';

describe('restarts', () => {
  const limits = { quickMs: 1_000, pausesMs: [0, 50] };

  it('come at once, then after a pause, then no more', () => {
    const policy = new RestartPolicy(limits);
    assert.deepEqual([policy.ended(0), policy.ended(10), policy.ended(20)], [0, 50, undefined]);
  });

  it('forget ends of long ago', () => {
    const policy = new RestartPolicy(limits);
    assert.deepEqual([policy.ended(0), policy.ended(10), policy.ended(2_000)], [0, 50, 0]);
  });

  it('begin anew when somebody asked', () => {
    const policy = new RestartPolicy(limits);
    policy.ended(0);
    policy.ended(1);
    policy.reset();
    assert.equal(policy.ended(2), 0);
  });
});

describe('the environment of programs', () => {
  it("is without the editor's own variables", () => {
    const environment = {
      PATH: '/bin',
      ELECTRON_RUN_AS_NODE: '1',
      VSCODE_IPC_HOOK: 'x',
      NODE_CHANNEL_FD: '3',
    };
    assert.deepEqual(programEnvironment(environment), { PATH: '/bin' });
  });
});

import assert from 'node:assert/strict';
import { alignBlocks, type VersionedSource } from '../../../src/core/debugging/alignment';
import { jointVerdict, trialVerdict, type ForcedRun } from '../../../src/core/debugging/trial';
import { testSyntax } from '../../support/syntax';

describe('the verdict of a trial', () => {
  const failure = { status: 'failed', type: 'AssertionError' } as const;
  const run = (side: 'entry' | 'exit', more: Partial<ForcedRun>): ForcedRun => ({
    side,
    status: 'failed',
    type: 'AssertionError',
    forced: 2,
    missing: 0,
    unknown: 0,
    ...more,
  });
  const passed = { status: 'passed' } as const;
  const of = (entry: Partial<ForcedRun>, exit: Partial<ForcedRun>, isOwnExpectation = false) =>
    trialVerdict(failure, run('entry', entry), run('exit', exit), isOwnExpectation);

  it('blames a block only where both sides hold', () => {
    assert.equal(of({}, passed), 'witnessed');
    assert.equal(of(passed, passed), 'before');
    assert.equal(of({}, {}), 'after');
    assert.equal(of(passed, {}), 'refuted');
  });

  it('takes a failure that became another one for no proof', () => {
    assert.equal(of({ type: 'KeyError' }, passed), 'moved');
    assert.equal(of({ status: 'timeout' }, passed), 'moved');
  });

  it('claims no more where forcing says only what the test expects, or a call is not known to be right', () => {
    assert.equal(of({}, passed, true), 'claimed');
    assert.equal(of({ unknown: 1 }, passed), 'claimed');
  });

  it('says nothing where a run of the block has no state', () => {
    assert.equal(of({}, { ...passed, missing: 1 }), 'not alignable');
    assert.equal(of({ forced: 0 }, passed), 'not alignable');
    assert.equal(of({}, { ...passed, forced: 0 }), 'not alignable');
  });

  it('joins tests: what refutes counts most, a test that says nothing counts least', () => {
    assert.equal(jointVerdict(['witnessed', 'refuted']), 'refuted');
    assert.equal(jointVerdict(['before', 'witnessed', 'not alignable']), 'witnessed');
    assert.equal(jointVerdict(['not alignable', 'after']), 'after');
    assert.equal(jointVerdict([]), 'not alignable');
  });
});

describe('the blocks of two versions', () => {
  async function versioned(source: string): Promise<VersionedSource> {
    const syntax = await testSyntax();
    const document = await syntax.parse('python', source);
    try {
      return { source, model: document.model('block') };
    } finally {
      document.dispose();
    }
  }

  async function aligned(a: string, b: string): Promise<string[]> {
    const [program, other] = [await versioned(a), await versioned(b)];
    return [...alignBlocks(program, other)].map(
      ([one, two]) => `${program.model.blocks[one]?.id ?? '?'} ${other.model.blocks[two]?.id ?? '?'}`,
    );
  }

  it('answer to each other where a line changed', async () => {
    const text = 'def f(x):\n    if x > 1:\n        return x\n    return -x\n';
    assert.deepEqual(await aligned(text, text.replace('> 1', '>= 1')), ['f:0 f:0', 'f:1 f:1', 'f:2 f:2']);
  });

  it('leave out what only one of them has', async () => {
    const text = 'def f(x):\n    if x > 1:\n        return x\n    return -x\n';
    const more = text.replace('    return -x', '    if x == 0:\n        return 5\n    return -x');
    assert.deepEqual(await aligned(text, more), ['f:0 f:0', 'f:1 f:1', 'f:2 f:4']);
  });

  it('are found by the path of their function, wherever it stands', async () => {
    const f = 'def f():\n    return 1\n';
    const g = 'def g():\n    return 2\n';
    assert.deepEqual(await aligned(`${f}${g}`, `${g}${f}`), ['f:0 f:0', 'g:0 g:0']);
  });
});

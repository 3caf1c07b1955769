// Why a value is what it is, in programs that really ran.
import assert from 'node:assert/strict';
import type { OpenRecording } from '../../../src/host/recordings/openRecording';
import { placeOf } from '../../../src/core/trace/stepView';
import { usePrograms } from './recordProgram';

describe('why a value is what it is', () => {
  const recordProgram = usePrograms();

  /** `reason line name = value` of each step, indented below what it explains; lines from 1. */
  async function told(open: OpenRecording, line: number, name?: string): Promise<string[]> {
    const { recording, walk } = open;
    const file = recording.parts.run.file;
    const asked = walk.lastRunOfLine(recording.stepCount, file, line - 1);
    assert.ok(asked);
    const { nodes } = await open.why({ step: asked.index, ...(name !== undefined && { name }) });
    const tell = (parent: number, depth: number): string[] =>
      nodes.flatMap((node, i) => {
        if (node.parent !== parent) return [];
        const step = recording.step(node.step);
        assert.ok(step);
        const value = [node.name, node.value?.text].filter((part) => part !== undefined).join(' = ');
        const text = `${'  '.repeat(depth)}${node.reason} ${placeOf(recording, step).line + 1} ${value}`;
        return [text.trimEnd(), ...tell(i, depth + 1)];
      });
    return tell(-1, 0);
  }

  it('goes back over assignments, arguments and results of calls', async () => {
    const open = await recordProgram(
      'def rate(n):\n    base = 4\n    unused = 9\n    return base * n\n\ndef price(items):\n    count = items + 1\n    each = rate(count)\n    total = each + 1\n    return total\n',
      'price(2)',
    );
    assert.deepEqual(await told(open, 9, 'total'), [
      'asked 9 total = 13',
      '  wrote 8 each = 12',
      '    wrote 7 count = 3',
      '      argument 6 items = 2',
      '    returned 4 12',
      '      wrote 2 base = 4',
      '      argument 8 n = 3',
    ]);
  });

  it('names the conditions that let a line run', async () => {
    const open = await recordProgram(
      'def f(a, b):\n    x = 0\n    if a > 1:\n        if b:\n            x = 5\n    return x\n',
      'f(2, True)',
    );
    assert.deepEqual(await told(open, 6, 'x'), [
      'wrote 5 x = 5',
      '  controls 4',
      '    argument 1 b = True',
      '    controls 3',
      '      argument 1 a = 2',
    ]);
  });

  it('takes the last write before, iteration by iteration', async () => {
    const open = await recordProgram(
      'def f(items):\n    t = 0\n    for i in items:\n        t += i\n    return t\n',
      'f([3, 4])',
    );
    const lines = await told(open, 5, 't');
    assert.equal(lines[0], 'wrote 4 t = 7');
    assert.ok(lines.includes('  wrote 4 t = 3'), lines.join('\n'));
    assert.ok(lines.includes('  wrote 3 i = 4'), lines.join('\n'));
    assert.ok(
      lines.some((line) => line.endsWith('wrote 2 t = 0')),
      lines.join('\n'),
    );
  });

  it('sees what was changed in place, and variables of the module', async () => {
    const open = await recordProgram(
      'limit = 2\n\ndef f():\n    got = []\n    got.append(limit)\n    first = got[0]\n    return first\n',
      'f()',
    );
    const lines = await told(open, 6, 'first');
    assert.deepEqual(lines.slice(0, 2), ['asked 6 first = 2', '  changed 5 got = [2]']);
    assert.ok(lines.includes('    wrote 1 limit = 2'), lines.join('\n'));
  });

  it('explains a raise by all that its line read', async () => {
    const open = await recordProgram('def f(a):\n    b = a - 1\n    c = 8\n    return c // b\n', 'f(1)');
    assert.deepEqual(await told(open, 4), [
      'asked 4',
      '  wrote 3 c = 8',
      '  wrote 2 b = 0',
      '    argument 1 a = 1',
    ]);
  });
});

// The tree of frames and steps, level by level.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FrameTree, TreeNode, TreeNodeId } from '../../../src/core/trace/frameTree';
import { pageLength, pagesOf, pagesTo } from '../../../src/core/trace/pages';
import type { OpenRecording } from '../../../src/host/recordings/openRecording';
import { usePrograms } from './recordProgram';

describe('pages of a long list', () => {
  it('hold every item once, and no more than a hundred a level', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (length, where) => {
          const whole = { from: 0, to: length };
          const pages = pagesOf(whole);
          if (pages === undefined) {
            assert.ok(length <= pageLength);
            return;
          }
          assert.ok(pages.length <= pageLength);
          assert.equal(pages[0]?.from, 0);
          assert.equal(pages.at(-1)?.to, length);
          pages.forEach((page, i) => {
            assert.ok(page.from < page.to);
            if (i > 0) assert.equal(page.from, pages[i - 1]?.to);
          });
          const item = Math.floor(where * length);
          const last = pagesTo(item, whole).at(-1);
          assert.ok(last && last.from <= item && item < last.to && last.to - last.from <= pageLength);
        },
      ),
    );
  });
});

describe('the tree of a recording', () => {
  const recordProgram = usePrograms();

  function told(tree: FrameTree, id: TreeNodeId, depth = 0): string[] {
    return tree.children(id).flatMap((node) => {
      const line = `${'  '.repeat(depth)}${text(node)}`;
      return node.hasChildren ? [line, ...told(tree, node.id, depth + 1)] : [line];
    });
  }

  function text({ call, page, place, values = [], returned, raised }: TreeNode): string {
    if (page !== undefined) return `${page.from}-${page.to}`;
    const end = [returned && `→ ${returned.text}`, raised && `✗ ${raised.type}`].filter(Boolean).join('');
    if (call !== undefined) return `${call} ${end}`;
    return `${place.line + 1} ${values.map(({ name, text: value }) => `${name}=${value}`).join(' ')}${end}`;
  }

  it('nests calls below the steps that make them', async () => {
    const { tree } = await recordProgram(
      'def g(n):\n    return 1 // n\n\ndef f():\n    a = g(1)\n    return g(a - 1)\n',
      'f()',
    );
    assert.deepEqual(told(tree, { kind: 'root' }), [
      'f(…) ✗ ZeroDivisionError',
      '  5 a=1',
      '    g(1) → 1',
      '      2 ',
      '  6 ',
      '    g(0) ✗ ZeroDivisionError',
      '      2 ',
      '      2 n=0✗ ZeroDivisionError',
      '  6 a=1✗ ZeroDivisionError',
    ]);
  });

  describe('of a long run', () => {
    let open: OpenRecording;
    before(async () => {
      open = await recordProgram(
        'def g(n):\n    return n\n\ndef f():\n    t = 0\n    for i in range(400):\n        t += g(i)\n    return sum(map(g, range(250)))\n',
        'f()',
      );
    });

    it('is cut into pages, of steps and of calls', () => {
      const [root] = open.tree.children({ kind: 'root' });
      assert.ok(root);
      const pages = open.tree.children(root.id);
      assert.deepEqual(pages.map(text), [
        ...['1-100', '101-200', '201-300', '301-400', '401-500'],
        ...['501-600', '601-700', '701-800', '801-803'],
      ]);
      const last = open.tree.children(pages.at(-1)?.id ?? { kind: 'root' }).at(-1);
      assert.ok(last);
      assert.deepEqual(open.tree.children(last.id).map(text), ['1-100', '101-200', '201-250']);
    });

    it('leads from the root to any step', () => {
      for (let number = 1; number <= open.walk.length; number += 7) {
        const step = open.walk.stepOf(number);
        assert.ok(step);
        const path = open.tree.pathTo(step.index);
        let parent: TreeNodeId = { kind: 'root' };
        for (const node of path) {
          const ids = open.tree.children(parent).map(({ id }) => JSON.stringify(id));
          assert.ok(
            ids.includes(JSON.stringify(node.id)),
            `${JSON.stringify(node.id)} of step ${step.index}`,
          );
          parent = node.id;
        }
        const reached: TreeNode | undefined = path.at(-1);
        const own = step.kind === 'block' || step.kind === 'raised';
        assert.deepEqual(
          reached?.id,
          own ? { kind: 'step', step: step.index } : { kind: 'frame', frame: step.frame.index },
        );
      }
    });
  });
});

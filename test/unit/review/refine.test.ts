// `witness review --refine`: refined code is shown only where it was tried and holds.
import assert from 'node:assert/strict';
import type { ReviewComment } from '../../../src/core/review/reviewReport';
import { assertGolden } from '../../support/golden';
import { CommandWithModel } from '../../support/model/commandWithModel';
import { answering } from '../../support/model/modelServer';
import { lineOf, reviewAnswer, shop, shopTests } from '../../support/model/reviewedShop';
import { testRepository, type TestRepository } from '../../support/repositories';
import { isolationOptions } from '../../support/sandbox/probedLevel';

const unguarded = shop.replace('    if people == 0:\n        return 0\n', '');
const guard = '    if people == 0:\n        return 0\n    return amount / people';

interface LineEdit {
  readonly from: number;
  readonly to: number;
  readonly code: string;
}

describe('refined code', function () {
  this.timeout(120_000);
  let repository: TestRepository;
  let command: CommandWithModel;
  let isolation: readonly string[];

  before(async () => {
    isolation = await isolationOptions();
  });
  beforeEach(() => {
    command = new CommandWithModel();
    repository = testRepository();
    repository.commit({ 'shop.py': shop, 'test_shop.py': shopTests });
  });
  afterEach(async () => {
    await command.dispose();
    repository.remove();
  });

  async function refined(now: string, answers?: readonly (readonly LineEdit[])[]) {
    repository.write({ 'shop.py': now });
    const requests: string[] = [];
    const { options } = await command.serve((_, { texts }) => {
      const text = texts.join('\n----\n');
      if (!text.includes('You mend a change')) return answering(reviewAnswer([]));
      requests.push(text);
      return answering(JSON.stringify({ edits: answers?.[requests.length - 1] ?? [] }));
    });
    const words = ['review', '--refine', '--json', '--cwd', repository.root, ...isolation];
    const model = answers === undefined ? ['--no-model'] : options;
    const { stdout, stderr } = await command.witness([...words, ...model]);
    assert.notEqual(stdout, '', stderr);
    const { comments } = JSON.parse(stdout) as { comments: readonly ReviewComment[] };
    const [comment] = comments;
    assert.ok(comment);
    assert.equal(repository.git('diff', '--name-only'), 'shop.py', 'nothing is written');
    return { comment, requests };
  }

  it('is found by the search where a small change brings back what a call did', async () => {
    const { comment } = await refined(shop.replace('result += price', 'result -= price'));
    const { refinement } = comment;
    assert.equal(refinement?.by, 'search', JSON.stringify(comment));
    assert.equal(refinement.text, shop);
    assert.match(refinement.patch, /^-\s+result -= price\n\+\s+result \+= price$/m);
    assert.match(refinement.told[0] ?? '', /^total\(.*\) returns .*, as before the change\.$/);
    assert.equal(refinement.told[1], '2 tests pass, 1 of them again.');
  });

  it('comes from the model, which is told what was wrong with its first edits; none is taken outside of the change', async () => {
    const line = lineOf(unguarded, 'return amount');
    const { comment, requests } = await refined(unguarded, [
      [{ from: 1, to: 1, code: 'import subprocess' }],
      [{ from: line, to: line, code: guard }],
    ]);
    assert.equal(comment.refinement?.by, 'model', JSON.stringify(comment));
    assert.equal(comment.refinement.text, shop);
    assert.match(requests[1] ?? '', /it edits line 1, which is outside of the change\./);
    assertGolden('model/refinementPrompt', requests[0] ?? '');
  });

  const refused: readonly (readonly [string, (line: number) => LineEdit, RegExp])[] = [
    [
      'does not parse',
      (line) => ({ from: line, to: line, code: '    return amount /' }),
      /it does not parse/,
    ],
    [
      'leaves the fault',
      (line) => ({ from: line, to: line, code: '    return amount / (people * 1)' }),
      /share\(.*\) raises ZeroDivisionError.*, and returns 0 before the change/,
    ],
    [
      'breaks a test',
      (line) => ({
        from: line,
        to: line,
        code: '    if people == 0 and amount == 0:\n        return 0\n    return amount / people',
      }),
      /test_shop\.py::test_nobody does not pass with it/,
    ],
    [
      'changes nothing',
      (line) => ({ from: line, to: line, code: '    return amount / people' }),
      /it changes nothing/,
    ],
  ];
  for (const [name, edit, reason] of refused) {
    it(`is not shown where it ${name}, and why is told`, async () => {
      const edits = [edit(lineOf(unguarded, 'return amount'))];
      const { comment } = await refined(unguarded, [edits, edits]);
      assert.equal(comment.refinement, undefined, JSON.stringify(comment.refinement));
      assert.match(comment.unrefined?.join('\n') ?? '', reason);
    });
  }

  it('is none where the model answers with lines that are not there', async () => {
    const nowhere = [{ from: 900, to: 901, code: 'x' }];
    const { comment } = await refined(unguarded, [nowhere, nowhere]);
    assert.equal(comment.refinement, undefined);
    assert.match(comment.unrefined?.[0] ?? '', /No answer of the model: .*no lines 900 to 901/);
  });
});

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

  interface Refused {
    readonly edit: (line: number) => LineEdit;
    readonly why: RegExp;
  }
  const refused: Readonly<Record<string, Refused>> = {
    'does not parse': {
      edit: (line) => ({ from: line, to: line, code: '    return amount /' }),
      why: /it does not parse/,
    },
    'leaves the fault': {
      edit: (line) => ({ from: line, to: line, code: '    return amount / (people * 1)' }),
      why: /share\(.*\) raises ZeroDivisionError.*, and returns 0 before the change/,
    },
    'breaks a test': {
      edit: (line) => ({
        from: line,
        to: line,
        code: '    if people == 0 and amount == 0:\n        return 0\n    return amount / people',
      }),
      why: /test_shop\.py::test_nobody does not pass with it/,
    },
    'changes nothing': {
      edit: (line) => ({ from: line, to: line, code: '    return amount / people' }),
      why: /it changes nothing/,
    },
  };
  // A session asks for edits twice.
  for (const names of [
    ['does not parse', 'breaks a test'],
    ['leaves the fault', 'changes nothing'],
  ]) {
    it(`is not shown where it ${names.join(', or ')}, and why is told`, async () => {
      const line = lineOf(unguarded, 'return amount');
      const cases = names.flatMap((name) => refused[name] ?? []);
      const { comment } = await refined(
        unguarded,
        cases.map(({ edit }) => [edit(line)]),
      );
      assert.equal(comment.refinement, undefined, JSON.stringify(comment.refinement));
      assert.equal(cases.length, 2);
      for (const [round, { why }] of cases.entries()) assert.match(comment.unrefined?.[round] ?? '', why);
    });
  }

  it('is none where the model answers with lines that are not there', async () => {
    const nowhere = [{ from: 900, to: 901, code: 'x' }];
    const { comment } = await refined(unguarded, [nowhere, nowhere]);
    assert.equal(comment.refinement, undefined);
    assert.match(comment.unrefined?.[0] ?? '', /No answer of the model: .*no lines 900 to 901/);
  });
});

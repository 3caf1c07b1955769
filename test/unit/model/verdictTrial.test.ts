// What a model says that a variable should hold is forced there: whether the test then passes is a fact.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { CommandWithModel } from '../../support/model/commandWithModel';
import { answering } from '../../support/model/modelServer';
import { isolationOptions } from '../../support/sandbox/probedLevel';

const documentSchema = z.object({
  suspects: z.array(z.object({ startLine: z.number(), reasons: z.array(z.string()) })),
  model: z.object({
    verdicts: z.array(
      z.object({
        block: z.string(),
        occurrence: z.number().optional(),
        trial: z.object({ outcome: z.string(), text: z.string() }).optional(),
      }),
    ),
  }),
});

const program = `def average(numbers):
    total = 0
    for number in numbers:
        total = total + number
    count = len(numbers) + 1
    return total / count
`;

describe('a verdict of a model on trial', function () {
  this.timeout(120_000);
  let command: CommandWithModel;
  let isolation: readonly string[];
  before(async () => {
    isolation = await isolationOptions();
  });
  beforeEach(() => {
    command = new CommandWithModel();
  });
  afterEach(async () => {
    await command.dispose();
  });

  const javascript = `export function average(numbers) {
  let total = 0;
  for (const number of numbers) {
    total = total + number;
  }
  const count = numbers.length + 1;
  return total / count;
}
`;

  /** The blocks B1 to B4 are the start, the header of the loop, its body, and what follows. */
  async function debug(
    block: string,
    expected: Readonly<Record<string, string>>,
    stepOf: RegExp,
    [name, text]: readonly [name: string, text: string] = ['averages.py', program],
    before?: Readonly<Record<string, string>>,
  ) {
    const file = path.join(command.folder, name);
    writeFileSync(file, text);
    const { options } = await command.serve((_, { texts }) => {
      const text = texts.join('\n');
      if (!text.includes('Judge blocks')) return answering('I do not know.');
      const step = Number(stepOf.exec(text)?.[1]);
      const wrong = { block, correct: false, step, why: 'It is not right.', before, expected };
      const right = ['B1', 'B2', 'B3', 'B4'].filter((other) => other !== block);
      return answering(
        JSON.stringify({ verdicts: [...right.map((other) => ({ block: other, correct: true })), wrong] }),
      );
    });
    const words = [
      'debug',
      file,
      '--call',
      'average([1, 2, 3])',
      '--expect',
      '2',
      '--candidates',
      '8',
      '--rounds',
      '1',
      '--json',
    ];
    const { stdout, stderr } = await command.witness([...words, ...isolation, ...options]);
    const document = documentSchema.parse(JSON.parse(stdout || `{"stderr": ${JSON.stringify(stderr)}}`));
    const verdict = document.model.verdicts.find((item) => item.block === block);
    const place = { B3: 4, B4: name.endsWith('.py') ? 5 : 6 }[block];
    const reasons = document.suspects.find(({ startLine }) => startLine === place)?.reasons ?? [];
    return { verdict, reasons };
  }

  it('is told with a run in which the test passes', async () => {
    const { verdict, reasons } = await debug('B4', { count: '3' }, /\n(\d+) B4 /);
    assert.equal(verdict?.trial?.outcome, 'passes', JSON.stringify(verdict));
    assert.match(reasons.at(-1) ?? '', /^with its values at step \d+ the test passes$/);
  });

  it('is told with what comes of the state on entry that it says is right', async () => {
    const names = ['averages.py', program] as const;
    const { verdict } = await debug('B4', { count: '3' }, /\n(\d+) B4 /, names, { total: '6' });
    assert.equal(verdict?.trial?.outcome, 'passes', JSON.stringify(verdict));
    assert.match(verdict.trial.text, /the test passes, with those before it alone it still fails$/);
    const mended = await debug('B4', { count: '3' }, /\n(\d+) B4 /, names, { total: '8' });
    assert.match(
      mended.verdict?.trial?.text ?? '',
      /with its values at step \d+ the test (?:passes|still fails)$/,
    );
  });

  it('is told with a run in which it still fails', async () => {
    const { verdict, reasons } = await debug('B3', { total: '1' }, /\n(\d+) B3 /);
    assert.equal(verdict?.occurrence, 1);
    assert.equal(verdict.trial?.outcome, 'still fails');
    assert.match(reasons.at(-1) ?? '', /the test still fails$/);
  });

  it('is tried at the run of the block that it speaks of', async () => {
    const { verdict } = await debug('B3', { total: '8' }, /(?:\n\d+ B3 [^]*?){2}\n(\d+) B3 total=6/);
    assert.equal(verdict?.occurrence, 3, JSON.stringify(verdict));
    assert.equal(verdict.trial?.outcome, 'passes');
  });

  it('is told of programs in JavaScript and TypeScript as well', async () => {
    const fixed = await debug('B4', { count: '3' }, /\n(\d+) B4 /, ['averages.mjs', javascript]);
    assert.equal(fixed.verdict?.trial?.outcome, 'passes', JSON.stringify(fixed));
    assert.match(fixed.reasons.at(-1) ?? '', /^with its values at step \d+ the test passes$/);
    const typed = javascript.replace('(numbers)', '(numbers: number[]): number');
    const third = await debug('B3', { total: '8' }, /(?:\n\d+ B3 [^]*?){2}\n(\d+) B3 total=6/, [
      'a.mts',
      typed,
    ]);
    assert.equal(third.verdict?.occurrence, 3, JSON.stringify(third));
    assert.equal(third.verdict.trial?.outcome, 'passes');
    const first = await debug('B3', { total: '1' }, /\n(\d+) B3 /, ['averages.mjs', javascript]);
    assert.equal(first.verdict?.trial?.outcome, 'still fails');
    const hostile = await debug('B4', { count: 'process.exit(0)' }, /\n(\d+) B4 /, [
      'averages.mjs',
      javascript,
    ]);
    assert.equal(hostile.verdict?.trial?.outcome, 'cannot be tried');
  });

  it('is not tried with what is no value, or no variable', async () => {
    const text = await debug('B4', { count: 'the number of numbers' }, /\n(\d+) B4 /);
    assert.equal(text.verdict?.trial?.outcome, 'cannot be tried');
    const other = await debug('B4', { size: '3' }, /\n(\d+) B4 /);
    assert.equal(other.verdict?.trial?.outcome, 'cannot be tried');
  });
});

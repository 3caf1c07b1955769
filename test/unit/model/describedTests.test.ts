// A description in the place of a test: a model writes the tests, and all that rests on them stays a claim.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { assertGolden } from '../../support/golden';
import { CommandWithModel } from '../../support/model/commandWithModel';
import { answering, type ServedRequest } from '../../support/model/modelServer';
import { isolationOptions } from '../../support/sandbox/probedLevel';

const documentSchema = z.object({
  failing: z.array(z.object({ test: z.string() })),
  passing: z.array(z.object({ test: z.string() })),
  suspects: z.array(z.object({ level: z.string(), verdict: z.string().optional() })),
  fix: z
    .object({ patch: z.string(), level: z.string(), evidence: z.array(z.object({ note: z.string() })) })
    .optional(),
  claimedTests: z.array(z.object({ test: z.string(), why: z.string() })),
});

const program = `def middle(numbers):
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2 - 1]
`;
const description = 'middle(numbers) returns the middle one of an odd number of numbers.';
const tests = [
  { call: 'middle([3, 1, 2])', expect: '2', why: 'the middle one' },
  { call: 'middle([5, 4, 3, 2, 1])', expect: '3', why: 'the middle one' },
  { call: 'middle([30, 10, 20, 50, 40])', expect: '30', why: 'the middle one of five' },
];

describe('witness debug --describe', function () {
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

  /** The model answers what is asked for tests in this order, and nothing of use to all else. */
  async function debug(answers: readonly string[], text = program, ...options: string[]) {
    const file = path.join(command.folder, 'statistics_of_ours.py');
    writeFileSync(file, text);
    let asked = 0;
    const isAskedForTests = ({ texts }: ServedRequest): boolean =>
      texts.at(-1)?.includes('Write the tests.') === true ||
      texts.at(-1)?.includes('cannot be used') === true;
    const { options: model, server } = await command.serve((_, request) =>
      answering(
        isAskedForTests(request) ? (answers[Math.min(asked++, answers.length - 1)] ?? '') : 'I do not know.',
      ),
    );
    const words = ['debug', file, '--describe', description, '--rounds', '1', ...isolation, ...options];
    const answer = await command.witness([...words, ...model]);
    return { ...answer, requests: server.requests };
  }

  it('debugs what the tests of a model find, and claims no more than they do', async () => {
    const { stdout, stderr, code, requests } = await debug([JSON.stringify({ tests })], program, '--json');
    assert.equal(code, 1, stderr);
    const document = documentSchema.parse(JSON.parse(stdout));
    assert.deepEqual(
      document.failing.map(({ test }) => test),
      tests.map(({ call, expect }) => `assert (${call}) == (${expect})`),
    );
    assert.deepEqual(document.claimedTests[2], {
      test: 'assert (middle([30, 10, 20, 50, 40])) == (30)',
      why: 'the middle one of five',
    });
    assert.match(document.fix?.patch ?? '', /\+ {4}return ordered\[len\(ordered\) \/\/ 2\]/);
    assert.equal(document.fix?.level, 'claimed', 'a fix is no better proved than the tests');
    assert.equal(
      document.fix.evidence.at(-1)?.note,
      'rests on tests that a model wrote from the description',
    );
    assert.ok(document.suspects.every(({ level }) => level === 'claimed'));
    assert.match(stderr, /asking for an expectation: about \d+ tokens, for 1200 at most/);
    assertGolden('model/expectationPrompt', requests[0]?.texts.join('\n\n') ?? '');
  });

  it('says that nothing contradicts a description, and on which tests that rests', async () => {
    const right = program.replace(' - 1', '');
    const { stdout, code, stderr } = await debug([JSON.stringify({ tests })], right);
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /: nothing contradicts the description\n {2}the tests are a model's, from the description: claimed/,
    );
    assert.match(stdout, / {4}assert \(middle\(\[3, 1, 2\]\)\) == \(2\) {2}# the middle one\n/);
  });

  it('asks once more for tests that call nothing of the program, and drops what is no test', async () => {
    const other = JSON.stringify({ tests: [{ call: 'print(1)', expect: 'None', why: 'prints' }] });
    const smuggled = [...tests, { call: 'middle([1])) == 1; open("x", "w"', expect: '1', why: 'more' }];
    const { stdout, requests, stderr } = await debug(
      [other, JSON.stringify({ tests: smuggled })],
      program,
      '--json',
    );
    assert.equal(documentSchema.parse(JSON.parse(stdout)).claimedTests.length, tests.length, stderr);
    assert.match(requests[1]?.texts.at(-1) ?? '', /print\(1\) calls nothing of the program\./);
  });

  it('says what is missing: a model, an answer, tests', async () => {
    const file = path.join(command.folder, 'a.py');
    writeFileSync(file, program);
    const without = await command.witness(['debug', file, '--describe', description, ...isolation]);
    assert.equal(without.code, 2);
    assert.match(without.stderr, /Only a model makes tests from a description, and none is chosen\./);
    const prose = await debug(['I am sure that it is fine.']);
    assert.equal(prose.code, 2, prose.stderr);
    assert.match(
      prose.stderr,
      /The model wrote no tests: The model's answer cannot be used, also when asked again\./,
    );
    assert.equal(prose.stdout, '');
  });

  it('has tests written in the language of the program', async () => {
    const file = path.join(command.folder, 'middle.mjs');
    writeFileSync(
      file,
      'export function middle(numbers) {\n  const ordered = [...numbers].sort((a, b) => a - b);\n  return ordered[Math.floor(ordered.length / 2) - 1];\n}\n',
    );
    const smuggled = { call: 'middle([1])); process.exit(', expect: '1', why: 'more' };
    const { options } = await command.serve(() => answering(JSON.stringify({ tests: [...tests, smuggled] })));
    const words = ['debug', file, '--describe', description, '--json', ...isolation, ...options];
    const { stdout, stderr } = await command.witness(words);
    assert.ok(stdout, stderr);
    const document = documentSchema.parse(JSON.parse(stdout));
    assert.equal(document.failing.length, tests.length);
    assert.equal(document.claimedTests.length, tests.length);
    assert.match(document.fix?.patch ?? '', /\+ {2}return ordered\[Math\.floor\(ordered\.length \/ 2\)\]/);
    assert.equal(document.fix?.level, 'claimed');
  });

  it('shows what would be sent and sends nothing', async () => {
    const { stdout, code, requests } = await debug([], program, '--preview');
    assert.equal(code, 0);
    assert.match(stdout, /<description>\nmiddle\(numbers\) returns/);
    assert.equal(requests.length, 0);
  });
});

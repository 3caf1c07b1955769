import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { CommandWithModel } from '../../support/model/commandWithModel';
import { answering, type ServedRequest } from '../../support/model/modelServer';
import { isolationOptions } from '../../support/sandbox/probedLevel';
import { assertGolden } from '../../support/golden';

const documentSchema = z.object({
  executedLines: z.array(z.number()),
  predicted: z.array(z.object({ path: z.string(), text: z.string(), source: z.string() })),
  errors: z.array(z.object({ line: z.number(), type: z.string(), level: z.string() })),
  model: z.object({ rounds: z.number(), noAnswer: z.string().optional() }).optional(),
});

const program = `found = []
for order in orders:
    label = order["name"].upper()
    if label.startswith("A") and order["price"] * order["count"] > 100:
        found.append(label)
    elif order["price"] < 0:
        raise ValueError("negative: " + label)
    else:
        found.append(None)
first = found.index("APPLES")
`;

const orders = [
  { name: 'apples', price: 30, count: 5 },
  { name: 'pears', price: 2, count: 1 },
];

describe('witness run with values from a model', function () {
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

  async function run(text: string, answers: readonly string[], ...options: string[]) {
    const file = path.join(command.folder, 'piece.py');
    writeFileSync(file, text);
    const served = await command.serve((number) => answering(answers[number] ?? 'no more answers'));
    const words = ['run', file, '--json', ...isolation, ...served.options, ...options];
    const { code, stdout, stderr } = await command.witness(words);
    return {
      code,
      stderr,
      document: documentSchema.parse(JSON.parse(stdout)),
      requests: served.server.requests,
    };
  }

  it('runs with them, marks them, and says what they cost', async () => {
    const { document, requests, stderr } = await run(program, [JSON.stringify({ values: { orders } })]);
    assert.deepEqual(document.executedLines, [1, 2, 3, 4, 5, 6, 9, 10]);
    assert.deepEqual(document.errors, []);
    const invented = document.predicted.map(({ path: name, text, source }) => [name, text, source]);
    const text = '[{"name": "apples", "price": 30, "count": 5}, {"name": "pears", "price": 2, "count": 1}]';
    assert.deepEqual(invented, [['orders', text, 'model']]);
    assert.deepEqual(document.model, { rounds: 1 });
    assert.match(stderr, /model-1: 1 request, 100 tokens in \(60 of them cached\), 20 out/);
    assertGolden('model/valuePrompt', textOf(requests[0]));
  });

  it('mends them by the error that they led to', async () => {
    const wrong = orders.map((order) => ({ ...order, price: -1 }));
    const { document, requests } = await run(program, [
      JSON.stringify({ values: { orders: wrong } }),
      JSON.stringify({ values: { orders } }),
    ]);
    assert.equal(document.model?.rounds, 2);
    assert.deepEqual(document.errors, []);
    assert.deepEqual(requests[1]?.texts.slice(0, 2), requests[0]?.texts.slice(0, 2));
    assert.match(textOf(requests[1]), /<error>\nline 7: ValueError: negative: APPLES \(because of orders\)/);
    assert.match(textOf(requests[1]), /<earlier-values>\norders = \[\{"name": "apples", "price": -1/);
  });

  it('gives up after three rounds, and calls no error that it led to a fact', async () => {
    const wrong = JSON.stringify({ values: { orders: [{ name: 'apples', price: -1, count: 5 }] } });
    const { code, document, requests } = await run(program, [wrong, wrong.replace('5', '6'), wrong]);
    assert.equal(requests.length, 3);
    assert.equal(code, 0);
    assert.ok(document.errors.every(({ level }) => level === 'claimed'));
  });

  it('makes objects, tuples, sets and bytes', async () => {
    const text = 'a, b = point\nkeys = {b"x", *tags}\nname = user.profile.name + "!"\n';
    const values = {
      point: { $tuple: [1, 2] },
      tags: { $set: ['t'] },
      user: { $object: 'User', attributes: { profile: { $object: 'Profile', attributes: { name: 'Ada' } } } },
    };
    const { document } = await run(text, [JSON.stringify({ values })]);
    assert.deepEqual(document.executedLines, [1, 2, 3]);
    const texts = document.predicted.filter(({ source }) => source === 'model').map((item) => item.text);
    assert.deepEqual(texts, ['(1, 2)', '{"t"}', 'User(profile=Profile(name="Ada"))']);
  });

  it('refuses what is no value or belongs to nothing, and runs without', async () => {
    const answers = [
      JSON.stringify({ values: { orders: { $object: '__import__("os")', attributes: { a: 1 } } } }),
      JSON.stringify({ values: { customers: [1] } }),
    ];
    const { document, requests } = await run(program, answers);
    assert.match(textOf(requests[1]), /The value of orders is not in the grammar\./);
    assert.match(document.model?.noAnswer ?? '', /There is no missing path customers\./);
    assert.ok(document.predicted.every(({ source }) => source !== 'model'));
    assert.ok(document.executedLines.length > 3);
  });

  it('asks nothing where nothing is missing', async () => {
    const { requests } = await run('a = 1\n', []);
    assert.equal(requests.length, 0);
  });

  it('shows what would be sent and sends nothing', async () => {
    const file = path.join(command.folder, 'piece.py');
    writeFileSync(file, program);
    const { stdout } = await command.witness(['run', file, '--preview', ...isolation]);
    assert.match(stdout, /2 for order in orders:/);
    assert.match(stdout, /\(\d+ tokens\)/);
  });

  it('replays a session without a model and to the same end', async () => {
    const session = path.join(command.folder, 'session.jsonl');
    const { document } = await run(program, [JSON.stringify({ values: { orders } })], '--record', session);
    const file = path.join(command.folder, 'piece.py');
    const again = await command.witness(['run', file, '--json', '--replay', session, ...isolation]);
    const replayed = documentSchema.parse(JSON.parse(again.stdout));
    assert.deepEqual(replayed.predicted, document.predicted);
    assert.deepEqual(replayed.executedLines, document.executedLines);
  });
});

function textOf(request: ServedRequest | undefined): string {
  return (request?.texts ?? []).join('\n----\n');
}

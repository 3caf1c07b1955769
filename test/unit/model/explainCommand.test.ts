// `witness explain` as a person and as a program meet it.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { CommandWithModel } from '../../support/model/commandWithModel';
import { answering, type Behaviour } from '../../support/model/modelServer';

const program = `def rate(n):
    base = 4
    return base * n

def price(items):
    count = items + 1
    if count > 2:
        each = rate(count)
    else:
        each = 0
    return 10 / (each - 12)
`;

const documentSchema = z.object({
  causes: z
    .array(
      z.object({
        number: z.number(),
        explains: z.number().optional(),
        reason: z.string(),
        name: z.string().optional(),
        line: z.number(),
        level: z.literal('witnessed'),
      }),
    )
    .optional(),
  isCut: z.boolean().optional(),
  claims: z
    .array(
      z.object({
        text: z.string(),
        cause: z.number().optional(),
        step: z.number().optional(),
        verdict: z.string(),
        line: z.number(),
        level: z.literal('claimed'),
        values: z.array(z.object({ name: z.string(), claimed: z.string(), recorded: z.string().optional() })),
      }),
    )
    .optional(),
  noAnswer: z.string().optional(),
});

const claims = [
  { text: 'Three are counted.', step: 4, values: { count: '3' } },
  { text: 'One costs five.\u001b[2J', step: 2, values: { return: '15' } },
  { text: 'That is dear.', step: 1 },
];

describe('witness explain', function () {
  this.timeout(60_000);
  let command: CommandWithModel;
  let file: string;
  let recording: string;

  beforeEach(async () => {
    command = new CommandWithModel();
    file = path.join(command.folder, 'price.py');
    recording = path.join(command.folder, 'price.recording');
    writeFileSync(file, program);
    const traced = await command.witness([
      'trace',
      file,
      '--call',
      'price(2)',
      '--out',
      recording,
      '--quiet',
    ]);
    assert.equal(traced.code, 1, traced.stderr);
  });
  afterEach(async () => {
    await command.dispose();
  });

  const about = (line: number, name?: string): string[] => [
    ...['explain', recording, '--at', `${file}:${line}`],
    ...(name === undefined ? [] : ['--name', name]),
  ];

  async function asked(behaviour: Behaviour, words: readonly string[]) {
    const { server, options } = await command.serve(() => behaviour);
    return { ...(await command.witness([...words, ...options])), server };
  }

  it('tells what led to a value without a model', async () => {
    const { code, stdout, stderr } = await command.witness([...about(11, 'each'), '--no-model']);
    assert.equal(code, 0, stderr);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines[0], '1  each = 12  price.py:8  each = rate(count)');
    assert.match(stdout, /^ {2}\d+ {2}rate\(3\) returned 12 {2}price\.py:2-3 {2}base = 4$/m);
    assert.match(stdout, /^ {2}\d+ {2}let it run {2}price\.py:6-7 {2}count = items \+ 1$/m);
    assert.match(stdout, /^ {4,}\d+ {2}given n = 3 {2}price\.py:8 {2}each = rate\(count\)$/m);
  });

  it('has what a model says of it compared with the recording, and ends with 1 where that is false', async () => {
    const document = await causes();
    const numberOf = (name: string): number =>
      document.causes?.find((cause) => cause.name === name || cause.reason === name)?.number ?? -1;
    const said = [
      { ...claims[0], step: numberOf('count') },
      { ...claims[1], step: numberOf('returned') },
      claims[2],
    ];
    const answer = answering(JSON.stringify({ claims: said }));
    const { code, stdout, stderr, server } = await asked(answer, about(11, 'each'));
    assert.equal(code, 1, stderr);
    assert.match(
      server.requests[0]?.texts.join('\n') ?? '',
      /\n {2}\d+ price\.py:2-3 \| rate\(3\) returned 12\n/,
    );
    const [, told = ''] = stdout.split('\n\n');
    assert.equal(
      told.replaceAll(/cause \d+/g, 'cause N'),
      `1  Three are counted.
    claimed, its values witnessed · cause N, price.py:6
    count = 3
2  One costs five.\ufffd[2J
    false · cause N, price.py:2
    return = 15: the recording has 12
    The first claim that is false: what follows may rest on it.
3  That is dear.
    claimed, nothing in it could be looked up · cause N, price.py:8
`,
    );
    assert.match(stderr, /asking for an explanation: about \d+ tokens/);
    assert.match(stderr, /model-1: 1 request, 100 tokens in/);
  });

  it('is one document for programs', async () => {
    const answer = answering(
      JSON.stringify({ claims: [{ text: 'So it is.', step: 1, values: { each: '12' } }] }),
    );
    const { code, stdout } = await asked(answer, [...about(11, 'each'), '--json']);
    assert.equal(code, 0);
    const document = documentSchema.parse(JSON.parse(stdout));
    assert.deepEqual(document.claims, [
      {
        ...{ text: 'So it is.', cause: 1, verdict: 'holds', line: 8, level: 'claimed' },
        values: [{ name: 'each', claimed: '12', recorded: '12' }],
      },
    ]);
    assert.equal(document.causes?.[0]?.explains, undefined);
    assert.equal(document.causes?.[1]?.explains, 1);
    assert.equal(document.isCut, false);
  });

  it('explains how the run ended where no line is named', async () => {
    const answer = answering(JSON.stringify({ claims: [{ text: 'So it ended.', step: 2 }] }));
    const { code, stdout, server } = await asked(answer, ['explain', recording, '--json']);
    assert.equal(code, 0);
    const { claims: told, ...rest } = documentSchema.parse(JSON.parse(stdout));
    assert.deepEqual(
      told?.map(({ text, step }) => [text, step]),
      [['So it ended.', 2]],
    );
    assert.deepEqual(rest, {});
    assert.match(server.requests[0]?.texts.join('\n') ?? '', /raised ZeroDivisionError/);
  });

  it('says why there is no explanation, and still what led to the value', async () => {
    const { code, stdout } = await asked(answering('It is dear.'), about(11, 'each'));
    assert.equal(code, 1);
    assert.match(stdout, /^1 {2}each = 12 /);
    assert.match(
      stdout,
      /\nThere is no explanation: The model's answer cannot be used, also when asked again\./,
    );
  });

  it('prints what would be sent, and sends nothing', async () => {
    const { code, stdout } = await command.witness([...about(11, 'each'), '--preview']);
    assert.equal(code, 0);
    assert.match(stdout, /<steps>\n1 price\.py:8 \| each=12\n/);
    assert.match(stdout, /\(\d+ tokens\)\n$/);
  });

  it('says what is wrong with what it is asked', async () => {
    const wrong: readonly [readonly string[], RegExp][] = [
      [['explain', recording], /A run is explained by a model, and none is set up\.\n.*--at/],
      [['explain', recording, '--name', 'each'], /A variable is one of a line\./],
      [['explain', recording, '--at', file], /Say it as FILE:LINE\./],
      [about(10), /Line 10 of .* did not run in this recording\./],
      [['explain', recording, '--at', 'other.py:1'], /did not run in this recording\.\nIt has: .*price\.py/],
      [['explain', file, '--at', `${file}:1`], /recording/],
      [['explain', 'no-such-recording'], /There is no recording no-such-recording/],
    ];
    for (const [words, reason] of wrong) {
      const { code, stdout, stderr } = await command.witness(words);
      assert.equal(code, 2, `${words.join(' ')}: ${stderr}`);
      assert.match(stderr, reason);
      assert.equal(stdout, '');
    }
  });

  async function causes() {
    const { stdout } = await command.witness([...about(11, 'each'), '--json']);
    return documentSchema.parse(JSON.parse(stdout));
  }
});

import assert from 'node:assert/strict';
import * as z from 'zod';
import { CommandWithModel } from '../../support/model/commandWithModel';
import { answering, refusing } from '../../support/model/modelServer';

const documentSchema = z.object({
  model: z.string(),
  ok: z.boolean(),
  tokens: z.object({ input: z.number(), cached: z.number(), output: z.number(), requests: z.number() }),
});

describe('witness model test', function () {
  this.timeout(60_000);
  let command: CommandWithModel;

  beforeEach(() => {
    command = new CommandWithModel();
  });

  afterEach(async () => {
    await command.dispose();
  });

  for (const protocol of ['openai', 'anthropic'] as const) {
    it(`tells whether a model answers over the protocol of ${protocol}, and what that cost`, async () => {
      const { options, server } = await command.serve(() => answering('{"sum": 42}'), protocol);
      const environment = { WITNESS_MODEL_KEY: 'the-key-4711', WITNESS_MODEL_PRICE: '1:0.5:2' };
      const { code, stdout } = await command.witness(['model', 'test', ...options], environment);
      assert.equal(code, 0);
      assert.match(stdout, /model-1: answers as it should/);
      // 40 tokens at 1, 60 cached ones at 0.5, and 20 at 2 for a million.
      assert.match(stdout, /1 request, 100 tokens in \(60 of them cached\), 20 out, 0\.0001/);
      const headers = server.requests[0]?.headers;
      assert.ok(JSON.stringify([headers?.authorization, headers?.['x-api-key']]).includes('the-key-4711'));
    });
  }

  it('tells what is wrong and what to do, as text and as a document', async () => {
    const { options } = await command.serve(() => refusing(401, {}, 'no such key: the-key-4711'));
    const environment = { WITNESS_MODEL_KEY: 'the-key-4711' };
    const text = await command.witness(['model', 'test', ...options], environment);
    assert.equal(text.code, 1);
    assert.match(text.stdout, /does not take the key \(401\): no such key: <key>\.[\s\S]*Set the key/);
    const json = await command.witness(['model', 'test', '--json', ...options], environment);
    assert.equal(documentSchema.parse(JSON.parse(json.stdout)).ok, false);
    assert.ok(!JSON.stringify([text, json]).includes('the-key-4711'));
  });

  it('says that no model is set up, and what no address and no price is', async () => {
    const none = await command.witness(['model', 'test']);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /No model is set up\.\s+Name one with --model/);
    const off = await command.witness(['model', 'test', '--no-model'], { WITNESS_MODEL: 'm' });
    assert.match(off.stderr, /No model is set up/);
    const address = await command.witness(['model', 'test', '--model', 'm', '--endpoint', 'ftp://x']);
    assert.match(address.stderr, /ftp:\/\/x is not the address/);
    const price = await command.witness(['model', 'test', '--model', 'm', '--price', 'cheap']);
    assert.match(price.stderr, /cheap is no price/);
  });

  it('stops at its budget before it asks', async () => {
    const { options, server } = await command.serve(() => answering('{"sum": 42}'));
    const { code, stdout } = await command.witness(['model', 'test', '--budget', '50', ...options]);
    assert.equal(code, 1);
    assert.match(stdout, /The budget is used up: 0 requests/);
    assert.equal(server.requests.length, 0);
  });

  it('leaves out what a server does not take', async () => {
    const { options, server } = await command.serve((_, { body }) => {
      if ('max_tokens' in body) return refusing(400, {}, "Unsupported parameter: 'max_tokens'");
      if ('temperature' in body) return refusing(400, {}, "'temperature' does not support 0");
      return answering('{"sum": 42}');
    });
    const { code } = await command.witness(['model', 'test', ...options]);
    assert.equal(code, 0);
    assert.equal(server.requests.at(-1)?.body['max_completion_tokens'], 500);
  });
});

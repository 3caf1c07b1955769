import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assertGolden } from '../../support/golden';
import { chatRule } from '../../support/model/chatRule';
import { CommandWithModel } from '../../support/model/commandWithModel';
import { answering, refusing, type ServedRequest } from '../../support/model/modelServer';

const words = 'text from a chat message must not reach eval';

const right = chatRule();
const tooWide = chatRule({ sink: '((call function: (_) @f arguments: (argument_list (_) @sink)))' });

function fenced(text: string): string {
  return `Here it is:\n\`\`\`yaml\n${text}\`\`\`\n`;
}

describe('witness rule new', function () {
  this.timeout(60_000);
  let command: CommandWithModel;

  beforeEach(() => {
    command = new CommandWithModel();
  });
  afterEach(async () => {
    await command.dispose();
  });

  async function make(answers: readonly string[], ...options: string[]) {
    const served = await command.serve((number) => answering(answers[number] ?? 'no more answers'));
    const asked = ['rule', 'new', words, '--language', 'python', ...options, ...served.options];
    return { ...(await command.witness(asked)), requests: served.server.requests };
  }

  it('prints a document that was tried, with a word on where it is from', async () => {
    const { code, stdout, stderr, requests } = await make([fenced(right)]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^# Written by openai .* model-1 from these words:\n# {3}text from a chat message/);
    assert.match(stdout, /\nid: python\/chat-eval\n/);
    assert.match(stderr, /asking for a rule: about \d+ tokens/);
    assert.equal(requests.length, 1);
    // The built-in rule that serves as the example has a life of its own.
    const prompt = textOf(requests[0]).replace(/(<example-document>\n)[^]*(\n<\/example-document>)/, '$1…$2');
    assertGolden('model/rulePrompt', prompt);
  });

  it('has one written again that finds something where the sink is another one', async () => {
    const { code, requests } = await make([fenced(tooWide), fenced(right)]);
    assert.equal(code, 0);
    assert.equal(requests.length, 2);
    assert.match(
      textOf(requests[1]),
      /Something is found in this example with other_than_this instead of eval, and then nothing must be\./,
    );
  });

  it('has one written again that takes the place of another rule, or misses an example of the user', async () => {
    const example = path.join(command.folder, 'bot.py');
    writeFileSync(example, 'from chat import read_message as said\ntext = said()\nexec(text)\n');
    const taken = chatRule({ id: 'python/command-injection' });
    const both = right.replace('(#eq? @name "eval")', '(#any-of? @name "eval" "exec")');
    const { code, stdout, requests } = await make(
      [fenced(taken), fenced(right), fenced(both)],
      '--must',
      example,
    );
    assert.equal(code, 0);
    assert.match(textOf(requests[1]), /There is a rule with the id python\/command-injection already\./);
    assert.match(textOf(requests[2]), /Nothing is found in this example, and something must be\./);
    assert.match(stdout, /exec\(text\)/, 'the example is kept with the rule');
  });

  it('gives no document that does not hold, and says why', async () => {
    const { code, stdout, stderr, requests } = await make(
      Array.from({ length: 9 }, (_, at) =>
        fenced(tooWide.replace('chat-eval', `chat-${'abcdefghi'[at] ?? ''}`)),
      ),
    );
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.equal(requests.length, 6);
    assert.match(stderr, /There is no rule: No rule held after 6 rounds; .*other_than_this/);
  });

  it('does not go on with a model that keeps to what does not hold', async () => {
    const { code, stderr, requests } = await make(Array.from({ length: 9 }, () => fenced(tooWide)));
    assert.equal(code, 2);
    assert.equal(requests.length, 2);
    assert.match(stderr, /There is no rule: No rule held after 2 rounds/);
  });

  it('takes no prose and no library, and says so after having asked twice', async () => {
    const library = 'library: python/mine\nlanguages: [python]\n';
    const { code, stderr, requests } = await make(['It cannot be done.', fenced(library)]);
    assert.equal(code, 2);
    assert.equal(requests.length, 2);
    assert.match(stderr, /cannot be used, also when asked again\. It is a library/);
  });

  it('says what is wrong with the model', async () => {
    const served = await command.serve(() => refusing(401));
    const { code, stderr } = await command.witness([
      'rule',
      'new',
      words,
      '--language',
      'python',
      ...served.options,
    ]);
    assert.equal(code, 2);
    assert.match(stderr, /There is no rule: .*401/);
  });

  it('writes a new file, which holds when it is checked, and never one that is there', async () => {
    const file = path.join(command.folder, 'rules', 'chat.witness-rule.yaml');
    assert.equal((await make([fenced(right)], '--out', file)).code, 0);
    assert.ok(existsSync(file));
    assert.deepEqual(await command.witness(['rule', 'check', file]), { code: 0, stdout: '', stderr: '' });
    const before = readFileSync(file, 'utf8');
    const again = await make([fenced(right)], '--out', file);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /The rule cannot be written/);
    assert.equal(readFileSync(file, 'utf8'), before);
  });

  it('finds what is wrong with a document that people wrote', async () => {
    const file = path.join(command.folder, 'broken.witness-rule.yaml');
    writeFileSync(file, right.replace('chat.read_message"', 'chat.listen"'));
    const { code, stdout } = await command.witness(['rule', 'check', file]);
    assert.equal(code, 1);
    assert.match(stdout, /broken\.witness-rule\.yaml:\d+:\d+: Nothing is found in this example/);
  });
});

function textOf(request: ServedRequest | undefined): string {
  return request?.texts.join('\n\n') ?? '';
}

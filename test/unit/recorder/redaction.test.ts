// Secrets never get into a recording; what only sounds like one does.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { decodeChunks } from '../../../src/core/trace/fileFormat';
import { Redaction, secrecyOf } from '../../../src/core/trace/secrets';
import { record } from './recordFixture';

/** By variable: a literal, and what of it must not be found in the recording. */
const secret: Readonly<Record<string, readonly [literal: string, gone: string]>> = {
  password: ["'hunter2'", 'hunter2'],
  dbPassword: ["'s3same'", 's3same'],
  password_hash: ["'5f4dcc'", '5f4dcc'],
  api_key: ["b'abc-bytes'", 'abc-bytes'],
  old_passwords: ["['first-one', 'second-one']", 'second-one'],
  session_token: ["'a1b2c3d4e5f6a7b8'", 'a1b2c3d4e5f6'],
  authorization: ["'Basic dXNlcjpwYXNzd29yZDEy'", 'dXNlcjpwYXNz'],
  settings: ["{'user': 'ann', 'client_secret': 'within-a-dict'}", 'within-a-dict'],
  account: ["Account('ann', 'within-an-object')", 'within-an-object'],
  aws: [`'AKIAIOSFODNN7EXAMPLE'`, 'IOSFODNN7'],
  github: [`'see ghp_abcdefghijklmnopqrstuvwxyz0123456789 there'`, 'abcdefghijklm'],
  openai: [`'sk-proj-abcdefghijklmnop1234'`, 'abcdefghijklmnop'],
  jwt_text: [`'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'`, 'c2lnbmF0dXJl'],
  header_line: ["'Authorization: Bearer abcdefabcdefabcdef'", 'abcdefabcdef'],
  pem: [`'-----BEGIN RSA PRIVATE KEY-----\\nMIIEow\\n-----END RSA PRIVATE KEY-----'`, 'MIIEow'],
  url: ["'postgres://ann:pa55word@db.local/x'", 'pa55word'],
};

/** By variable: a literal that is kept. */
const harmless: Readonly<Record<string, string>> = {
  tokens: "['if', '(', 'x']",
  token: "'identifier'",
  token_type: "'Bearer'",
  long_token: "'a_rather_long_identifier'",
  password_rules: "'at least eight'",
  password_length: '8',
  empty_password: "''",
  no_password: 'None',
  secretary: "'Ann'",
  author: "'A. U. Thor, 1999, London'",
  monkey: "'see-no-evil-12345'",
  session: "'morning'",
  compass: "'north'",
  pwd: "'/home/ann'",
  link: "'https://example.org/a:b@c'",
  words: "'ask-for-something-longer'",
};

describe('redaction', () => {
  let folder: string;
  let file: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-redaction-'));
    file = path.join(folder, 'secrets.py');
    const assigned = {
      ...Object.fromEntries(Object.entries(secret).map(([name, [literal]]) => [name, literal])),
      ...harmless,
    };
    const lines = Object.entries(assigned).map(([name, literal]) => `    ${name} = ${literal}`);
    writeFileSync(
      file,
      [
        'import os',
        'class Account:',
        '    def __init__(self, name, password):',
        '        self.name = name',
        '        self.password = password',
        'def login(user, password):',
        '    return len(password)',
        'def f():',
        ...lines,
        '    login("ann", "as-an-argument")',
        '    mine = "has " + os.environ["SAMPLE_TOKEN"] + " in it"',
        '    print("printed", github, os.environ["SAMPLE_TOKEN"])',
        '    raise ValueError("raised " + openai)',
        'f()',
      ].join('\n'),
    );
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const environment = {
    ...process.env,
    SAMPLE_TOKEN: 'tok3n-of-the-environment',
    APP_CREDENTIALS: '/home/ann',
  };

  async function bytesOf(redacts?: boolean): Promise<{ text: string; values: ReadonlyMap<string, string> }> {
    const out = path.join(folder, 'recording');
    const { parts } = await record(file, {
      out,
      environment,
      valueBudget: 400,
      ...(redacts === false && { redacts }),
    });
    const { chunks } = decodeChunks(readFileSync(out));
    const text = chunks
      .map(({ payload, deflated }) =>
        Buffer.from(deflated ? inflateSync(payload) : payload).toString('latin1'),
      )
      .join('\n');
    const values = [...parts.stepValues.values()].flatMap((step) => step.values);
    return { text, values: new Map(values.map((value) => [value.name, value.text])) };
  }

  it('leaves no secret in the file', async () => {
    const { text, values } = await bytesOf();
    for (const [name, [, gone]] of Object.entries(secret)) {
      assert.ok(!text.includes(gone), `${name}: ${gone} is in the recording`);
    }
    for (const gone of ['as-an-argument', 'tok3n-of-the-environment']) assert.ok(!text.includes(gone), gone);
    assert.equal(values.get('password'), '<redacted>');
    assert.equal(values.get('settings'), "{'user': 'ann', 'client_secret': <redacted>}");
    assert.equal(values.get('account'), "Account(name='ann', password=<redacted>)");
    assert.equal(values.get('github'), "'see <redacted> there'");
    assert.equal(values.get('url'), "'postgres://ann:<redacted>@db.local/x'");
    assert.match(text, /printed see <redacted> there <redacted>/);
    assert.match(text, /raised <redacted>/);
  });

  it('keeps what only sounds like a secret', async () => {
    const { values } = await bytesOf();
    for (const [name, literal] of Object.entries(harmless)) assert.equal(values.get(name), literal);
  });

  it('is off on request', async () => {
    const { text } = await bytesOf(false);
    for (const gone of ['hunter2', 'within-an-object', 'tok3n-of-the-environment']) {
      assert.ok(text.includes(gone), gone);
    }
  });

  it('reads names by their last words', () => {
    assert.equal(secrecyOf('userPassword2'), 'always');
    assert.equal(secrecyOf('PRIVATE_KEY'), 'always');
    assert.equal(secrecyOf('awsSecretAccessKey'), 'always');
    assert.equal(secrecyOf('x-api-key'), 'always');
    assert.equal(secrecyOf('refresh_token'), 'random');
    assert.equal(secrecyOf('Set-Cookie'), 'long');
    for (const name of [
      'tokenizer',
      'secret_santa',
      'password_field',
      'keys',
      'sessions',
      'public_key',
      'passwordless',
      '',
    ]) {
      assert.equal(secrecyOf(name), undefined, name);
    }
  });

  it('takes time that grows with the text only', () => {
    const redaction = new Redaction();
    const start = performance.now();
    for (const piece of ['a', 'sk-', 'eyJ', '-----BEGIN PRIVATE KEY-----', 'x://', '://a:']) {
      redaction.text(piece.repeat(20_000));
    }
    assert.ok(performance.now() - start < 2000);
  });
});

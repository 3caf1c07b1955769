// What is kept of a JavaScript program when its recording is bounded, and what is never kept of it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { decodeChunks } from '../../../src/core/trace/fileFormat';
import { record } from './recordFixture';

/** By variable: a literal, and what of it must not be found in the recording. */
const secret: Readonly<Record<string, readonly [literal: string, gone: string]>> = {
  password: ["'hunter2'", 'hunter2'],
  dbPassword: ['`s3same`', 's3same'],
  passwordHash: ['"5f4dcc"', '5f4dcc'],
  apiKey: ["Buffer.from('abc')", '97, 98, 99'],
  oldPasswords: ["['first-one', 'second-one']", 'second-one'],
  secrets: ["new Set(['in-a-set'])", 'in-a-set'],
  sessionToken: ["'a1b2c3d4e5f6a7b8'", 'a1b2c3d4e5f6'],
  authorization: ["'Basic dXNlcjpwYXNzd29yZDEy'", 'dXNlcjpwYXNz'],
  settings: ["{ user: 'ann', clientSecret: 'within-an-object' }", 'within-an-object'],
  headers: ["new Map([['api-key', 'within-a-map']])", 'within-a-map'],
  nested: ["{ inner: { passwords: ['within-a-field'] } }", 'within-a-field'],
  aws: ["'AKIAIOSFODNN7EXAMPLE'", 'IOSFODNN7'],
  github: ["'see ghp_abcdefghijklmnopqrstuvwxyz0123456789 there'", 'abcdefghijklm'],
  url: ["'postgres://ann:pa55word@db.local/x'", 'pa55word'],
};

/** By variable: a literal that is kept as it is. */
const harmless: Readonly<Record<string, string>> = {
  tokens: "['if', '(', 'x']",
  token: "'identifier'",
  longToken: "'a_rather_long_identifier'",
  passwordRules: "'at least eight'",
  emptyPassword: "''",
  noPassword: 'null',
  monkey: "'see-no-evil-12345'",
  session: "'morning'",
};

describe('a recording of a JavaScript program', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-javascript-limits-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('leaves no secret in the file, and keeps what only sounds like one', async () => {
    const file = path.join(folder, 'secrets.js');
    const out = path.join(folder, 'recording');
    const literals = [
      ...Object.entries(secret).map(([name, [literal]]) => [name, literal]),
      ...Object.entries(harmless),
    ];
    const lines = literals.map(([name, literal]) => `  const ${name} = ${literal};`);
    writeFileSync(
      file,
      [
        'function login(user, password) { return password.length; }',
        'function f() {',
        ...lines,
        "  login('ann', 'as-an-argument');",
        '  console.log(github, process.env.SAMPLE_TOKEN);',
        "  throw new Error('raised ' + aws);",
        '}',
        'f();',
      ].join('\n'),
    );
    const environment = { ...process.env, SAMPLE_TOKEN: 'tok3n-of-the-environment' };
    const { parts } = await record(file, {
      interpreter: process.execPath,
      out,
      environment,
      valueBudget: 400,
    });
    const { chunks } = decodeChunks(readFileSync(out));
    const text = chunks
      .map(({ payload, deflated }) =>
        Buffer.from(deflated ? inflateSync(payload) : payload).toString('latin1'),
      )
      .join('\n');
    const gone = [...Object.values(secret).map(([, part]) => part), 'as-an-argument', 'tok3n-of-the'];
    assert.deepEqual(
      gone.filter((part) => text.includes(part)),
      [],
    );
    const values = new Map(
      [...parts.stepValues.values()].flatMap((step) => step.values).map((each) => [each.name, each.text]),
    );
    for (const [name, literal] of Object.entries(harmless)) assert.equal(values.get(name), literal);
    assert.equal(values.get('settings'), "{ user: 'ann', clientSecret: <redacted> }");
    assert.match(text, /raised <redacted>/);
  });

  it('ends at the size that was set, and lets the program run to its end', async () => {
    const file = path.join(folder, 'big.js');
    writeFileSync(
      file,
      `let n = 0;
function step(i) { const text = 'x'.repeat(i % 100) + i; n += text.length; return text; }
for (let i = 0; i < 60000; i++) step(i);
console.log('to its end', n);
`,
    );
    const { parts, stepCount } = await record(file, {
      interpreter: process.execPath,
      steps: 'all',
      limitBytes: 1024 * 1024,
      limitMs: 50_000,
    });
    assert.match(parts.stdout.text, /^to its end \d+\n$/);
    assert.equal(parts.outcome.kind, 'returned');
    assert.match(parts.notes.join(), /The recording ends before the program: it had reached 1 MB/);
    assert.ok(stepCount > 1000 && stepCount < 240_000, `${stepCount} steps`);
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Recording } from '../../../src/core/trace/recording';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { trace, type TraceRequest } from '../../../src/host/trace/tracing';

const assets = path.resolve('dist');

describe('texts that are not saved', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'witness-unsaved-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, text: string): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  };
  const record = (file: string, more: Partial<TraceRequest>): Promise<Recording> =>
    trace(
      {
        ...{ file, arguments: [], cwd: folder, environment: process.env, granularity: 'line' },
        ...{ steps: 'all', limitMs: 20_000, valueBudget: 200, stdin: 'ignore', ...more },
      },
      { assets, syntax: new SyntaxService(assets) },
    );

  it('run in place of Python files, and the files stay as they are', async () => {
    const helper = await write('helper.py', 'def twice(x):\n    return x * 2\n');
    const main = await write('main.py', 'def f():\n    return 1\n');
    const recording = await record(main, {
      call: 'f()',
      unsaved: [
        { file: main, text: 'import helper\n\ndef f():\n    y = helper.twice(4)\n    return y + 1\n' },
        { file: helper, text: 'def twice(x):\n    "ä"\n    return x * 20\n' },
      ],
    });
    const { outcome, blocks } = recording.parts;
    assert.deepEqual(outcome, { kind: 'returned', value: { type: 'int', text: '81' } });
    assert.ok(blocks.some(({ id, startLine }) => id === 'f:0' && startLine === 3));
    assert.equal(await readFile(main, 'utf8'), 'def f():\n    return 1\n');
  });

  it('show their own lines in tracebacks, also below a symbolic link', async () => {
    await write('real.py', 'x = 1\n');
    const link = path.join(folder, 'link.py');
    await symlink(path.join(folder, 'real.py'), link);
    const text =
      'import traceback\ntry:\n    1 / 0  # unsaved\nexcept ZeroDivisionError:\n    traceback.print_exc()\n';
    const recording = await record(link, { unsaved: [{ file: link, text }] });
    assert.match(recording.parts.stderr.text, /1 \/ 0 {2}# unsaved/);
  });

  for (const [name, disk, unsaved] of [
    ['old.js', 'module.exports = 1;', 'function f(a) { return a + 1; }\nconsole.log(f(1));\n'],
    ['new.mjs', 'export const a = 1;', 'const f = (a) => a + 1;\nconsole.log(f(1));\nexport { f };\n'],
    [
      'typed.ts',
      'export const a = 1;',
      'const f = (a: number): number => a + 1;\nconsole.log(f(1));\nexport { f };\n',
    ],
  ] as const) {
    it(`run in place of ${name}`, async () => {
      const file = await write(name, disk);
      const { parts } = await record(file, { unsaved: [{ file, text: unsaved }] });
      assert.equal(parts.stdout.text, '2\n');
      assert.ok(parts.blocks.some(({ id }) => id === 'f:0'));
    });
  }
});

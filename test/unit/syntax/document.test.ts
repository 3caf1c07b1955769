import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ParseAbandoned } from '../../../src/core/syntax/limits';
import { languageOfPath } from '../../../src/core/syntax/profiles/registry';
import { createSyntax } from '../../../src/core/syntax/parser';
import { loadWasm, testSyntax } from '../../support/syntax';

const program = `import os

def f(a, b):
    if a:
        return b
    for x in b:
        print("😀", x)
    return None

class C:
    def m(self): return f(1, self)
`;

describe('languageOfPath', () => {
  it('goes by the extension', () => {
    assert.equal(languageOfPath('/a/b.PY'), 'python');
    assert.equal(languageOfPath('C:\\a\\stubs.pyi'), 'python');
    assert.equal(languageOfPath('a.test.mjs'), 'javascript');
    assert.equal(languageOfPath('types.d.ts'), 'typescript');
    assert.equal(languageOfPath('a.tsx'), 'typescriptreact');
    assert.equal(languageOfPath('folder.py/Makefile'), undefined);
    assert.equal(languageOfPath('A.java'), 'java');
    assert.equal(languageOfPath('a.rs'), undefined);
  });
});

describe('createSyntax', () => {
  it('loads a grammar when it is first needed, and once', async () => {
    const loaded: string[] = [];
    const syntax = await createSyntax((file) => {
      loaded.push(file);
      return loadWasm(file);
    });
    const documents = await Promise.all([syntax.parse('python', ''), syntax.parse('python', 'x')]);
    documents.forEach((document) => {
      document.dispose();
    });
    assert.deepEqual(loaded, ['web-tree-sitter.wasm', 'tree-sitter-python.wasm']);
  });

  it('tries again after a grammar could not be loaded', async () => {
    let isThere = true;
    const syntax = await createSyntax((file) =>
      isThere ? loadWasm(file) : Promise.reject(new Error('gone')),
    );
    isThere = false;
    await assert.rejects(syntax.parse('python', ''), /gone/);
    isThere = true;
    (await syntax.parse('python', '')).dispose();
  });
});

describe('SyntaxDocument', () => {
  it('keeps a model until the text changes', async () => {
    const document = await (await testSyntax()).parse('python', program);
    const model = document.model();
    assert.equal(document.model(), model);
    assert.notEqual(document.model('line'), model);
    document.update(program);
    assert.equal(document.model(), model);
    document.update(`${program}\nx = 1\n`);
    assert.notEqual(document.model(), model);
    document.dispose();
    document.dispose();
  });

  it('takes edits one after the other', async () => {
    const document = await (await testSyntax()).parse('python', 'a = 1\n');
    const place = (line: number, column: number) => ({ start: { line, column }, end: { line, column } });
    document.update([
      { range: place(1, 0), text: 'c = 3\n' },
      { range: place(1, 0), text: 'b = 2\n' },
    ]);
    assert.equal(document.text, 'a = 1\nb = 2\nc = 3\n');
    assert.deepEqual(document.model().blocks[0]?.definitions, ['a', 'b', 'c']);
    document.dispose();
  });

  it('arrives at the model of a fresh parse, whatever is edited', async () => {
    const syntax = await testSyntax();
    const piece = fc.constantFrom(
      '',
      'x',
      '\n',
      '    ',
      'if y:\n',
      'def g():\n',
      '(',
      '"""',
      ':',
      '\r\n',
      '\r',
      '😀',
      '#',
    );
    const edit = fc.tuple(fc.nat(), fc.nat({ max: 30 }), piece);
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        const document = await syntax.parse('python', program);
        for (const [seed, length, inserted] of edits) {
          const start = seed % (document.text.length + 1);
          document.update(document.text.slice(0, start) + inserted + document.text.slice(start + length));
        }
        const fresh = await syntax.parse('python', document.text);
        const [kept, expected] = [document.model(), fresh.model()];
        document.dispose();
        fresh.dispose();
        // Error recovery may choose another tree when it reuses an old one.
        fc.pre(kept.syntaxErrors.length === 0 && expected.syntaxErrors.length === 0);
        assert.deepEqual(kept, expected);
      }),
      { numRuns: 60 },
    );
  });

  it('gives up at the limit and keeps what it had', async () => {
    let time = 0;
    const syntax = await createSyntax(loadWasm, () => (time += 10));
    const document = await syntax.parse('python', 'a = 1\n');
    const text = 'x = [1, 2, 3]\n'.repeat(20_000);
    assert.throws(
      () => {
        document.update(text, { limitMs: 15 });
      },
      (error) => error instanceof ParseAbandoned && error.reason === 'time limit',
    );
    assert.equal(document.text, 'a = 1\n');
    assert.equal(document.model().statements.length, 1);
    await assert.rejects(syntax.parse('python', text, { limitMs: 15 }), ParseAbandoned);

    document.update(text);
    assert.throws(() => document.model('block', { limitMs: 15 }), ParseAbandoned);
    assert.equal(document.model().statements.length, 20_000);
    document.dispose();
  });

  it('does not start when it was cancelled', async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(
      (await testSyntax()).parse('python', 'a = 1', { signal }),
      (error) => error instanceof ParseAbandoned && error.reason === 'cancelled',
    );
  });
});

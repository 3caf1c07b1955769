// Whatever a file holds: a model, no exception, no endless loop.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { LanguageId, SourceModel } from '../../../src/core/syntax/model';
import { testSyntax } from '../../support/syntax';

describe('unusual text', () => {
  const program = 'def f(a):\n    if a:\n        b = """x\n\ty"""; c = 2\n    return b\n\nclass C: pass\n';

  for (const [name, terminator] of [
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ] as const) {
    it(`has the model of its LF form with ${name}`, async () => {
      const expected = await modelOf('python', program);
      assert.deepEqual(await modelOf('python', program.replaceAll('\n', terminator)), expected);
    });
  }

  it('may start with a byte order mark', async () => {
    const { blocks, syntaxErrors } = await modelOf('python', `\ufeff${program}`);
    assert.deepEqual(syntaxErrors, []);
    assert.equal(blocks[0]?.range.start.line, 0);
  });

  it('may hold form feeds, which start a line anew', async () => {
    const { statements, syntaxErrors } = await modelOf(
      'python',
      'x = 1\n\f\ndef f():\n    y\n  \f    z = 1\n\fw\n',
    );
    assert.deepEqual(syntaxErrors, []);
    assert.deepEqual(keysOf(statements), ['0:0', '2:0', '3:0', '4:0', '5:0']);
  });

  it('may continue lines anywhere', async () => {
    const { statements } = await modelOf('python', 'if \\\n  a: b = \\\n 1; c \\\n = 2\nd\n');
    assert.deepEqual(keysOf(statements), ['0:0', '1:0', '2:0', '4:0']);
  });

  it('may hold tabs and astral characters', async () => {
    const { statements, blocks } = await modelOf('python', 'if 1:\n\t"😀"; 𝒳 = "😀"; y = 𝒳\n');
    assert.deepEqual(
      statements.map(({ range }) => range.start.column),
      [0, 1, 7, 18],
    );
    assert.deepEqual(blocks[1]?.definitions, ['𝒳', 'y']);
  });

  it('may be empty', async () => {
    for (const language of ['python', 'javascript', 'typescript', 'typescriptreact'] as const) {
      const { functions, blocks, statements } = await modelOf(language, '');
      assert.deepEqual([functions.length, functions[0]?.entryBlock, blocks, statements], [1, -1, [], []]);
    }
  });
});

describe('hostile text', () => {
  const deep = 3000;
  const cases: readonly (readonly [LanguageId, string, string])[] = [
    ['python', 'parentheses', `x = ${'('.repeat(deep)}1${')'.repeat(deep)}`],
    ['python', 'open parentheses', '('.repeat(deep)],
    ['python', 'nested ifs', nestedIfs(1000)],
    ['python', 'lambdas', `f = ${'lambda: '.repeat(deep)}1`],
    ['python', 'comprehensions', `x = ${'[y for y in '.repeat(deep)}z${']'.repeat(deep)}`],
    ['python', 'elifs', `if a: b\n${'elif c: d\n'.repeat(deep)}`],
    ['python', 'a chain of calls', `x${'.y()'.repeat(deep)}`],
    ['javascript', 'braces', `${'{'.repeat(deep)}x()${'}'.repeat(deep)}`],
    ['javascript', 'else ifs', `if (a) b();${' else if (c) d();'.repeat(deep)}`],
    ['javascript', 'arrows', `x = ${'() => '.repeat(deep)}1`],
    ['javascript', 'calls', `${'f('.repeat(deep)}${')'.repeat(deep)}`],
    ['javascript', 'labels', `${'a: '.repeat(deep)}for (;;) break a`],
    ['javascript', 'tries', `${'try {'.repeat(deep)}x${'} finally { y }'.repeat(deep)}`],
    ['typescript', 'open brackets', '[{'.repeat(deep)],
  ];
  for (const [language, name, text] of cases) {
    it(`does not upset the ${language} model: ${name}`, async function () {
      this.timeout(60_000);
      checkIntegrity(await modelOf(language, text));
    });
  }

  it('may be any garbage', async () => {
    const tokens = [
      'def f():',
      'class',
      'if',
      'else:',
      'try:',
      'except',
      ':',
      '(',
      ')',
      '{',
      '=>',
      'for',
      '\n',
      '    ',
    ];
    const garbage = fc.array(fc.oneof(fc.constantFrom(...tokens), fc.string({ unit: 'grapheme' })), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(
        garbage,
        fc.constantFrom('python', 'javascript', 'typescriptreact'),
        async (parts, language) => {
          checkIntegrity(await modelOf(language, parts.join(' ')));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('may be a program cut anywhere', async function () {
    this.timeout(60_000);
    const files = { python: 'python/try.py', typescript: 'typescript/types.ts' } as const;
    for (const language of ['python', 'typescript'] as const) {
      const text = readFileSync(`test/fixtures/syntax/${files[language]}`, 'utf8');
      for (let end = 0; end < text.length; end += 7) {
        checkIntegrity(await modelOf(language, text.slice(0, end)));
      }
    }
  });

  it('may be two megabytes', async function () {
    this.timeout(120_000);
    const piece = readFileSync('test/fixtures/syntax/python/try.py', 'utf8');
    const text = piece.repeat(Math.ceil(2_000_000 / piece.length));
    const started = performance.now();
    const model = await modelOf('python', text);
    console.log(
      `      2 MB, ${model.statements.length} statements: ${(performance.now() - started).toFixed(0)} ms`,
    );
    checkIntegrity(model);
  });
});

async function modelOf(language: LanguageId, text: string): Promise<SourceModel> {
  const document = await (await testSyntax()).parse(language, text);
  const model = document.model();
  document.dispose();
  return model;
}

function keysOf(statements: SourceModel['statements']): string[] {
  return statements.map(({ headRange, nthOnLine }) => `${headRange.start.line}:${nthOnLine}`);
}

function nestedIfs(depth: number): string {
  return (
    Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}if a:\n`).join('') +
    `${' '.repeat(depth)}b\n`
  );
}

/** Every index leads somewhere, and what belongs together says so from both sides. */
function checkIntegrity({ functions, blocks, statements, calls }: SourceModel): void {
  assert.equal(functions[0]?.kind, 'module');
  assert.equal(new Set(blocks.map(({ id }) => id)).size, blocks.length, 'ids are unique');
  assert.equal(new Set(functions.map(({ path }) => path)).size, functions.length, 'paths are unique');
  functions.forEach((fn, index) => {
    assert.equal(fn.index, index);
    assert.ok(fn.parent < index && fn.parent >= (index === 0 ? -1 : 0));
    if (fn.entryBlock >= 0) assert.equal(blocks[fn.entryBlock]?.functionIndex, index);
  });
  blocks.forEach((block, index) => {
    assert.equal(block.index, index);
    for (const statement of block.statements) assert.equal(statements[statement]?.block, index);
    for (const { to } of block.successors) {
      if (to >= 0) assert.equal(blocks[to]?.functionIndex, block.functionIndex);
    }
  });
  statements.forEach((statement, index) => {
    assert.equal(statement.index, index);
    if (statement.block >= 0) assert.ok(blocks[statement.block]?.statements.includes(index));
  });
  for (const { block } of calls) assert.ok(block === -1 || blocks[block] !== undefined);
}

import assert from 'node:assert/strict';
import type { ChangedFile } from '../../../src/core/review/change';
import { type FileReview, reviewFile } from '../../../src/core/review/fileReview';
import { withMoves } from '../../../src/core/review/movedCode';
import { languageOfPath } from '../../../src/core/syntax/profiles/registry';
import { testSyntax } from '../../support/syntax';

type Texts = Readonly<Record<string, readonly [old: string, now: string]>>;

const price = 'def price(n, tax=2):\n    if n < 0:\n        return 0\n    return n + tax\n';
const rest = 'def rest(n):\n    return n\n';

async function reviewed([name, [old, now]]: [string, readonly [string, string]]): Promise<FileReview> {
  const syntax = await testSyntax();
  const language = languageOfPath(name) ?? 'python';
  const documents = { old: await syntax.parse(language, old), new: await syntax.parse(language, now) };
  try {
    const file: ChangedFile = { path: name, status: 'modified', old, new: now };
    return await reviewFile(file, documents, () => Promise.resolve(undefined));
  } finally {
    documents.old.dispose();
    documents.new.dispose();
  }
}

/** `file function: reason`, of functions. */
async function reasons(texts: Texts): Promise<string[]> {
  const reviews = await Promise.all(Object.entries(texts).map(reviewed));
  return withMoves(reviews).flatMap(({ file }) =>
    file.parts
      .filter(({ path }) => path !== '<module>')
      .map((part) => `${file.path} ${part.path}: ${part.necessity} ${part.reasons[0]?.text ?? ''}`),
  );
}

describe('a function that goes to another file', () => {
  it('is moved where it is the same, and may be missed where it was', async () => {
    assert.deepEqual(await reasons({ 'a.py': [`${price}\n\n${rest}`, rest], 'b.py': ['', price] }), [
      'a.py price: 0.6 moved to b.py as it was; others may look for it here',
      'b.py price: 0.3 moved here from a.py as it was',
    ]);
  });

  it('is missed by nobody where its file still names it, or it was private', async () => {
    const named = await reasons({ 'a.py': [price, 'from b import price\n'], 'b.py': ['', price] });
    assert.equal(named[0], 'a.py price: 0.2 moved to b.py as it was, and still named here');
    const all = await reasons({
      'a.js': ['export function f(a) {\n  return a;\n}\n', "export * from './b.js';\n"],
      'b.js': ['', 'export function f(a) {\n  return a;\n}\n'],
    });
    assert.equal(all[0], 'a.js f: 0.2 moved to b.js as it was, and still named here');
    const hidden = price.replace('price', '_price');
    const own = await reasons({ 'a.py': [hidden, ''], 'b.py': ['', hidden] });
    assert.equal(own[0], 'a.py _price: 0.3 moved to b.py as it was; others may look for it here');
  });

  it('may have other comments and another layout, and no other code', async () => {
    const told = price.replace(':\n', ':\n    """What it costs."""\n\n');
    const [, here] = await reasons({ 'a.py': [price, ''], 'b.py': ['', told] });
    assert.match(here ?? '', /moved here/);
    const other = price.replace('n < 0', 'n <= 0');
    assert.deepEqual(await reasons({ 'a.py': [price, ''], 'b.py': ['', other] }), [
      'a.py price: 0.8 others may use it, and it was removed',
      'b.py price: 0.6 it is new',
    ]);
  });

  it('is new where it is left where it was, or goes to another class', async () => {
    const copied = await reasons({ 'a.py': [price, `${price}# kept\n`], 'b.py': ['', price] });
    assert.deepEqual(copied, ['b.py price: 0.6 it is new']);
    const inClass = (name: string): string =>
      `class ${name}:\n    def price(self, n):\n        return self.tax if n else 0\n`;
    const [, there] = await reasons({ 'a.py': [inClass('A'), ''], 'b.py': ['', inClass('B')] });
    assert.equal(there, 'b.py B.price: 0.6 it is new');
  });
});

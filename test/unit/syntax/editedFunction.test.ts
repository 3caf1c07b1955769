import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LanguageId, SourceModel } from '../../../src/core/syntax/model';
import { testSyntax } from '../../support/syntax';

const python = `import os

LIMIT = 3

@cached(key=lambda a: a)
def first(a, b=LIMIT):
    if a: return b; b = 2
    for x in [lambda: y for y in b]:
        print("😀", x)
    return None

class Stack[T]:
    size: int = 0

    def push(self, item: T):
        def check(x): return x > 0
        self.items.append(item)
        while check(item):
            item -= 1
            yield T

    def push(self, other): return first(1, other)

async def last():
    with open("f") as f: await f
`;

const javascript = `import { a } from 'a';
const table = { 'x.y': () => 1, run(b = () => a) { return b(); } };
class Stack {
  items = [];
  push(item, ...rest) {
    this.items.push(item); rest.forEach((each) => { this.items.push(each); });
    return function inner() { return item; };
  }
  static { Stack.count = 0; }
}
function* numbers(n) { for (let i = 0; i < n; i++) yield i; }
it('counts', async () => { const s = new Stack(); s.push(1); }); it('is short', () => {});
export default function (x) {
  try { numbers(x); } catch ({ message }) { log(message); } finally { x = 0; }
}
`;

const pieces: Readonly<Record<'python' | 'javascript', readonly string[]>> = {
  python: ['z', ' ', '# c', 'q = f(1)\n', 'if z: y()\n', 'yield 1\n', 'def g(u): return u\n', 'a.b, '],
  javascript: ['z', ' ', '\n', 'f(q);', 'if (z) y();', 'const w = (v) => { return v; };', '/* c */', '{}'],
};

/** Where lines start behind their indentation, where they end, and everywhere. */
function places(text: string): number[] {
  const starts = [...text.matchAll(/^[ ]*/gm)].map((match) => match.index + match[0].length);
  const ends = [...text.matchAll(/$/gm)].map((match) => match.index);
  return [...starts, ...starts, ...ends, ...Array.from({ length: text.length }, (_, i) => i)];
}

/** The rest of a piece's lines is indented as the line that it is put into. */
function fitting(piece: string, text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return piece.replace(/\n$/, `\n${/^ */.exec(line)?.[0] ?? ''}`);
}

describe('a model after an edit in a function', () => {
  for (const [language, text] of [
    ['python', python],
    ['javascript', javascript],
    ['typescript', javascript],
  ] as const) {
    it(`is the one of a fresh parse (${language})`, async () => {
      const syntax = await testSyntax();
      const edit = fc.record({
        place: fc.nat(),
        removed: fc.constantFrom(0, 0, 0, 1, 5),
        piece: fc.constantFrom('', ...pieces[language === 'python' ? 'python' : 'javascript']),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 2 }), async (edits) => {
          const document = await syntax.parse(language, text);
          for (const granularity of ['block', 'line'] as const) document.model(granularity);
          for (const { place, removed, piece } of edits) {
            const all = places(document.text);
            const at = all[place % all.length] ?? 0;
            const put = fitting(piece, document.text, at);
            document.update(document.text.slice(0, at) + put + document.text.slice(at + removed));
            const fresh = await syntax.parse(language, document.text);
            for (const granularity of ['block', 'line'] as const) {
              const [kept, expected] = [document.model(granularity), fresh.model(granularity)];
              // Error recovery may choose another tree when it reuses an old one.
              if (expected.syntaxErrors.length + kept.syntaxErrors.length > 0) break;
              assert.deepEqual(kept, expected, document.text);
            }
            fresh.dispose();
          }
          document.dispose();
        }),
        { numRuns: 150 },
      );
    });
  }

  it('keeps what is not edited', async () => {
    const [before, after] = await typed('python', python, 'return None', 'x');
    assert.notDeepEqual(after, before);
    const kept = new Set<object>(before.blocks);
    const same = after.blocks.filter((block) => kept.has(block)).map(({ id }) => id);
    for (const id of ['Stack.push:0', 'Stack.push.check:0', 'last:0']) assert.ok(same.includes(id), id);
    assert.ok(!same.includes('first:0'));
  });

  it('cuts anew what stands around a definition that is edited', async () => {
    const [, after] = await typed('python', python, 'first(a, b', 'c');
    assert.deepEqual(after.functions.find(({ path }) => path === 'first')?.parameters, ['a', 'cb']);
  });
});

/** The models before and after something is typed right before the last word of `at`. */
async function typed(
  language: LanguageId,
  text: string,
  at: string,
  letter: string,
): Promise<[SourceModel, SourceModel]> {
  const document = await (await testSyntax()).parse(language, text);
  const before = document.model();
  const place = text.indexOf(at) + at.search(/\w+$/);
  document.update(text.slice(0, place) + letter + text.slice(place));
  const after = document.model();
  document.dispose();
  return [before, after];
}

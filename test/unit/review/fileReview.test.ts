import assert from 'node:assert/strict';
import type { Behaviour } from '../../../src/core/review/behaviour';
import { type CompareBehaviour, type FileReview, reviewFile } from '../../../src/core/review/fileReview';
import { lookThreshold, type ReviewedPart } from '../../../src/core/review/reviewReport';
import type { LanguageId } from '../../../src/core/syntax/model';
import { testSyntax } from '../../support/syntax';

const nobody: CompareBehaviour = () => Promise.resolve(undefined);

async function review(
  old: string,
  now: string,
  compare: CompareBehaviour = nobody,
  language: LanguageId = 'python',
  path = 'shop.py',
): Promise<FileReview> {
  const syntax = await testSyntax();
  const documents = { old: await syntax.parse(language, old), new: await syntax.parse(language, now) };
  try {
    return await reviewFile({ path, status: 'modified', old, new: now }, documents, compare);
  } finally {
    documents.old.dispose();
    documents.new.dispose();
  }
}

function part({ file }: FileReview, path: string): ReviewedPart {
  const found = file.parts.find((item) => item.path === path);
  assert.ok(found, JSON.stringify(file));
  return found;
}

const total = `def total(prices, limit):
    """The sum."""
    result = 0
    for price in prices:
        result += price
    if result > limit:
        return limit
    return result
`;

describe('the review of a file', () => {
  it('asks for no look at comments, documentation and formatting', async () => {
    const now = total
      .replace('"""The sum."""', '"""The sum of the prices."""\n    # a loop')
      .replace('prices, limit', 'prices,  limit');
    const { necessity, reasons } = part(await review(total, now), 'total');
    assert.ok(necessity < 0.1, JSON.stringify(reasons));
  });

  it('sees a loop that ends elsewhere behind the same words', async () => {
    const now = total
      .replace('    return result\n', '        return result\n')
      .replace('        return limit\n', '        return limit\n    else:\n');
    assert.ok(part(await review(total, now), 'total').necessity >= lookThreshold);
  });

  it('asks for no look at a variable that has another name everywhere', async () => {
    const { reasons } = part(await review(total, total.replaceAll('result', 'sum_of')), 'total');
    assert.deepEqual(reasons, [
      { weight: 0.1, text: 'only names of its own variables: result is now sum_of' },
    ]);
  });

  it('asks for no look at an import that says how annotations are read, and compares nothing for types alone', async () => {
    const typed = (type: string): string => total.replace('prices, limit', `prices: ${type}, limit: int`);
    const now = `from __future__ import annotations\n\n\n${typed('"list[int]"')}`;
    const asked: string[] = [];
    const reviewed = await review(typed('List[int]'), now, (path) => {
      asked.push(path);
      return Promise.resolve(undefined);
    });
    assert.deepEqual(part(reviewed, '<module>').reasons, [
      { weight: 0.1, text: 'only how annotations are read' },
    ]);
    assert.ok(part(reviewed, 'total').necessity < lookThreshold);
    assert.deepEqual(asked, []);
  });

  it('knows other names of variables and parameters of JavaScript, which no caller gives by name', async () => {
    const old =
      'function up(command, add) {\n  for (let each = command; each; each = each.parent) add(each);\n}\n';
    const necessity = async (now: string): Promise<number> =>
      part(await review(old, now, nobody, 'javascript', 'a.js'), 'up').necessity;
    assert.equal(await necessity(old.replaceAll('each', 'ancestor')), 0.1);
    assert.equal(await necessity(old.replaceAll('add', 'visit')), 0.1);
    assert.ok((await necessity(old.replaceAll('parent', 'owner'))) >= lookThreshold);
    const object = 'function both(a) {\n  const b = a + 1;\n  return { b };\n}\n';
    const renamed = await review(
      object,
      object.replaceAll('b', 'c').replace('coth', 'both'),
      nobody,
      'javascript',
      'a.js',
    );
    assert.ok(part(renamed, 'both').necessity >= lookThreshold, 'the object has another field');
  });

  it('asks for a look at a new parameter, which no call of before has given', async () => {
    const now = total.replace('limit)', 'limit, tax=0)').replace('result > limit', 'result + tax > limit');
    const same: Behaviour = { kind: 'same', calls: 200, lines: [...total.split('\n').keys()] };
    const reasons = part(await review(total, now, () => Promise.resolve(same)), 'total').reasons;
    assert.ok((reasons[0]?.weight ?? 0) >= lookThreshold);
    assert.match(reasons.at(-1)?.text ?? '', /tax is new, and no call gave it$/);
  });

  it('asks for a look where a new field decides, which no call may have set', async () => {
    const old = 'class Reader {\n  next(data) {\n    this.state = WAIT;\n    return data;\n  }\n}\n';
    const now = old.replace('WAIT;', 'this.eager ? READY : WAIT;');
    const same: Behaviour = { kind: 'same', calls: 200, lines: [...old.split('\n').keys()] };
    const reviewed = await review(old, now, () => Promise.resolve(same), 'javascript', 'reader.js');
    const { necessity, reasons } = part(reviewed, 'Reader.next');
    assert.ok(necessity >= lookThreshold);
    assert.match(reasons.at(-1)?.text ?? '', /eager decides what is done, and is new/);
  });

  it('asks for a look at new methods that the language calls itself', async () => {
    const old = 'class Cart:\n    size = 1\n';
    const method = (name: string): string =>
      `${old}\n    def ${name}(self, other):\n        self.size = other\n`;
    assert.ok(part(await review(old, method('__ior__')), 'Cart.__ior__').necessity >= lookThreshold);
    assert.ok(part(await review(old, method('grow')), 'Cart.grow').necessity < lookThreshold);
  });

  it('asks for a look where another function is called, however alike the code is', async () => {
    const old = 'def f(a):\n    return clean(a)\n';
    assert.ok(part(await review(old, old.replace('clean', 'keep')), 'f').necessity >= lookThreshold);
  });

  it('asks for a look where callers may have to change', async () => {
    const { reasons } = part(await review(total, total.replaceAll('limit', 'most')), 'total');
    assert.match(reasons[0]?.text ?? '', /its parameters or its type have changed: \(prices, most\)/);
  });

  it('names what has changed', async () => {
    const texts = part(await review(total, total.replace('> limit', '>= limit')), 'total').reasons.map(
      ({ text }) => text,
    );
    assert.deepEqual(texts, ['a condition has changed']);
  });

  it('tells a change from the functions around it', async () => {
    const old = `class A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n`;
    const { file } = await review(old, old.replace('return 2', 'return 3'));
    assert.deepEqual(
      file.parts.map(({ path }) => path),
      ['A.g'],
    );
  });

  it('asks for no look at imports in another order', async () => {
    const { reasons } = part(await review('import a\nimport b\n', 'import b\nimport a\n'), '<module>');
    assert.deepEqual(
      reasons.map(({ text }) => text),
      ['only the order of imports'],
    );
  });

  it('asks for a look where a public function is gone', async () => {
    const { necessity } = part(await review(`${total}\n\ndef other():\n    pass\n`, total), 'other');
    assert.ok(necessity >= lookThreshold);
  });

  it('asks for no look where every changed line ran and did the same', async () => {
    const same: Behaviour = { kind: 'same', calls: 100, lines: [0, 2, 3, 4, 5, 6, 7] };
    const now = total.replace('result > limit', 'limit < result');
    assert.ok(part(await review(total, now, () => Promise.resolve(same)), 'total').necessity < lookThreshold);
    const some: Behaviour = { ...same, lines: [0, 2, 3] };
    assert.ok(
      part(await review(total, now, () => Promise.resolve(some)), 'total').necessity >= lookThreshold,
    );
    const few: Behaviour = { ...same, calls: 2 };
    assert.ok(part(await review(total, now, () => Promise.resolve(few)), 'total').necessity >= lookThreshold);
  });

  it('asks for a look where a new text or number may be what no call asked for', async () => {
    const same: Behaviour = { kind: 'same', calls: 100, lines: [1] };
    const old = "def f(a):\n    return a in {'x', 'y'}\n";
    const now = old.replace("'y'", "'y', 'z'");
    const { necessity, reasons } = part(await review(old, now, () => Promise.resolve(same)), 'f');
    assert.ok(necessity >= lookThreshold, JSON.stringify(reasons));
    assert.match(JSON.stringify(reasons), /100 calls did the same before and after, but 'z' is new/);
  });

  it('takes a new function for a part of those that call it', async () => {
    const same: Behaviour = { kind: 'same', calls: 100, lines: [4] };
    const old = 'def f(a):\n    return a + 1\n';
    const now = 'def _more(a):\n    return a + 1\n\n\ndef f(a):\n    return _more(a)\n'.replace(
      '\n\n\n',
      '\n\n',
    );
    const { necessity } = part(await review(old, now, () => Promise.resolve(same)), '_more');
    assert.ok(necessity < lookThreshold);
    assert.ok(part(await review(old, now), '_more').necessity > 0.4);
  });

  it('asks about the function around a function, and once', async () => {
    const old = 'def f(a):\n    def g():\n        return 1\n    return g() + a\n';
    const asked: string[] = [];
    await review(old, old.replace('1', '2').replace('+ a', '- a'), (path) => {
      asked.push(path);
      return Promise.resolve(undefined);
    });
    assert.deepEqual(asked, ['f']);
  });

  it('makes a comment of a difference that was seen', async () => {
    const difference = { call: 'total([1], 1)', old: 'returns 1', new: 'raises ValueError' };
    const { comments } = await review(total, total.replace('>', '<'), () =>
      Promise.resolve({ kind: 'different', difference }),
    );
    const [comment] = comments;
    assert.equal(comments.length, 1);
    assert.equal(comment?.level, 'witnessed');
    assert.equal(comment.title, 'total fails where it worked');
    assert.equal(comment.message, 'total([1], 1) returned 1 before this change, and now raises ValueError.');
    assert.deepEqual(comment.lines, { start: 0, end: 8 });
  });

  it('knows a comment again after an edit elsewhere, and not after one of its code', async () => {
    const compare: CompareBehaviour = () =>
      Promise.resolve({ kind: 'different', difference: { call: 'total([], 0)', old: 'a', new: 'b' } });
    const idOf = async (now: string): Promise<string | undefined> =>
      (await review(total, now, compare)).comments[0]?.id;
    const now = total.replace('>', '<');
    assert.equal(await idOf(now), await idOf(`# first\n\n${now}`));
    assert.notEqual(await idOf(now), await idOf(now.replace('<', '<=')));
  });

  it('reads JavaScript', async () => {
    const old = 'function f(a) {\n  if (a > 1) return 2;\n  return g(a);\n}\n';
    const inJavaScript = async (now: string) =>
      part(await review(old, now, nobody, 'javascript', 'f.js'), 'f').reasons[0]?.text;
    assert.equal(await inJavaScript(old.replace('a > 1', 'a >= 1')), 'a condition has changed');
    assert.equal(
      await inJavaScript(old.replace('return g(a)', 'return await g(a)')),
      'what waits, locks or is released has changed',
    );
    assert.equal(
      await inJavaScript(old.replace('{\n', '{ // first\n')),
      'only comments, documentation or formatting',
    );
  });

  it('asks for no look at other types of the same parameters', async () => {
    const old = 'def f(a: Optional[int] = None) -> List[int]:\n    b: List[int] = [a]\n    return b\n';
    const now = old.replace('Optional[int]', 'int | None').replaceAll('List[', 'list[');
    const { necessity, reasons } = part(await review(old, now), 'f');
    assert.ok(necessity < lookThreshold, JSON.stringify(reasons));
    assert.match(reasons[0]?.text ?? '', /^only the types that it names/);
    const more = now.replace('= None', '= 1');
    assert.ok(part(await review(old, more), 'f').necessity >= lookThreshold);
  });

  it('takes a function that a variable of the module names for a part', async () => {
    const old = 'const f = (a) => a + 1;\nconst b = 1;\n';
    const { file } = await review(old, old.replace('a + 1', 'a - 1'), nobody, 'javascript', 'f.js');
    assert.deepEqual(
      file.parts.map(({ path }) => path),
      ['f'],
    );
  });

  it('says of tests that they are tests', async () => {
    const old = 'def test_a():\n    assert f(1) == 2\n';
    const { necessity } = part(
      await review(old, old.replace('2', '3'), nobody, 'python', 'tests/test_a.py'),
      'test_a',
    );
    assert.ok(necessity < lookThreshold);
  });
});

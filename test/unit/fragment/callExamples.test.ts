import assert from 'node:assert/strict';
import path from 'node:path';
import { CallExamples } from '../../../src/core/fragment/callExamples';
import { doctestCalls } from '../../../src/core/fragment/doctests';
import { wrapped } from '../../../src/core/fragment/ownCall';
import { bracketsMatch, isSelfContained, tokens } from '../../../src/core/fragment/pythonExpressions';
import { parametersOf } from '../../../src/core/fragment/signature';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';

const syntax = new SyntaxService(path.resolve('dist'));

async function examplesIn(text: string, functionPath: string): Promise<string[]> {
  const model = await syntax.model('m.py', Buffer.from(text), 'block');
  assert.ok(model);
  const examples = new CallExamples(new Set(model.functions.map(({ name }) => name)));
  examples.addFile({ model, text, isTestFile: false });
  const target = model.functions.find((item) => item.path === functionPath);
  assert.ok(target, `${functionPath} is not in the text`);
  return examples
    .of(target)
    .map(({ text: call, source, within }) => `${call} (${source} ${within})`.replace(' )', ')'));
}

describe('examples of calls', () => {
  const text = `
class Account:
    def __init__(self, cents): self.cents = cents
    def pay(self, n): return n
    @classmethod
    def open(cls, n): return cls(n)

def pay(account, n=1):
    """
    >>> pay(Account(5))
    1
    >>> x = pay(
    ...     Account(6),
    ...     2)
    """
    return account.pay(n)

def test_pay():
    assert pay(Account(7), n=3) == 3
    a = Account(1)
    assert pay(a) == 1
    assert Account(100).pay(3) == 3
    Account.open(4)

def other():
    return pay(Account(8))

if __name__ == '__main__':
    pay(Account(9))
    pay(Account(9))
`;

  it('come from tests, doctests, the file itself and other functions, in this order', async () => {
    assert.deepEqual(await examplesIn(text, 'pay'), [
      'pay(Account(7), n=3) (test test_pay)',
      'pay(Account(5)) (doctest)',
      'pay( Account(6), 2) (doctest)',
      'pay(Account(9)) (main)',
      'pay(Account(8)) (call other)',
    ]);
  });

  it('of methods name the object or the class', async () => {
    assert.deepEqual(await examplesIn(text, 'Account.pay'), ['Account(100).pay(3) (test test_pay)']);
    assert.deepEqual(await examplesIn(text, 'Account.open'), ['Account.open(4) (test test_pay)']);
  });
});

describe('whether a call can be made as it stands', () => {
  const names = new Set(['f', 'Entry']);
  for (const call of [
    'f()',
    'f(1, -2.5e3, 0xff, 1_000)',
    `f('a(', "b", b'c', r"\\d", """x\ny""")`,
    'f([1, (2, 3)], {"a": {4}}, None, True)',
    'f(key=Entry("2026", 1))',
    'f(*[1, 2])',
    'f(Entry.kind)',
  ]) {
    it(`yes: ${call}`, () => {
      assert.equal(isSelfContained(call, names), true);
    });
  }
  for (const call of [
    'f(x)',
    'g(1)',
    'f(self.x)',
    'f(f"{x}")',
    'f(lambda: 0)',
    'f([i for i in (1, 2)])',
    'f(1',
    'f("a)',
    '',
  ]) {
    it(`no: ${call}`, () => {
      assert.equal(isSelfContained(call, names), false);
    });
  }
});

describe('tokens of an expression', () => {
  it('are read also where something is wrong', () => {
    assert.deepEqual(
      tokens('f("a, …)').map(({ kind, text }) => `${kind} ${text}`),
      ['name f', 'open (', 'unknown "', 'name a', 'operator ,', 'unknown …', 'close )'],
    );
    assert.equal(bracketsMatch(tokens('f([1)]')), false);
  });
});

describe('parameters that a caller gives', () => {
  const cases: [head: string, expected: string][] = [
    ['():', ''],
    ['(a, b: dict[str, int], c=(1, 2), *rest, d, e: int = 3, **named) -> list[int]:', 'a b c? d e?'],
    ['(a, /, b, *, c):', 'a b c'],
    ['(\n    a,  \n    b="),(",\n):', 'a b?'],
  ];
  for (const [head, expected] of cases) {
    it(head.replace(/\s+/g, ' '), () => {
      const told = parametersOf(head).map(({ name, isRequired }) => (isRequired ? name : `${name}?`));
      // What is starred is never required and has no name of its own to give.
      assert.equal(told.filter((name) => !/^(rest|named)/.test(name)).join(' '), expected);
    });
  }
});

describe('doctests', () => {
  it('are found with their continuation lines, without what they assign', () => {
    assert.deepEqual(
      doctestCalls('"""\r\n    >>> f(1,\r\n    ...   2)\r\n    3\r\n    >>> y = f(2)\r\n"""'),
      ['f(1,\n2)'.replace('\n', '\n  '), 'f(2)'],
    );
  });
});

describe('driving what a call gives', () => {
  it('runs coroutines and generators, unless the call does', () => {
    assert.equal(wrapped('f(1)', 'none'), 'f(1)');
    assert.equal(wrapped('f(1)', 'coroutine'), "__import__('asyncio').run(f(1))");
    assert.equal(wrapped('asyncio.run(f(1))', 'coroutine'), 'asyncio.run(f(1))');
    assert.equal(wrapped("T('test').debug()", 'coroutine'), "T('test').debug()");
    assert.equal(wrapped('f(1)', 'generator'), 'list(f(1))');
    assert.equal(wrapped('list(f(1))', 'generator'), 'list(f(1))');
  });
});

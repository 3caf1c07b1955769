// The checks of a review: what each must say, and what it must not.
import assert from 'node:assert/strict';
import { reviewFile } from '../../../src/core/review/fileReview';
import type { ReviewComment } from '../../../src/core/review/reviewReport';
import type { LanguageId } from '../../../src/core/syntax/model';
import { testSyntax } from '../../support/syntax';

interface Example {
  readonly what: string;
  readonly language?: LanguageId;
  readonly old: string;
  readonly new: string;
}

async function comments({ language = 'python', old, new: now }: Example): Promise<readonly ReviewComment[]> {
  const syntax = await testSyntax();
  const documents = { old: await syntax.parse(language, old), new: await syntax.parse(language, now) };
  try {
    const file = { path: 'file', status: 'modified', old, new: now } as const;
    return (await reviewFile(file, documents, () => Promise.resolve(undefined))).comments;
  } finally {
    documents.old.dispose();
    documents.new.dispose();
  }
}

/** @param must Each with level, function and 0-based line of what is said. */
function check(
  kind: ReviewComment['kind'],
  must: readonly (Example & { said: readonly [string, string, number] })[],
  mustNot: readonly Example[],
): void {
  for (const example of must) {
    it(`says it: ${example.what}`, async () => {
      const said = (await comments(example)).map(({ kind: about, level, function: name, lines }) => [
        about,
        ...[level, name, lines.start],
      ]);
      assert.deepEqual(said, [[kind, ...example.said]]);
    });
  }
  for (const example of mustNot) {
    it(`does not say it: ${example.what}`, async () => {
      assert.deepEqual(await comments(example), []);
    });
  }
}

const save = 'async def save(a):\n    return a\n\n';
const saveInJavaScript = 'async function save(a) {\n  return a;\n}\n';

describe('a missing await', () => {
  check(
    'missing-await',
    [
      {
        what: 'a coroutine that was awaited',
        old: `${save}async def run():\n    await save(1)\n`,
        new: `${save}async def run():\n    save(1)\n`,
        said: ['derived', 'run', 4],
      },
      {
        what: 'a new call of a method',
        old: 'class A:\n    async def save(self):\n        pass\n\n    async def run(self):\n        pass\n',
        new: 'class A:\n    async def save(self):\n        pass\n\n    async def run(self):\n        self.save()\n',
        said: ['derived', 'A.run', 5],
      },
      {
        what: 'a condition on a coroutine',
        old: `${save}async def run():\n    if await save(1):\n        return 2\n`,
        new: `${save}async def run():\n    if save(1):\n        return 2\n`,
        said: ['derived', 'run', 4],
      },
      {
        what: 'a promise that was awaited',
        language: 'javascript',
        old: `${saveInJavaScript}async function run() {\n  await save(1);\n}\n`,
        new: `${saveInJavaScript}async function run() {\n  save(1);\n}\n`,
        said: ['derived', 'run', 4],
      },
      {
        what: 'a function of another file that was awaited',
        language: 'typescript',
        old: "import { save } from './save';\nasync function run() {\n  await save(1);\n}\n",
        new: "import { save } from './save';\nasync function run() {\n  save(1);\n}\n",
        said: ['claimed', 'run', 2],
      },
      {
        what: 'a function that has become asynchronous',
        language: 'javascript',
        old: `${saveInJavaScript.replace('async ', '')}function run() {\n  return save(1) + 1;\n}\n`,
        new: `${saveInJavaScript}function run() {\n  return save(1) + 1;\n}\n`,
        said: ['derived', 'run', 4],
      },
    ],
    [
      {
        what: 'a coroutine that becomes a task',
        old: `import asyncio\n${save}async def run():\n    await save(1)\n`,
        new: `import asyncio\n${save}async def run():\n    asyncio.create_task(save(1))\n`,
      },
      {
        what: 'one that is kept and awaited later',
        old: `${save}async def run():\n    await save(1)\n`,
        new: `${save}async def run():\n    found = save(1)\n    await found\n`,
      },
      {
        what: 'a function that is no longer asynchronous',
        language: 'javascript',
        old: `${saveInJavaScript}async function run() {\n  await save(1);\n}\n`,
        new: `${saveInJavaScript.replace('async ', '')}function run() {\n  save(1);\n}\n`,
      },
      {
        what: 'promises that are awaited together',
        language: 'javascript',
        old: `${saveInJavaScript}async function run() {\n  await save(1);\n  await save(2);\n}\n`,
        new: `${saveInJavaScript}async function run() {\n  await Promise.all([save(1), save(2)]);\n}\n`,
      },
      {
        what: 'a promise that is left alone on purpose, and one whose errors are caught',
        language: 'javascript',
        old: `${saveInJavaScript}async function run() {\n  await save(1);\n  await save(2);\n}\n`,
        new: `${saveInJavaScript}async function run() {\n  void save(1);\n  save(2).catch(console.error);\n}\n`,
      },
      {
        what: 'a promise that nobody awaited before either',
        language: 'javascript',
        old: `${saveInJavaScript}function run() {\n  save(1);\n}\n`,
        new: `${saveInJavaScript}function run() {\n  save(1);\n  return 2;\n}\n`,
      },
      {
        what: 'an asynchronous generator',
        old: 'async def each():\n    yield 1\n\n\nasync def run():\n    pass\n',
        new: 'async def each():\n    yield 1\n\n\nasync def run():\n    each()\n',
      },
    ],
  );
});

describe('a resource that is not closed', () => {
  const closed = 'def read(p):\n    with open(p) as f:\n        return f.read()\n';
  check(
    'unclosed-resource',
    [
      {
        what: 'a file whose with is gone',
        old: closed,
        new: 'def read(p):\n    f = open(p)\n    return f.read()\n',
        said: ['derived', 'read', 1],
      },
      {
        what: 'a way out before the close',
        old: 'def read(p):\n    f = open(p)\n    text = f.read()\n    f.close()\n    return text\n',
        new: 'def read(p):\n    f = open(p)\n    text = f.read()\n    if not text:\n        return None\n    f.close()\n    return text\n',
        said: ['derived', 'read', 1],
      },
      {
        what: 'a close that was removed',
        language: 'javascript',
        old: "const fs = require('fs');\nfunction read(p) {\n  const fd = fs.openSync(p);\n  fs.readSync(fd, b);\n  fs.closeSync(fd);\n}\n",
        new: "const fs = require('fs');\nfunction read(p) {\n  const fd = fs.openSync(p);\n  fs.readSync(fd, b);\n}\n",
        said: ['derived', 'read', 2],
      },
      {
        what: 'a stream without a close',
        language: 'java',
        old: 'class A {\n  int read(String p) throws Exception {\n    return 1;\n  }\n}\n',
        new: 'class A {\n  int read(String p) throws Exception {\n    FileInputStream in = new FileInputStream(p);\n    int one = in.read();\n    return one;\n  }\n}\n',
        said: ['derived', 'A.read', 2],
      },
    ],
    [
      {
        what: 'a close in finally',
        old: closed,
        new: 'def read(p):\n    f = open(p)\n    try:\n        if p:\n            return f.read()\n        return 1\n    finally:\n        f.close()\n',
      },
      {
        what: 'one that is returned, and one that an object keeps',
        old: closed,
        new: 'def read(p):\n    f = open(p)\n    return f\n\n\nclass A:\n    def __init__(self, p):\n        f = open(p)\n        self.f = f\n',
      },
      {
        what: 'one that is handed on',
        old: closed,
        new: 'def read(p):\n    f = open(p)\n    keep(f)\n',
      },
      {
        what: 'with, later',
        old: closed,
        new: 'def read(p):\n    f = open(p)\n    with f:\n        return f.read()\n',
      },
      {
        what: 'one that was left open before',
        old: 'def read(p):\n    f = open(p)\n    return f.read()\n',
        new: 'def read(p):\n    f = open(p)\n    return f.read() + "1"\n',
      },
    ],
  );
});

describe('a lost branch', () => {
  const handled =
    'def number(text):\n    try:\n        return int(text)\n    except ValueError:\n        return 0\n';
  const cases =
    "def area(kind, a):\n    if kind == 'square':\n        return a * a\n    elif kind == 'line':\n        return 0\n    raise KeyError(kind)\n\n\nKINDS = ['square', 'line']\n";
  check(
    'lost-branch',
    [
      {
        what: 'a handler',
        old: handled,
        new: 'def number(text):\n    return int(text)\n',
        said: ['derived', 'number', 1],
      },
      {
        what: 'one of the errors',
        old: handled.replace('ValueError', '(ValueError, TypeError)'),
        new: 'def number(text):\n    if not text:\n        return int(text)\n    try:\n        return int(text)\n    except ValueError:\n        return 0\n',
        said: ['derived', 'number', 2],
      },
      {
        what: 'a catch',
        language: 'javascript',
        old: 'function read(t) {\n  try {\n    return JSON.parse(t);\n  } catch {\n    return null;\n  }\n}\n',
        new: 'function read(t) {\n  return JSON.parse(t);\n}\n',
        said: ['derived', 'read', 1],
      },
      {
        what: 'a case whose value still stands elsewhere',
        old: cases,
        new: cases.replace("    elif kind == 'line':\n        return 0\n", ''),
        said: ['derived', 'area', 1],
      },
      {
        what: 'a case of a switch',
        language: 'typescript',
        old: "const kinds = ['a', 'b'];\nfunction f(k: string) {\n  switch (k) {\n    case 'a':\n      return 1;\n    case 'b':\n      return 2;\n  }\n}\n",
        new: "const kinds = ['a', 'b'];\nfunction f(k: string) {\n  switch (k) {\n    case 'a':\n      return 1;\n  }\n}\n",
        said: ['derived', 'f', 3],
      },
    ],
    [
      {
        what: 'a handler that takes more',
        old: handled,
        new: handled.replace('ValueError', 'Exception'),
      },
      {
        what: 'a call that is gone with its handler',
        old: handled,
        new: 'def number(text):\n    return text\n',
      },
      {
        what: 'errors that are suppressed',
        old: handled,
        new: 'from contextlib import suppress\n\n\ndef number(text):\n    with suppress(ValueError):\n        return int(text)\n    return 0\n',
      },
      {
        what: 'a value that is gone everywhere',
        old: cases,
        new: cases.replace("    elif kind == 'line':\n        return 0\n", '').replace(", 'line'", ''),
      },
      {
        what: 'another way to compare with it',
        old: cases,
        new: cases.replace("elif kind == 'line'", "elif kind in ('line', 'point')"),
      },
      {
        what: 'a table in their place',
        old: cases,
        new: "def area(kind, a):\n    return {'square': a * a, 'line': 0}[kind]\n\n\nKINDS = ['square', 'line']\n",
      },
    ],
  );
});

describe('a case that is not handled', () => {
  const colors = 'from enum import Enum\n\n\nclass Color(Enum):\n    RED = 1\n    BLUE = 2\n';
  const match =
    '\n\ndef name(c):\n    match c:\n        case Color.RED:\n            return "r"\n        case Color.BLUE:\n            return "b"\n';
  const shapes = "type Shape = 'a' | 'b';\n";
  const grown = "type Shape = 'a' | 'b' | 'c';\n";
  const choice =
    "function f(s: Shape) {\n  switch (s) {\n    case 'a':\n      return 1;\n    case 'b':\n      return 2;\n  }\n}\n";
  check(
    'unhandled-case',
    [
      {
        what: 'a new member of an enum',
        old: colors + match,
        new: `${colors}    GREEN = 3\n${match}`,
        said: ['derived', 'name', 10],
      },
      {
        what: 'a new member behind if and elif',
        old: `${colors}\n\ndef name(c):\n    if c == Color.RED:\n        print(1)\n    elif c == Color.BLUE:\n        print(2)\n`,
        new: `${colors}    GREEN = 3\n\n\ndef name(c):\n    if c == Color.RED:\n        print(1)\n    elif c == Color.BLUE:\n        print(2)\n`,
        said: ['derived', 'name', 10],
      },
      {
        what: 'a new text of a union',
        language: 'typescript',
        old: shapes + choice,
        new: grown + choice,
        said: ['derived', 'f', 2],
      },
      {
        what: 'a default that throws',
        language: 'typescript',
        old: shapes + choice,
        new: grown + choice.replace('  }\n}', '    default:\n      throw new Error(s);\n  }\n}'),
        said: ['derived', 'f', 2],
      },
    ],
    [
      {
        what: 'a default',
        old: colors + match,
        new: `${colors}    GREEN = 3\n${match}        case _:\n            return ""\n`,
      },
      {
        what: 'a case of its own',
        language: 'typescript',
        old: shapes + choice,
        new: grown + choice.replace("case 'b':", "case 'b':\n    case 'c':"),
      },
      {
        what: 'a choice that never told all apart',
        old: `${colors}    GREEN = 3\n${match}`,
        new: `${colors}    GREEN = 3\n    BLACK = 4\n${match}`,
      },
      {
        what: 'code after the choice, which takes the others',
        old: `${colors}\n\ndef name(c):\n    if c == Color.RED:\n        return 1\n    elif c == Color.BLUE:\n        return 2\n    return 3\n`,
        new: `${colors}    GREEN = 3\n\n\ndef name(c):\n    if c == Color.RED:\n        return 1\n    elif c == Color.BLUE:\n        return 2\n    return 3\n`,
      },
    ],
  );
});

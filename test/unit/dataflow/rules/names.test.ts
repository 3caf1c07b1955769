// What names and types mean where rules ask: through imports, aliases, fields, factories and callbacks.
import assert from 'node:assert/strict';
import { builtInRules, matchesOf, sourceFile } from '../../../support/rules';
import type { LanguageId } from '../../../../src/core/syntax/model';

async function sinks(language: LanguageId, rule: string, text: string): Promise<string[]> {
  const found = matchesOf(builtInRules(), await sourceFile(language, text), rule);
  return found.filter((match) => match.startsWith('sink')).map((match) => match.replace(/^sink \d+: /, ''));
}

async function sources(language: LanguageId, rule: string, text: string): Promise<string[]> {
  const found = matchesOf(builtInRules(), await sourceFile(language, text), rule);
  return found
    .filter((match) => match.startsWith('source'))
    .map((match) => match.replace(/^source \d+: /, ''));
}

describe('names in Python', () => {
  for (const [what, text] of [
    ['an import', 'import os\nos.system(command)\n'],
    ['an alias', 'import os as o\no.system(command)\n'],
    ['a name of a module', 'from os import system\nsystem(command)\n'],
    ['an aliased name of a module', 'from os import system as run\nrun(command)\n'],
    ['all names of a module', 'from os import *\nsystem(command)\n'],
    ['another name for a function', 'import os\nrun = os.system\nrun(command)\n'],
    ['an import inside of a function', 'def f():\n    import os\n    os.system(command)\n'],
  ] as const) {
    it(`are followed through ${what}`, async () => {
      assert.deepEqual(await sinks('python', 'python/command-injection', text), ['command']);
    });
  }

  it('of ones own are not those of a library', async () => {
    const own = 'class os:\n    def system(x): ...\nos.system(command)\n';
    assert.deepEqual(await sinks('python', 'python/command-injection', own), []);
    const shadowed = 'import os\ndef f(os):\n    os.system(command)\n';
    assert.deepEqual(await sinks('python', 'python/command-injection', shadowed), []);
  });

  it('of cursors are told by where they come from', async () => {
    const text = `import sqlite3
class Store:
    def __init__(self):
        self.base = sqlite3.connect('a')
    def find(self, query):
        rows = self.base.cursor()
        rows.execute(query)
        self.other.execute(query)
`;
    assert.deepEqual(await sinks('python', 'python/sql-injection', text), ['query']);
  });

  it('of the request are told in views of Django, by custom and by class', async () => {
    const view = 'from django.http import HttpResponse\ndef hello(request):\n    return request.GET["a"]\n';
    assert.deepEqual(await sources('python', 'python/xss', view), ['request.GET']);
    const own = `from django.views import View
class Hello(View):
    def get(self, other):
        return self.request.POST["a"]
`;
    assert.deepEqual(await sources('python', 'python/xss', own), ['self.request.POST']);
    const elsewhere = 'def hello(request):\n    return request.GET["a"]\n';
    assert.deepEqual(await sources('python', 'python/xss', elsewhere), []);
  });

  it('of parameters of routes are sources, where they are texts', async () => {
    const text = `from fastapi import FastAPI
app = FastAPI()
@app.get("/{name}/{number}")
def show(name: str, number: int): ...
def other(name: str): ...
`;
    assert.deepEqual(await sources('python', 'python/sql-injection', text), ['name']);
  });
});

describe('names in Java', () => {
  const within = (imports: string, body: string): string => `${imports}\nclass A {\n${body}\n}\n`;

  it('are types by import, by wildcard and by full name', async () => {
    const rule = 'java/path-traversal';
    const body = 'void f(String name) throws Exception { new FileReader(name); }';
    assert.deepEqual(await sinks('java', rule, within('import java.io.FileReader;', body)), ['name']);
    assert.deepEqual(await sinks('java', rule, within('import java.io.*;', body)), ['name']);
    assert.deepEqual(await sinks('java', rule, within('import my.FileReader;', body)), []);
    const full = 'void f(String name) throws Exception { new java.io.FileReader(name); }';
    assert.deepEqual(await sinks('java', rule, within('', full)), ['name']);
  });

  it('tell a page from a file by where the writer comes from', async () => {
    const imports = 'import java.io.*;\nimport jakarta.servlet.http.*;';
    const body = `  void f(HttpServletResponse response, String text) throws Exception {
    PrintWriter page = response.getWriter();
    PrintWriter file = new PrintWriter("log");
    page.println(text);
    file.println("kept " + text);
  }`;
    assert.deepEqual(await sinks('java', 'java/xss', within(imports, body)), ['text']);
  });

  it('are followed through fields, chains and elements of arrays', async () => {
    const imports = 'import javax.servlet.http.*;';
    const body = `  private HttpServletRequest kept;
  String f() { return this.kept.getParameter("a"); }
  String g() { Cookie[] all = kept.getCookies(); return all[0].getValue(); }`;
    assert.deepEqual(await sources('java', 'java/xss', within(imports, body)), [
      'this.kept.getParameter("a")',
      'kept.getCookies()',
      'all[0].getValue()',
    ]);
  });
});

describe('names in JavaScript and TypeScript', () => {
  for (const [what, text] of [
    ['a required module', "const child = require('child_process');\nchild.exec(command);\n"],
    [
      'a name out of a required module',
      "const { exec: run } = require('node:child_process');\nrun(command);\n",
    ],
    ['an import', "import { exec } from 'child_process';\nexec(command);\n"],
    ['an import of all', "import * as child from 'node:child_process';\nchild.execSync(command);\n"],
    [
      'a promise of it',
      "const { promisify } = require('util');\nconst run = promisify(require('child_process').exec);\nrun(command);\n",
    ],
  ] as const) {
    it(`are followed through ${what}`, async () => {
      assert.deepEqual(await sinks('javascript', 'javascript/command-injection', text), ['command']);
      assert.deepEqual(await sinks('typescript', 'javascript/command-injection', text), ['command']);
    });
  }

  it('of handlers are told by what they are handed to, in place or by name', async () => {
    const text = `const app = require('express')();
app.get('/a', (q, s) => s.send(q.query.name));
function other(q, s) { s.send(q.body); }
app.post('/b', other);
function unrelated(q, s) { s.send(q.body); }
`;
    assert.deepEqual(await sources('javascript', 'javascript/xss', text), ['q.query', 'q.body']);
  });

  it('of handlers are told by declared types', async () => {
    const text = `import type { Request, Response } from 'express';
export const show = (ask: Request, tell: Response) => tell.send(ask.params.name);
`;
    assert.deepEqual(await sources('typescript', 'javascript/xss', text), ['ask.params']);
    assert.deepEqual(await sinks('typescript', 'javascript/xss', text), ['ask.params.name']);
  });
});

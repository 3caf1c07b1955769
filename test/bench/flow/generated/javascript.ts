import type { Dialect } from './dialect';

const shared = (text: string): string[] => [
  `class Box { constructor(v${text}) { this.v = v; this.fixed = 'k'; } get() { return this.v; } fill(v${text}) { this.v = v; } }`,
  `class Base { pick(x${text}) { return 'ok'; } }`,
  `class Sub extends Base { pick(x${text}) { return x; } }`,
  `function* give(x${text}) { yield x; }`,
  `async function late(x${text}) { return x; }`,
  `function deep(x${text}, left${text === '' ? '' : ': number'}) { return left === 0 ? x : deep(x, left - 1); }`,
  `function ask(c${text === '' ? '' : ': (z: string) => string'}, x${text}) { return c(x); }`,
];

const requires = [
  "const express = require('express');", "const fs = require('fs');", "const path = require('path');",
  "const { exec, execSync } = require('child_process');", "const quote = require('shell-escape');", "const escapeHtml = require('escape-html');",
]; // prettier-ignore
const imports = [
  "import express from 'express';", "import type { Request, Response } from 'express';", "import fs from 'fs';", "import path from 'path';",
  "import { exec, execSync } from 'child_process';", "import quote from 'shell-escape';", "import escapeHtml from 'escape-html';",
]; // prettier-ignore

const javascriptLike = (isTyped: boolean): Dialect => {
  const text = isTyped ? ': string' : '';
  const names = ['Box', 'Base', 'Sub', 'give', 'late', 'deep', 'ask'];
  return {
    language: isTyped ? 'typescript' : 'javascript',
    topics: [
      {
        rule: 'command-injection',
        sources: ['req.query.q', "req.params['q']", 'req.body.q', "req.get('X-Name')"],
        sinks: [(v) => `exec(${v});`, (v) => `execSync(${v});`, (v) => `exec('ls ' + ${v});`],
      },
      {
        rule: 'xss',
        sources: ['req.query.q', 'req.params.q', 'req.body.q'],
        sinks: [(v) => `res.send(${v});`, (v) => `res.write('<p>' + ${v});`],
        clean: (v) => `escapeHtml(${v})`,
      },
      {
        rule: 'path-traversal',
        sources: ['req.query.q', 'req.params.q', 'req.body.q'],
        sinks: [(v) => `fs.readFileSync(${v});`, (v) => `fs.writeFileSync(${v}, 'a');`],
        clean: (v) => `path.basename(${v})`,
      },
    ],
    idioms: [
      { keeps: true, lines: (v, w) => [`let ${w} = \`a \${${v}} b\`;`] },
      { keeps: true, lines: (v, w) => [`let ${w} = [${v}].map((z) => z + '!').join(',');`] },
      { keeps: false, lines: (v, w) => [`let ${w} = [${v}].map(() => 'no')[0];`] },
      { keeps: true, lines: (v, w) => [`let ${w} = JSON.parse(JSON.stringify({ z: ${v} })).z;`] },
      { keeps: true, lines: (v, w) => [`let ${w} = '';`, `for (const z of give(${v})) { ${w} = z; }`] },
      { keeps: true, lines: (v, w) => [`let ${w} = deep(${v}, 2);`] },
      { keeps: true, lines: (v, w) => [`let ${w} = new Sub().pick(${v});`] },
      { keeps: false, lines: (v, w) => [`let ${w} = new Base().pick(${v});`] },
      { keeps: false, lines: (v, w) => [`let ${w} = new Box(${v}).fixed;`] },
      { keeps: true, lines: (v, w) => [`let ${w} = ask((z) => z, ${v});`] },
      { keeps: false, lines: (v, w) => [`let ${w} = ask((z) => 'no', ${v});`] },
      {
        keeps: true,
        lines: (v, w, n) => [`const o${n} = { a: ${v}, b: 'x' };`, `let { a: ${w} } = { ...o${n} };`],
      },
      { keeps: false, lines: (v, w, n) => [`const o${n} = { a: ${v}, b: 'x' };`, `let ${w} = o${n}.b;`] },
      { keeps: false, lines: (v, w) => [`let ${w} = String([${v}].length);`] },
    ],
    mainFile: isTyped ? 'app.ts' : 'app.js',
    helperFile: isTyped ? 'steps.ts' : 'steps.js',
    mainHead: (isApart, helpers) => {
      const all = [...names, ...helpers].join(', ');
      const own = isTyped ? `import { ${all} } from './steps';` : `const { ${all} } = require('./steps');`;
      return [...(isTyped ? imports : requires), ...(isApart ? [own] : []), 'const app = express();'];
    },
    helperHead: (isApart) => [...(isApart ? (isTyped ? imports : requires) : []), ...shared(text)],
    helperFoot: (isApart, helpers) => {
      const all = [...names, ...helpers].join(', ');
      if (!isApart) return [];
      return [isTyped ? `export { ${all} };` : `module.exports = { ${all} };`];
    },
    mainFoot: [],
    handlerOpen: (name) => [
      `app.get('/${name}', (req${isTyped ? ': Request' : ''}, res${isTyped ? ': Response' : ''}) => {`,
      '        const n = parseInt(req.query.n, 10);',
      '        const m = parseInt(req.query.m, 10);',
      '        if (!Number.isInteger(n) || n < -15 || n > 15 || !Number.isInteger(m) || m < -15 || m > 15) { return; }',
    ],
    handlerClose: ['});'],
    helperOpen: (name) => {
      const parameters = ['x', 'y', 'n', 'req', 'res'];
      const types = ['string', 'string', 'number', 'Request', 'Response'];
      const declared = parameters.map((each, index) => `${each}: ${types[index] ?? ''}`);
      return [`function ${name}(${(isTyped ? declared : parameters).join(', ')})${text} {`];
    },
    helperClose: ['}'],
    giveBack: (v) => `return ${v};`,
    leave: 'return;',
    nothing: ';',
    constant: "'ls'",
    set: (_type, name, value, isNew) => `${isNew ? 'let ' : ''}${name} = ${value};`,
    pick: (test, a, b) => `${test} ? ${a} : ${b}`,
    call: (_isApart, name, args) => `${name}(${args.join(', ')}, req, res)`,
    item: (list, index) => `${list}[${index}]`,
    last: (list) => `${list}[${list}.length - 1]`,
    entry: (map, key) => `${map}.get('${key}')${isTyped ? ' as string' : ''}`,
    content: (box) => `${box}.get()`,
    apply: (closure, a) => `${closure}(${a})`,
    list: (name, items) => `let ${name} = [${items.join(', ')}];`,
    append: (list, a) => `${list}.push(${a});`,
    replace: (list, index, a) => `${list}[${index}] = ${a};`,
    map: (name) => `let ${name} = new Map${isTyped ? '<string, string>' : ''}();`,
    put: (map, key, a) => `${map}.set('${key}', ${a});`,
    box: (name, a) => `let ${name} = new Box(${a});`,
    fill: (box, a) => `${box}.fill(${a});`,
    alias: (name, of) => `let ${name} = ${of};`,
    closure: (name, captures, body) => [
      `const held_${name} = ${captures};`,
      `const ${name} = (p${text}) => ${{ captured: `held_${name}`, given: 'p', both: `held_${name} + p`, constant: "'no'" }[body]};`,
    ],
    wordIs: (name, text) => `${name} === "${text}"`,
    equals: ['===', '!=='],
    and: '&&',
    or: '||',
    not: (test) => `!(${test})`,
    if: (test) => `if (${test}) {`,
    else: '} else {',
    repeat: (index, times) => `for (let ${index} = 0; ${index} < ${times}; ${index}++) {`,
    try: 'try {',
    raise: "throw new Error('no');",
    handle: '} catch (error) {',
    end: '}',
  };
};

export const javascript = javascriptLike(false);
export const typescript = javascriptLike(true);

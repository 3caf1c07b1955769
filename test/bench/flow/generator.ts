// Random programs whose flows are known because they were built that way.
import type { FlowFinding } from '../../../src/core/dataflow/model';
import type { LanguageId } from '../../../src/core/syntax/model';

export interface GeneratedProgram {
  readonly language: LanguageId;
  readonly path: string;
  readonly text: string;
  /** 0-based lines of the sinks that tainted values reach, and of all sinks. */
  readonly tainted: readonly number[];
  readonly sinks: readonly number[];
}

/** How one language writes what the programs are made of. `v` and `w` are names of variables. */
interface Dialect {
  readonly language: LanguageId;
  readonly file: string;
  readonly head: readonly string[];
  readonly foot: readonly string[];
  readonly source: string;
  readonly clean: string;
  readonly open: (name: string) => string;
  readonly close: string;
  readonly indent: string;
  readonly set: (v: string, value: string) => string;
  readonly sink: (v: string) => string;
  /** Each makes `w` of `v`; `keeps` says whether the taint gets through. */
  readonly steps: readonly {
    readonly keeps: boolean;
    readonly lines: (v: string, w: string, n: number) => string[];
  }[];
}

const python: Dialect = {
  language: 'python',
  file: 'app.py',
  head: [
    'import os', 'from flask import request', 'LIMIT = 4', 'def same(x):', '    return x', 'def other(x):', "    return 'ok'",
    'def deep(x, n):', '    return x if n == 0 else deep(x, n - 1)', 'class Base:', '    def pick(self, x):', "        return 'ok'",
    'class Sub(Base):', '    def pick(self, x):', '        return x', 'class Box:', '    def __init__(self, v):', '        self.v = v',
    "        self.fixed = 'k'", '    def get(self):', '        return self.v', 'def give(x):', '    yield x', '',
  ],
  foot: [],
  source: "request.args.get('q')",
  clean: "'ls'",
  open: (name) => `def ${name}():`,
  close: '',
  indent: '    ',
  set: (v, value) => `${v} = ${value}`,
  sink: (v) => `os.system(${v})`,
  steps: [
    { keeps: true, lines: (v, w) => [`${w} = same(${v})`] },
    { keeps: false, lines: (v, w) => [`${w} = other(${v})`] },
    { keeps: true, lines: (v, w) => [`${w} = deep(${v}, 1)`] },
    { keeps: true, lines: (v, w) => [`${w} = 'x ' + ${v}`] },
    { keeps: true, lines: (v, w) => [`${w} = f"a {${v}} b"`] },
    { keeps: true, lines: (v, w, n) => [`l${n} = ['a', ${v}]`, `${w} = l${n}[1]`] },
    { keeps: false, lines: (v, w, n) => [`l${n} = ['a', ${v}]`, `${w} = l${n}[0]`] },
    { keeps: true, lines: (v, w, n) => [`d${n} = {'k': ${v}}`, `d${n}['z'] = 'q'`, `${w} = d${n}['k']`] },
    { keeps: false, lines: (v, w, n) => [`d${n} = {'k': ${v}}`, `d${n}['z'] = 'q'`, `${w} = d${n}['z']`] },
    { keeps: true, lines: (v, w, n) => [`q${n} = []`, `q${n}.append(${v})`, `${w} = q${n}.pop()`] },
    { keeps: true, lines: (v, w, n) => [`b${n} = Box(${v})`, `${w} = b${n}.get()`] },
    { keeps: false, lines: (v, w, n) => [`b${n} = Box(${v})`, `${w} = b${n}.fixed`] },
    { keeps: true, lines: (v, w) => [`${w} = Sub().pick(${v})`] },
    { keeps: false, lines: (v, w) => [`${w} = Base().pick(${v})`] },
    { keeps: true, lines: (v, w, n) => [`f${n} = lambda: ${v}`, `${w} = f${n}()`] },
    { keeps: true, lines: (v, w, n) => [`def g${n}(c):`, `    return c(${v})`, `${w} = g${n}(lambda z: z)`] },
    { keeps: false, lines: (v, w, n) => [`def g${n}(c):`, `    return c(${v})`, `${w} = g${n}(lambda z: 'no')`] },
    { keeps: false, lines: (v, w) => [`${w} = 'ok'`, 'if LIMIT > 5:', `    ${w} = ${v}`] },
    { keeps: true, lines: (v, w) => [`${w} = 'ok'`, 'if LIMIT < 5:', `    ${w} = ${v}`] },
    { keeps: true, lines: (v, w) => ['try:', `    ${w} = ${v}`, '    raise ValueError()', 'except ValueError:', '    pass'] },
    { keeps: false, lines: (v, w) => [`${w} = ${v}`, `if ${w} is not None:`, `    ${w} = 'ok'`, 'else:', `    ${w} = 'no'`] },
    { keeps: true, lines: (v, w) => [`${w} = ''`, `for i in range(2):`, `    ${w} += ${v}`] },
    { keeps: true, lines: (v, w) => [`for ${w} in give(${v}):`, '    break'] },
    { keeps: true, lines: (v, w) => [`${w} = [x for x in [${v}]][0]`] },
  ],
}; // prettier-ignore

const javascript: Dialect = {
  language: 'javascript',
  file: 'app.js',
  head: [
    "const express = require('express');", "const { exec } = require('child_process');", 'const app = express();', 'const LIMIT = 4;',
    'function same(x) { return x; }', "function other(x) { return 'ok'; }", 'function deep(x, n) { return n === 0 ? x : deep(x, n - 1); }',
    "class Base { pick(x) { return 'ok'; } }", 'class Sub extends Base { pick(x) { return x; } }',
    "class Box { constructor(v) { this.v = v; this.fixed = 'k'; } get() { return this.v; } }", 'function* give(x) { yield x; }',
    'async function late(x) { return x; }',
  ],
  foot: [],
  source: 'req.query.q',
  clean: "'ls'",
  open: (name) => `app.get('/${name}', async (req, res) => {`,
  close: '});',
  indent: '  ',
  set: (v, value) => `let ${v} = ${value};`,
  sink: (v) => `exec(${v});`,
  steps: [
    { keeps: true, lines: (v, w) => [`let ${w} = same(${v});`] },
    { keeps: false, lines: (v, w) => [`let ${w} = other(${v});`] },
    { keeps: true, lines: (v, w) => [`let ${w} = deep(${v}, 1);`] },
    { keeps: true, lines: (v, w) => [`let ${w} = 'x ' + ${v};`] },
    { keeps: true, lines: (v, w) => [`let ${w} = \`a \${${v}} b\`;`] },
    { keeps: true, lines: (v, w, n) => [`const l${n} = ['a', ${v}];`, `let ${w} = l${n}[1];`] },
    { keeps: false, lines: (v, w, n) => [`const [l${n}] = ['a', ${v}];`, `let ${w} = l${n};`] },
    { keeps: true, lines: (v, w, n) => [`const o${n} = { a: ${v}, b: 'x' };`, `let { a: ${w} } = o${n};`] },
    { keeps: false, lines: (v, w, n) => [`const o${n} = { a: ${v}, b: 'x' };`, `let ${w} = o${n}.b;`] },
    { keeps: true, lines: (v, w, n) => [`const m${n} = new Map();`, `m${n}.set('k', ${v});`, `let ${w} = m${n}.get('k');`] },
    { keeps: false, lines: (v, w, n) => [`const m${n} = new Map([]);`, `m${n}.set('k', ${v});`, `m${n}.set('z', 'q');`, `let ${w} = m${n}.get('z');`] },
    { keeps: true, lines: (v, w, n) => [`const q${n} = [];`, `q${n}.push(${v});`, `let ${w} = q${n}.pop();`] },
    { keeps: true, lines: (v, w) => [`let ${w} = new Box(${v}).get();`] },
    { keeps: false, lines: (v, w) => [`let ${w} = new Box(${v}).fixed;`] },
    { keeps: true, lines: (v, w) => [`let ${w} = new Sub().pick(${v});`] },
    { keeps: false, lines: (v, w) => [`let ${w} = new Base().pick(${v});`] },
    { keeps: true, lines: (v, w, n) => [`const f${n} = () => ${v};`, `let ${w} = f${n}();`] },
    { keeps: true, lines: (v, w) => [`let ${w} = [${v}].map((x) => x + '!').join(',');`] },
    { keeps: false, lines: (v, w) => [`let ${w} = [${v}].map(() => 'no')[0];`] },
    { keeps: false, lines: (v, w) => [`let ${w} = 'ok';`, `if (LIMIT > 5) ${w} = ${v};`] },
    { keeps: true, lines: (v, w) => [`let ${w} = LIMIT < 5 ? ${v} : 'ok';`] },
    { keeps: true, lines: (v, w) => [`let ${w} = '';`, `try { ${w} = ${v}; throw new Error(); } catch { }`] },
    { keeps: true, lines: (v, w) => [`let ${w} = '';`, `for (let i = 0; i < 2; i++) ${w} += ${v};`] },
    { keeps: true, lines: (v, w) => [`let ${w} = '';`, `for (const x of give(${v})) { ${w} = x; }`] },
    { keeps: true, lines: (v, w) => [`let ${w} = await late(${v});`] },
    { keeps: true, lines: (v, w) => [`let ${w} = JSON.parse(JSON.stringify({ z: ${v} })).z;`] },
  ],
}; // prettier-ignore

const java: Dialect = {
  language: 'java',
  file: 'App.java',
  head: [
    'import java.util.*;', 'import java.util.function.*;', 'import javax.servlet.http.*;', 'public class App {', '  private static final int LIMIT = 4;',
    '  static String same(String x) { return x; }', '  static String other(String x) { return "ok"; }',
    '  static String deep(String x, int n) { return n == 0 ? x : deep(x, n - 1); }',
    '  static class Base { String pick(String x) { return "ok"; } }', '  static class Sub extends Base { String pick(String x) { return x; } }',
    '  static class Box { String v; String fixed = "k"; Box(String v) { this.v = v; } String get() { return v; } }',
  ],
  foot: ['}'],
  source: 'request.getParameter("q")',
  clean: '"ls"',
  open: (name) => `  void ${name}(HttpServletRequest request) throws Exception {`,
  close: '  }',
  indent: '    ',
  set: (v, value) => `String ${v} = ${value};`,
  sink: (v) => `Runtime.getRuntime().exec(${v});`,
  steps: [
    { keeps: true, lines: (v, w) => [`String ${w} = same(${v});`] },
    { keeps: false, lines: (v, w) => [`String ${w} = other(${v});`] },
    { keeps: true, lines: (v, w) => [`String ${w} = deep(${v}, 1);`] },
    { keeps: true, lines: (v, w) => [`String ${w} = "x " + ${v};`] },
    { keeps: true, lines: (v, w, n) => [`StringBuilder s${n} = new StringBuilder();`, `s${n}.append("a").append(${v});`, `String ${w} = s${n}.toString();`] },
    { keeps: true, lines: (v, w, n) => [`List<String> l${n} = new ArrayList<>();`, `l${n}.add("a");`, `l${n}.add(${v});`, `String ${w} = l${n}.get(1);`] },
    { keeps: false, lines: (v, w, n) => [`List<String> l${n} = new LinkedList<>();`, `l${n}.add("a");`, `l${n}.add(${v});`, `String ${w} = l${n}.get(0);`] },
    { keeps: true, lines: (v, w, n) => [`Map<String, String> m${n} = new HashMap<>();`, `m${n}.put("k", ${v});`, `String ${w} = m${n}.get("k");`] },
    { keeps: false, lines: (v, w, n) => [`Map<String, String> m${n} = new HashMap<>();`, `m${n}.put("k", ${v});`, `m${n}.put("z", "q");`, `String ${w} = m${n}.get("z");`] },
    { keeps: true, lines: (v, w, n) => [`String[] a${n} = {"a", ${v}};`, `String ${w} = a${n}[1];`] },
    { keeps: false, lines: (v, w, n) => [`String[] a${n} = new String[2];`, `a${n}[0] = "a";`, `a${n}[1] = ${v};`, `String ${w} = a${n}[0];`] },
    { keeps: true, lines: (v, w) => [`String ${w} = new Box(${v}).get();`] },
    { keeps: false, lines: (v, w) => [`String ${w} = new Box(${v}).fixed;`] },
    { keeps: true, lines: (v, w, n) => [`Base b${n} = new Sub();`, `String ${w} = b${n}.pick(${v});`] },
    { keeps: false, lines: (v, w, n) => [`Base b${n} = new Base();`, `String ${w} = b${n}.pick(${v});`] },
    { keeps: true, lines: (v, w, n) => [`Supplier<String> f${n} = () -> ${v};`, `String ${w} = f${n}.get();`] },
    { keeps: true, lines: (v, w, n) => [`Function<String, String> f${n} = App::same;`, `String ${w} = f${n}.apply(${v});`] },
    { keeps: false, lines: (v, w, n) => [`Function<String, String> f${n} = z -> "no";`, `String ${w} = f${n}.apply(${v});`] },
    { keeps: false, lines: (v, w) => [`String ${w} = "ok";`, `if (LIMIT > 5) { ${w} = ${v}; }`] },
    { keeps: true, lines: (v, w) => [`String ${w} = LIMIT < 5 ? ${v} : "ok";`] },
    { keeps: true, lines: (v, w) => [`String ${w} = "";`, `try { ${w} = ${v}; throw new IllegalStateException(); } catch (IllegalStateException e) { }`] },
    { keeps: true, lines: (v, w, n) => [`String ${w} = "";`, `for (int i${n} = 0; i${n} < 2; i${n}++) ${w} += ${v};`] },
    { keeps: false, lines: (v, w) => [`String ${w};`, `switch (LIMIT) { case 4: ${w} = "ok"; break; default: ${w} = ${v}; }`] },
    { keeps: true, lines: (v, w, n) => [`String ${w} = "";`, `for (String x${n} : List.of(${v})) { ${w} = x${n}; }`] },
  ],
}; // prettier-ignore

export const dialects: Readonly<Record<string, Dialect>> = { java, python, javascript };

/** One program with six flows, some of which are broken on the way. */
export function generate(dialect: Dialect, random: () => number): GeneratedProgram {
  const lines = [...dialect.head];
  const tainted: number[] = [];
  const sinks: number[] = [];
  const put = (line: string): number => lines.push(`${dialect.indent}${line}`) - 1;
  for (let flow = 0; flow < 6; flow++) {
    lines.push(dialect.open(`flow${flow}`));
    let isTainted = random() < 0.75;
    let name = 'v0';
    put(dialect.set(name, isTainted ? dialect.source : dialect.clean));
    const depth = 1 + Math.floor(random() * 5);
    for (let n = 1; n <= depth; n++) {
      const step = pickStep(dialect, random);
      for (const line of step.lines(name, `v${n}`, n)) put(line);
      isTainted &&= step.keeps;
      name = `v${n}`;
    }
    const line = put(dialect.sink(name));
    sinks.push(line);
    if (isTainted) tainted.push(line);
    if (dialect.close !== '') lines.push(dialect.close);
  }
  lines.push(...dialect.foot);
  return { language: dialect.language, path: dialect.file, text: `${lines.join('\n')}\n`, tainted, sinks };
}

/** Most steps let the taint through, so that long flows stay common. */
function pickStep({ steps }: Dialect, random: () => number): Dialect['steps'][number] {
  const wanted = random() < 0.8;
  const fitting = steps.filter(({ keeps }) => keeps === wanted);
  const step = fitting[Math.floor(random() * fitting.length)];
  if (step === undefined) throw new Error('A dialect needs steps of both kinds');
  return step;
}

export interface GeneratedScore {
  found: number;
  missed: number;
  wrong: number;
}

export function scoreGenerated(
  { tainted }: GeneratedProgram,
  findings: readonly FlowFinding[],
): GeneratedScore {
  const reported = new Set(findings.map(({ sink }) => sink.line));
  const found = tainted.filter((line) => reported.has(line)).length;
  return {
    found,
    missed: tainted.length - found,
    wrong: [...reported].filter((line) => !tainted.includes(line)).length,
  };
}

/** Mulberry32: reproducible numbers in [0, 1) from a seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

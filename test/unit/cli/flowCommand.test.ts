// `witness flow` as a person and as a program meet it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FlowDocument } from '../../../src/host/cli/flowDocument';
import { eventually } from '../../support/eventually';
import { childrenOf, isAlive } from '../../support/processes';

const cli = path.resolve('dist/cli.js');

const ping = `import javax.servlet.http.*;
public class Ping extends HttpServlet {
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
    String host = request.getParameter("host");
    String command = "ping " + host;
    Runtime.getRuntime().exec(command);
  }
}
`;

describe('witness flow', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-flow-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Writes files into a new folder. */
  function project(files: Readonly<Record<string, string>>): string {
    const root = mkdtempSync(path.join(folder, 'project-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
    return root;
  }

  function witness(
    args: readonly string[],
    cwd: string,
  ): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [cli, 'flow', ...args], { cwd, encoding: 'utf8' });
  }

  function documentOf(args: readonly string[], cwd: string): FlowDocument {
    return JSON.parse(witness([...args, '--json'], cwd).stdout) as FlowDocument;
  }

  it('finds a path, and says so with its exit code', () => {
    const root = project({ 'src/Ping.java': ping });
    const { status, stdout } = witness(['src'], root);
    assert.equal(status, 1);
    assert.match(stdout, /src\/Ping\.java:6:\d+ {2}error {2}java\/command-injection/);
    assert.match(
      stdout,
      /'command' runs as a command, and part of it comes from 'request\.getParameter\("host"\)'\./,
    );
    assert.match(stdout, /\n1 finding in 1 file, 9 lines/);
    assert.ok(!stdout.includes('\x1b['), 'a pipe gets no colours');
  });

  it('prints one JSON document with lines from 1', () => {
    const root = project({ 'src/Ping.java': ping });
    const { findings, files, lines } = documentOf(['src'], root);
    assert.deepEqual([findings.length, files, lines], [1, 1, 9]);
    const [finding] = findings;
    assert.equal(finding?.rule, 'java/command-injection');
    assert.deepEqual([finding.source.file, finding.source.line], ['src/Ping.java', 4]);
    assert.deepEqual([finding.sink.file, finding.sink.line], ['src/Ping.java', 6]);
    assert.match(finding.source.function, /doGet$/);
    assert.deepEqual([finding.path[0]?.line, finding.path.at(-1)?.line], [4, 6]);
    assert.ok(['derived', 'proved'].includes(finding.level));
  });

  it('calls a path proved only where every condition on it was modelled', () => {
    const { findings } = documentOf([path.resolve('examples/guestbook/guestbook')], folder);
    const levels = findings.map(({ rule, level }) => [rule, level]);
    assert.deepEqual(levels, [
      ['java/xss', 'proved'],
      ['java/division-by-zero', 'derived'],
    ]);
    assert.match(findings[1]?.approximations.join() ?? '', /may give any value/);
  });

  it('looks only for the rules that are named, by topic or by file', () => {
    const own = `id: my/rule
title: Mine
severity: note
languages: [java]
message: '{sink}'
sources:
  - query: '((method_invocation name: (identifier) @name) @source (#eq? @name "getParameter"))'
sinks:
  - query: '((method_invocation name: (identifier) @name arguments: (argument_list (_) @sink)) (#eq? @name "exec"))'
`;
    const root = project({ 'Ping.java': ping, 'my.witness-rule.yaml': own });
    assert.deepEqual(documentOf(['.', '--rules', 'xss'], root).findings, []);
    const rules = documentOf(['.', '--rules', 'command-injection,my.witness-rule.yaml'], root).findings.map(
      ({ rule }) => rule,
    );
    assert.deepEqual(rules.sort(), ['java/command-injection', 'my/rule']);
  });

  it('takes the rules of the workspace, and a broken one costs only itself', () => {
    const root = project({
      'Ping.java': ping,
      '.witness/rules/broken.witness-rule.yaml': 'id: x\nseverity: fatal\n',
    });
    const { status, stderr } = witness(['Ping.java'], root);
    assert.equal(status, 1);
    assert.match(stderr, /broken\.witness-rule\.yaml:2:11: severity/);
  });

  it('leaves out what Git ignores, what is made by machines, and what is not a program', () => {
    const root = project({
      '.gitignore': 'out/\n*.gen.js\n',
      'a.js': 'f(1);\n',
      'out/b.js': 'f(2);\n',
      'c.gen.js': 'f(3);\n',
      'node_modules/d/index.js': 'f(4);\n',
      'deep/.gitignore': '!kept.gen.js\n',
      'deep/kept.gen.js': 'f(5);\n',
      'minified.js': `${'f(6);'.repeat(3000)}\n`,
      'made.js': '// @generated by a tool\nf(7);\n',
      'notes.txt': 'f(8)',
    });
    mkdirSync(path.join(root, '.git'));
    const { files, skipped } = documentOf(['.'], root);
    assert.equal(files, 2);
    assert.deepEqual(skipped, [
      { file: 'made.js', reason: 'it is generated' },
      { file: 'minified.js', reason: 'it is minified' },
    ]);
    assert.equal(documentOf(['c.gen.js'], root).files, 1, 'what is named itself is analysed');
  });

  it('takes a folder that is hidden or that Git ignores where it is named itself', () => {
    const root = project({
      '.gitignore': 'versions/\n',
      '.hidden/a.js': 'f(1);\n',
      'versions/3/lib/b.js': 'f(2);\n',
      'versions/3/lib/.gitignore': 'made/\n',
      'versions/3/lib/made/c.js': 'f(3);\n',
    });
    mkdirSync(path.join(root, '.git'));
    for (const folder of ['.hidden', 'versions', 'versions/3/lib']) {
      assert.equal(documentOf([folder], root).files, 1, folder);
    }
  });

  it('hides what is suppressed, and lists it with the reason when asked', () => {
    const commented = ping.replace(
      'exec(command);',
      'exec(command); // witness: ignore command-injection an admin page',
    );
    const root = project({ 'Ping.java': commented });
    const hidden = witness(['Ping.java'], root);
    assert.equal(hidden.status, 0);
    assert.match(hidden.stdout, /nothing found, 1 suppressed/);
    assert.match(witness(['Ping.java', '--suppressed'], root).stdout, /suppressed: an admin page/);
    const remembered = project({ 'Ping.java': ping });
    const [finding] = documentOf(['Ping.java'], remembered).findings;
    mkdirSync(path.join(remembered, '.witness'));
    const entry = `suppressions:\n  - {finding: ${finding?.id ?? ''}, rule: java/command-injection, file: Ping.java, reason: known}\n`;
    writeFileSync(path.join(remembered, '.witness/suppressions.yaml'), entry);
    writeFileSync(path.join(remembered, 'Ping.java'), `// one line more\n${ping}`);
    assert.deepEqual(
      documentOf(['Ping.java'], remembered).findings,
      [],
      'the finding is known again after an edit',
    );
  });

  it('writes SARIF with the way of the value', () => {
    const root = project({ 'src/Ping.java': ping });
    assert.equal(witness(['src', '--sarif', 'out.sarif', '--quiet'], root).status, 1);
    const log = JSON.parse(readFileSync(path.join(root, 'out.sarif'), 'utf8')) as {
      runs: {
        results: {
          ruleId: string;
          locations: unknown[];
          codeFlows: { threadFlows: { locations: unknown[] }[] }[];
        }[];
      }[];
    };
    const [result] = log.runs[0]?.results ?? [];
    assert.equal(result?.ruleId, 'java/command-injection');
    assert.match(JSON.stringify(result.locations), /"uri":"src\/Ping\.java"/);
    assert.ok((result.codeFlows[0]?.threadFlows[0]?.locations.length ?? 0) >= 2);
  });

  it('witnesses in the sandbox what arrives at the sink of a Python path, and only that', () => {
    const app = `import os, subprocess
from flask import Flask, request

app = Flask(__name__)

def listed(command):
    os.system("ls " + command)

@app.route("/list")
def handler(mode):
    name = request.args.get("name")
    if mode == "fast":
        listed(name)
    return "ok"

def never():
    name = request.args.get("name")
    if known_to_fail():
        raise RuntimeError("no")
    if not name.isdigit():
        name = str(int("x"))
    os.system(name)
`;
    const root = project({ 'app.py': app });
    const rule = ['--rules', 'python/command-injection'];
    const { findings } = documentOf(['app.py', '--try', ...rule], root);
    const levels = findings.map(({ sink, level }) => [sink.line, level]);
    assert.deepEqual(levels, [
      [7, 'witnessed'],
      [22, 'derived'],
    ]);
    const run = findings[0]?.evidence.find(({ kind }) => kind === 'run');
    assert.equal(run?.ref, 'isolated');
    assert.match(run.note, /in place of line 11's source was part of what reached the sink on line 7/);
    assert.equal(
      documentOf(['app.py', ...rule], root).findings[0]?.level,
      'derived',
      'nothing is run unless it is asked for',
    );
  });

  it('ends with the signal that it is sent, and the solver with it', async () => {
    // What no solver decides quickly, so that it has something to do for seconds.
    const cubes = Array.from(
      { length: 6 },
      (_, n) => `  void f${n}(HttpServletRequest request, int a, int b, int c) throws Exception {
    if (a > ${n} && b > 0 && c > 0 && a * a * a + b * b * b == c * c * c) {
      Runtime.getRuntime().exec(request.getParameter("host"));
    }
  }
`,
    );
    const text = `import javax.servlet.http.*;\npublic class Cubes extends HttpServlet {\n${cubes.join('')}}\n`;
    const root = project({ 'Cubes.java': text });
    const child = spawn(process.execPath, [cli, 'flow', '.'], { cwd: root, stdio: 'ignore' });
    const closed = once(child, 'close');
    const children = (): number[] => childrenOf(child.pid ?? 0);
    await eventually(children, (pids) => pids.length > 0);
    const [solver = 0] = children();
    child.kill('SIGTERM');
    assert.deepEqual(await closed, [null, 'SIGTERM']);
    await eventually(
      () => isAlive(solver),
      (alive) => !alive,
    );
  });

  it('says what is wrong with what was asked', () => {
    const root = project({ 'a.txt': 'x', 'a.js': 'f();\n' });
    for (const [args, message] of [
      [['nosuch'], /There is no file or folder nosuch\./],
      [['a.txt'], /a\.txt is not in a language that Witness analyses\./],
      [['.', '--rules', 'nosuch'], /There is no rule nosuch\.\nKnown rules: .*java\/xss/],
      [['.', '--rules', 'nosuch.yaml'], /The rule document cannot be read/],
      [[], /missing required argument/],
    ] as const) {
      const { status, stderr, stdout } = witness(args, root);
      assert.equal(status, 2, args.join(' '));
      assert.match(stderr, message);
      assert.equal(stdout, '');
    }
  });

  it('survives files that cannot be parsed', () => {
    const root = project({
      'Ping.java': ping,
      'Broken.java': 'class { void ( {{{ "',
      'bad.py': 'def f(:\n  x = = 1\n',
    });
    const { findings, files } = documentOf(['.'], root);
    assert.deepEqual([findings.length, files], [1, 3]);
  });
});

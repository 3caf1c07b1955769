// Programs in TypeScript do under the recorder what they do when the compiler has made JavaScript of them, and what they
// did is recorded on their own lines.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Recording } from '../../../src/core/trace/recording';
import { fetchedNode, newerNode } from '../../support/nodes';
import { record } from './recordFixture';
import { typescriptProjects, type TypescriptProject } from './typescriptProjects';

describe('a recorded TypeScript program', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'witness-typescript-')));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, files: Readonly<Record<string, string>>): string {
    const root = path.join(folder, name.replaceAll(/\W+/g, '-'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    return root;
  }

  const outputs = new Map<string, string>();
  function compiledOutput(name: string, root: string, project: TypescriptProject): string {
    const output = outputs.get(name) ?? compiledRun(root, project);
    outputs.set(name, output);
    return output;
  }

  /** What Node prints of what the compiler makes of the whole project. */
  function compiledRun(root: string, { main, files }: TypescriptProject): string {
    const compiler = path.resolve('node_modules/typescript/bin/tsc');
    const own = Object.keys(files).includes('tsconfig.json') ? ['-p', '.'] : [main, '--target', 'es2022'];
    const options = ['--module', 'commonjs', '--outDir', 'compiled', '--ignoreDeprecations', '6.0'];
    spawnSync(process.execPath, [compiler, ...own, ...options, '--noCheck'], { cwd: root });
    const script = path.join(root, 'compiled', main.replace(/tsx?$/, 'js'));
    const { stdout, stderr } = spawnSync(process.execPath, [script], { cwd: root, encoding: 'utf8' });
    assert.equal(stderr, '');
    return stdout;
  }

  /** 1-based lines of a file of which a block has run. */
  function linesRun(recording: Recording, file: string): Set<number> {
    const ran = recording.parts.blocks.filter(
      ({ index, module }) => module.file === file && (recording.counts[index] ?? 0) > 0,
    );
    return new Set(ran.flatMap(({ lines }) => lines.map((line) => line + 1)));
  }

  const nodes: readonly [string, () => string][] = [
    ['', () => process.execPath],
    [`, Node ${newerNode}`, () => fetchedNode(newerNode)],
  ];
  const cases = nodes.flatMap(([label, node]) =>
    Object.entries(typescriptProjects).map(([name, project]) => ({ name, label, node, project })),
  );
  for (const { name, label, node, project } of cases) {
    it(`does the same and shows its own lines: ${name}${label}`, async () => {
      const root = write(name + label, project.files);
      if (name === 'a monorepo') {
        mkdirSync(path.join(root, 'node_modules/@own'), { recursive: true });
        symlinkSync(path.join(root, 'packages/lib'), path.join(root, 'node_modules/@own/lib'), 'dir');
      }
      const wanted = project.prints ?? compiledOutput(name, root, project);
      const recording = await record(path.join(root, project.main), {
        interpreter: node(),
        cwd: root,
        limitMs: 60_000,
      });
      assert.equal(recording.parts.stderr.text, '');
      assert.equal(recording.parts.stdout.text, wanted);
      for (const [file, text] of Object.entries(project.files)) {
        const ran = linesRun(recording, path.join(root, file));
        text.split('\n').forEach((line, index) => {
          const place = `${file}:${index + 1}: ${line}`;
          if (line.endsWith('// runs')) assert.ok(ran.has(index + 1), `not recorded: ${place}`);
          if (line.endsWith('// never')) assert.ok(!ran.has(index + 1), `never ran: ${place}`);
        });
      }
    });
  }

  it('tells the lines of what is raised in code that had to be compiled', async () => {
    const text = `function noted(value: unknown): void {}
namespace Deep {
  export function fails(n: number): never {

    throw new RangeError(\`bad \${n}\`);
  }
}

class Caller {
  // A comment that the compiler takes out.

  @noted
  call(): void {
    const unused = 1;
    Deep.fails(7);
  }
}
new Caller().call();
`;
    const root = write('raised', { 'main.ts': text });
    const recording = await record(path.join(root, 'main.ts'), {
      interpreter: process.execPath,
      cwd: root,
      limitMs: 60_000,
    });
    const { outcome, stderr } = recording.parts;
    assert.ok(outcome.kind === 'raised');
    assert.deepEqual(outcome.exception, { type: 'RangeError', message: 'bad 7', line: 5 });
    const places = [...stderr.text.matchAll(/main\.ts:(\d+):\d+\)?$/gm)].map(([, line]) => Number(line));
    assert.deepEqual(places, [5, 15, 18]);
    assert.match(stderr.text, /^ {4}throw new RangeError\(`bad \$\{n\}`\);$/m);
  });

  it('says which functions run as they are, and why', async () => {
    const root = write('left-alone', {
      'main.js': `function scoped(o) { with (o) { return [1].map((n) => n + a); } }
function outer() {
  var let = 2;
  if (let) let;
  return [let].map((n) => {
    return n + 1;
  });
}
function plain() {
  return scoped({ a: 3 });
}
console.log(plain(), outer());
`,
    });
    const file = path.join(root, 'main.js');
    const recording = await record(file, { interpreter: process.execPath, cwd: root, limitMs: 60_000 });
    assert.equal(recording.parts.stdout.text, '[ 4 ] [ 3 ]\n');
    assert.deepEqual(
      [...linesRun(recording, file)].sort((a, b) => a - b),
      [1, 2, 6, 9, 10, 12],
    );
    const note = recording.parts.notes.find((each) => each.includes('main.js'));
    assert.match(note ?? '', /without the code of scoped \(uses "with"\), outer \(has a variable .* "let"\)/);
  });

  it('says so where a file cannot be read at all', async () => {
    const root = write('unreadable', {
      'main.js': 'import("./bad.js").catch((e) => console.log(e.name));\n',
      'bad.js': 'let = = 1;\n',
    });
    const recording = await record(path.join(root, 'main.js'), {
      interpreter: process.execPath,
      cwd: root,
      limitMs: 60_000,
    });
    assert.equal(recording.parts.stdout.text, 'SyntaxError\n');
    assert.ok(recording.parts.notes.some((each) => /bad\.js: not recorded, its syntax/.test(each)));
  });
});

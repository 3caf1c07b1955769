// Which command runs a test of a JavaScript project, and what becomes of calls that the runner moves.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testCommand } from '../../../src/host/javascript/testCommand';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { InstrumentedSources } from '../../../src/host/trace/instrumentedSources';

describe('the runner of a JavaScript test', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-runners-'));
    write('package.json', '{"devDependencies": {"mocha": "*"}}');
    write('packages/a/package.json', '{"devDependencies": {"vitest": "*"}}');
    write('packages/a/a.test.ts', 'it("x", () => {});');
    write('packages/b/package.json', '{}');
    write('packages/b/b.test.js', 'it("x", () => {});');
    write('packages/b/globals.test.js', 'jest.useFakeTimers();\nit("x", () => {});');
    write('packages/b/own.test.js', "import test from 'node:test';");
    for (const script of ['jest/bin/jest.js', 'vitest/vitest.mjs', 'mocha/bin/mocha.js']) {
      write(`node_modules/${script}`, '');
    }
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function write(name: string, text: string): void {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  async function commandOf(id: string): Promise<{ script: string; arguments: readonly string[] }> {
    const file = path.join(folder, id.split('::', 1)[0] ?? '');
    const command = await testCommand(file, { id, runner: 'auto' }, folder, '/runtime');
    return {
      script: path.relative(folder, command.script).replaceAll(path.sep, '/'),
      arguments: command.arguments,
    };
  }

  it('is that of the nearest package which names one', async () => {
    assert.match((await commandOf('packages/a/a.test.ts')).script, /underVitest\.mjs$/);
    assert.equal((await commandOf('packages/b/b.test.js')).script, 'node_modules/mocha/bin/mocha.js');
  });

  it('is the one that the file itself uses', async () => {
    assert.equal((await commandOf('packages/b/globals.test.js')).script, 'node_modules/jest/bin/jest.js');
    assert.equal((await commandOf('packages/b/own.test.js')).script, 'packages/b/own.test.js');
  });

  it('is asked for one test, whatever its title holds', async () => {
    const jest = await commandOf('packages/b/globals.test.js::sums (all) > adds a+b');
    assert.ok(jest.arguments.includes('--testNamePattern=^sums \\(all\\) adds a\\+b$'));
    const vitest = await commandOf('packages/a/a.test.ts::sums > adds');
    assert.equal(vitest.arguments.at(-1), '^sums adds$');
  });

  it('may move the calls that replace modules: these hold no probe', async () => {
    const sources = new InstrumentedSources(
      new SyntaxService(path.resolve('dist')),
      'block',
      path.resolve('dist'),
    );
    const source = "vi.mock('./a', () => ({ f: () => 1 }));\nconst g = () => 2;\ng();\n";
    const wanted = { path: '/a.test.ts', source, format: 'module' as const, keepsTypes: true };
    const answer = await sources.answer(wanted, { write: () => undefined, writeJson: () => undefined });
    assert.match(answer?.text ?? '', /vi\.mock\('\.\/a', \(\) => \(\{ f: \(\) => 1 \}\)\)/);
    assert.match(answer?.text ?? '', /const g = \(\) => \S*\{let /);
  });
});

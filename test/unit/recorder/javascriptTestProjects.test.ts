// Projects with the test runners that people use, whose configuration stays as it is: the same tests pass as in a plain
// run, and what they ran is recorded.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestRunner } from '../../../src/protocol/runtime';
import { installedRunners } from '../../support/testRunners';
import { record } from './recordFixture';

const files = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: { strict: true, target: 'es2020', module: 'commonjs', noUnusedLocals: true, types: [] },
  }),
  'jest.config.js': "module.exports = { preset: 'ts-jest', testEnvironment: 'node' };\n",
  'vitest.config.mjs': 'export default { test: { globals: true } };\n',
  'src/money.ts': `export namespace Money {
  export function add(a: number, b: number): number {
    const total = a + b;
    return total;
  }
}
class Named {
  constructor(protected name: string) {}
}
export class Shop extends Named {
  count = 2;
  constructor(private readonly rate: number, name = 'shop') {
    super(name);
    this.count += this.rate;
  }
  label(): string {
    return \`\${this.name} \${this.count}\`;
  }
  unused(): number {
    return this.count;
  }
}
`,
  'src/money.test.ts': `import { Money, Shop } from './money';
declare const describe: any, it: any, expect: any;
describe('money', () => {
  it('adds', () => {
    expect(Money.add(1, 2)).toBe(3);
    expect(new Shop(1).label()).toBe('shop 3');
  });
  it('fails', async () => {
    await null;
    expect(Money.add(1, 1)).toBe(3);
  });
});
`,
};

describe('a project with a test runner', function () {
  this.timeout(240_000);
  let folder: string;
  before(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'witness-test-projects-')));
    symlinkSync(installedRunners(), path.join(folder, 'node_modules'), 'dir');
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const runners: readonly [TestRunner, readonly string[]][] = [
    ['jest', ['node_modules/jest/bin/jest.js']],
    ['vitest', ['node_modules/vitest/vitest.mjs', 'run']],
  ];
  for (const [runner, command] of runners) {
    it(`passes and fails the same tests, which are recorded: ${runner}`, async () => {
      const plain = spawnSync(process.execPath, [...command, 'src/money.test.ts'], {
        cwd: folder,
        encoding: 'utf8',
      });
      const file = path.join(folder, 'src/money.test.ts');
      const recording = await record(file, {
        interpreter: process.execPath,
        cwd: folder,
        test: { id: 'src/money.test.ts', runner },
        limitMs: 120_000,
      });
      const { stdout, stderr, blocks, outcome } = recording.parts;
      assert.deepEqual(told(stdout.text + stderr.text), told(plain.stdout + plain.stderr));
      assert.equal(told(plain.stdout + plain.stderr).length, 1);
      assert.deepEqual(outcome, { kind: 'exited', exitCode: 1 });
      const ran = new Set(
        blocks
          .filter(
            (block) => block.module.file.endsWith('money.ts') && (recording.counts[block.index] ?? 0) > 0,
          )
          .flatMap(({ lines }) => lines.map((line) => line + 1)),
      );
      for (const line of [2, 3, 4, 13, 14, 17]) assert.ok(ran.has(line), `line ${line} is not recorded`);
      assert.ok(!ran.has(20), 'line 20 did not run');
      for (const [name, text] of Object.entries(files)) {
        assert.equal(readFileSync(path.join(folder, name), 'utf8'), text);
      }
    });
  }
});

/** `Tests: 1 failed, 1 passed`, without times. */
function told(output: string): string[] {
  // eslint-disable-next-line no-control-regex -- Colours are control sequences.
  const text = output.replaceAll(/\u001b\[[\d;]*m/g, '');
  return [...text.matchAll(/^\s*Tests:? .*$/gm)].map(([line]) => line.trim().replaceAll(/\s+/g, ' '));
}

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { probedLevel } from '../../support/sandbox/probedLevel';
import { installedRunners } from '../../support/testRunners';

const documentSchema = z.object({
  failing: z.array(z.object({ test: z.string(), problem: z.string().optional() })),
  passing: z.array(z.object({ test: z.string() })),
  suspects: z.array(
    z.object({
      startLine: z.number(),
      endLine: z.number(),
      reasons: z.array(z.string()),
      level: z.string(),
      trial: z.object({ verdict: z.string() }).optional(),
    }),
  ),
  fix: z.object({ patch: z.string(), fitsOnlyGivenTests: z.literal(true).optional() }).optional(),
  fixedSource: z.string().optional(),
  divergence: z
    .object({
      startLine: z.number(),
      values: z.array(z.object({ name: z.string(), expected: z.string(), actual: z.string().optional() })),
    })
    .optional(),
  isolation: z.string(),
});

const right = `export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) {
    return sorted[middle];
  }
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

export function spread(numbers) {
  let [least, most] = [numbers[0], numbers[0]];
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return most - least;
}
`;
const wrong = right.replace('sorted[middle - 1] + sorted[middle]', 'sorted[middle - 1] - sorted[middle]');

/** The same tests in the words of a runner. */
function tests(imports: string, equal: string): string {
  return `${imports}
describe('median', () => {
  it('of an odd number', () => { ${equal}(median([5, 1, 30]), 5); });
  it('of an even number', () => { ${equal}(median([40, 10, 20, 30]), 25); });
  it('of two', () => { ${equal}(median([700, 1100]), 900); });
});
describe('spread', () => {
  it('of some', () => { ${equal}(spread([4, 19, 7]), 15); });
});
`;
}

const importing = `import { median, spread } from './numbers.mjs';`;

describe('witness debug on JavaScript', function () {
  this.timeout(400_000);
  let folder: string;
  let others: string;

  before(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'witness-debug-js-')));
    others = mkdtempSync(path.join(tmpdir(), 'witness-debug-others-'));
    writeFileSync(path.join(folder, 'numbers.mjs'), wrong);
    writeFileSync(path.join(folder, 'right.mjs'), right);
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(others, { recursive: true, force: true });
  });

  /** Makes it the runner of the project; mocha is the one of Witness itself. */
  function use(runner: string): void {
    const modules = path.join(folder, 'node_modules');
    rmSync(modules, { force: true });
    symlinkSync(runner === 'mocha' ? realpathSync('node_modules') : installedRunners(), modules, 'dir');
    const manifest = JSON.stringify({ devDependencies: { [runner]: '*' } });
    writeFileSync(path.join(folder, 'package.json'), manifest);
  }

  /** What it finds; undefined where code cannot be confined, after a look at what is said then. */
  async function debug(...options: string[]) {
    const cli = path.resolve('dist/cli.js');
    const { code, stdout, stderr } = await new Promise<{
      code: number | null;
      stdout: string;
      stderr: string;
    }>((resolve) => {
      const child = execFile(
        process.execPath,
        [cli, 'debug', ...options, '--json'],
        { cwd: folder },
        (_, out, err) => {
          resolve({ code: child.exitCode, stdout: out, stderr: err });
        },
      );
    });
    if ((await probedLevel()).level !== 'isolated') {
      assert.match(stderr, /cannot be run at level "isolated" here/);
      return undefined;
    }
    assert.ok(code === 0 || code === 1, stderr);
    return documentSchema.parse(JSON.parse(stdout));
  }

  it('finds and mends a fault with tests of node:test, and tries blocks with the states of another program', async () => {
    const imports = `import assert from 'node:assert/strict';\nimport { describe, it } from 'node:test';\n${importing}`;
    writeFileSync(path.join(folder, 'numbers.test.mjs'), tests(imports, 'assert.equal'));
    const found = await debug(
      'numbers.mjs',
      '--test',
      'numbers.test.mjs',
      '--reference',
      'right.mjs',
      '--candidates',
      '400',
    );
    if (found === undefined) return;
    assert.deepEqual(
      found.failing.map(({ test }) => test),
      ['numbers.test.mjs::median > of an even number', 'numbers.test.mjs::median > of two'],
    );
    assert.equal(found.passing.length, 2);
    const [first, ...others] = found.suspects;
    assert.equal(first?.startLine, 7);
    assert.equal(first.level, 'witnessed');
    assert.equal(first.trial?.verdict, 'witnessed');
    assert.ok(
      others.every(({ trial }) => trial?.verdict !== 'witnessed'),
      JSON.stringify(others),
    );
    assert.equal(found.fixedSource, right);
    assert.equal(found.fix?.fitsOnlyGivenTests, undefined);
    assert.equal(found.isolation, 'isolated');
  });

  it('puts what somebody says is right on trial, where it is a literal', async () => {
    const call = ['numbers.mjs', '--call', 'spread([4, 19, 7])', '--expect', '17', '--candidates', '8'];
    const verdicts = async (...said: string[]) => {
      const found = await debug(...call, ...said.flatMap((text) => ['--expect-at', text]));
      return found?.suspects.flatMap(({ startLine, trial }) =>
        trial === undefined ? [] : [`${startLine} ${trial.verdict}`],
      );
    };
    // Of several runs of a block one is meant, and what follows is the program's own doing.
    const last = await verdicts('numbers.mjs:14 most=21 @1', 'numbers.mjs:14 before number=19');
    if (last === undefined) return;
    assert.deepEqual(last, ['14 witnessed']);
    assert.deepEqual(await verdicts('numbers.mjs:11 least=2'), ['11 before']);
    assert.deepEqual(await verdicts('numbers.mjs:14 most=20'), ['14 refuted']);
    assert.deepEqual(await verdicts('numbers.mjs:16 return=17'), ['16 before']);
    await assert.rejects(verdicts('numbers.mjs:14 most=process.exit(0)'), /process\.exit\(0\) is no literal/);
  });

  for (const [runner, imports, equal] of [
    ['mocha', `import assert from 'node:assert/strict';\n${importing}`, 'assert.equal'],
    [
      'vitest',
      // As vitest has it, also in ES modules.
      `import { describe, expect, it, vitest } from 'vitest';\n${importing}\nvitest.fn()(__dirname);`,
      '((a, b) => expect(a).toBe(b))',
    ],
  ] as const) {
    it(`mends a fault with tests of ${runner}`, async () => {
      use(runner);
      const name = `${runner}.test.mjs`;
      writeFileSync(path.join(folder, name), tests(imports, equal));
      const found = await debug('numbers.mjs', '--test', `${name}::median`, '--candidates', '400');
      if (found === undefined) return;
      assert.deepEqual(
        found.failing.map(({ test }) => test),
        [`${name}::median > of an even number`, `${name}::median > of two`],
      );
      assert.equal(found.fixedSource, right);
    });
  }

  it('mends a fault in TypeScript, with tests of jest', async () => {
    use('jest');
    writeFileSync(
      path.join(folder, 'jest.config.js'),
      "module.exports = { preset: 'ts-jest', testEnvironment: 'node' };\n",
    );
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { target: 'es2020', module: 'commonjs', types: [] } }),
    );
    const typed = wrong.replaceAll('(numbers)', '(numbers: readonly number[]): number');
    writeFileSync(path.join(folder, 'figures.ts'), typed);
    const imports = `import { median, spread } from './figures';\ndeclare const describe: any, it: any, expect: any;`;
    writeFileSync(
      path.join(folder, 'figures.test.ts'),
      tests(imports, '((a: number, b: number) => expect(a).toBe(b))'),
    );
    const found = await debug('figures.ts', '--test', 'figures.test.ts', '--candidates', '400');
    if (found === undefined) return;
    assert.equal(found.failing.length, 2);
    assert.equal(found.suspects[0]?.startLine, 7);
    assert.equal(found.fixedSource, right.replaceAll('(numbers)', '(numbers: readonly number[]): number'));
  });

  it('takes a call with what it has to return, and marks what only fits', async () => {
    const found = await debug(
      'numbers.mjs',
      '--call',
      'median([1, 3])',
      '--expect',
      '2',
      '--candidates',
      '400',
    );
    if (found === undefined) return;
    assert.equal(found.failing[0]?.test, 'assert.deepStrictEqual(median([1, 3]), 2)');
    assert.equal(found.fix?.fitsOnlyGivenTests, true);
  });

  it('runs programs, their changes and their tests in the sandbox only', async () => {
    const outside = path.join(folder, 'written-outside');
    const secret = path.join(others, 'secret');
    writeFileSync(secret, '');
    const act = `import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
for (const write of [() => writeFileSync(${JSON.stringify(outside)}, ''), () => execFileSync('touch', [${JSON.stringify(outside)}])]) {
  try { write(); } catch {}
}
export const seesOthers = existsSync(${JSON.stringify(secret)});
`;
    writeFileSync(path.join(folder, 'hostile.mjs'), `${act}export function twice(n) {\n  return n + 2;\n}\n`);
    writeFileSync(path.join(folder, 'package.json'), '{}');
    writeFileSync(
      path.join(folder, 'hostile.test.mjs'),
      `import assert from 'node:assert/strict';\nimport test from 'node:test';\nimport { seesOthers, twice } from './hostile.mjs';
test('doubles', () => { assert.equal(twice(300), 600); });
test('is confined', () => { assert.equal(seesOthers, false); });\n`,
    );
    const found = await debug('hostile.mjs', '--test', 'hostile.test.mjs', '--candidates', '300');
    if (found === undefined) return;
    assert.deepEqual(
      found.passing.map(({ test }) => test),
      ['hostile.test.mjs::is confined'],
    );
    assert.match(found.fixedSource ?? '', /return n \* 2;|return n \+ n;/);
    assert.equal(existsSync(outside), false);
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestCounts, takeCounts } from '../../support/testCounts';
import { entryFile } from '../../support/vscode/repository';

describe('a mocha run', () => {
  const cases: [title: string, source: string, counts: TestCounts | undefined, exitCode: number][] = [
    ['counts what passes', `it('a', () => {}); it('b', () => {});`, { passed: 2, failed: 0 }, 0],
    [
      'counts what fails',
      `it('a', () => {}); it('b', () => { throw new Error(); });`,
      { passed: 1, failed: 1 },
      1,
    ],
    [
      'counts a failing hook',
      `it('a', () => {}); after(() => { throw new Error(); });`,
      { passed: 1, failed: 1 },
      1,
    ],
    [
      'allows no skipped tests',
      `it('a', () => {}); it.skip('b', () => {}); it('c');`,
      { passed: 1, failed: 2 },
      1,
    ],
    ['allows no .only', `it.only('a', () => {});`, undefined, 1],
    ['allows no run without tests', '', { passed: 0, failed: 1 }, 1],
    ['fails where a file cannot be loaded', `throw new Error();`, undefined, 1],
    [
      'fails where a test leaves something running',
      `it('a', () => setInterval(() => {}, 9));`,
      { passed: 1, failed: 1 },
      1,
    ],
  ];
  for (const [title, source, counts, exitCode] of cases) {
    it(title, () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'witness-mocha-'));
      try {
        writeFileSync(path.join(folder, 'a.test.js'), source);
        const countsFile = path.join(folder, 'counts.json');
        const { status } = spawnSync(process.execPath, [entryFile('runMocha'), folder], {
          env: { ...process.env, WITNESS_TEST_COUNTS: countsFile },
        });
        const taken = takeCounts(countsFile);
        assert.deepEqual(taken && { passed: taken.passed, failed: taken.failed }, counts);
        assert.equal(status, exitCode);
        assert.equal(taken?.failures?.length, counts?.failed);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

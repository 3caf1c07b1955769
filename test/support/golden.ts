import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve('test/golden');

/**
 * Compares a text with the expectation `test/golden/<name>.txt`. With WITNESS_ACCEPT=1 the text becomes the
 * expectation. On a mismatch the text is left beside it as `.actual`; a missing expectation fails.
 */
export function assertGolden(name: string, actualText: string): void {
  const file = path.join(folder, `${name}.txt`);
  const actualFile = `${file}.actual`;
  const actual = actualText.endsWith('\n') ? actualText : `${actualText}\n`;
  const expected = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined;

  rmSync(actualFile, { force: true });
  if (actual === expected) return;
  mkdirSync(path.dirname(file), { recursive: true });
  if (process.env['WITNESS_ACCEPT'] === '1') {
    writeFileSync(file, actual);
    return;
  }

  writeFileSync(actualFile, actual);
  const hint = `${path.relative('.', actualFile)} holds what came out; WITNESS_ACCEPT=1 accepts it`;
  if (expected === undefined) assert.fail(`No expectation for ${name}; ${hint}.`);
  // Mocha prints the difference.
  assert.equal(actual, expected, `${name} differs; ${hint}.`);
}

// The page about the recorder names the tests that prove its promises: they have to be there.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const page = path.resolve('docs/python-recorder.md');
const folders = ['test/unit/recorder', 'test/unit/cli'];
const programs = 'test/fixtures/python';

/** Titles of tests and keys of tables of programs. */
function sourcesOfTests(): string {
  return folders
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((file) => file.endsWith('.ts') && !file.includes('promises'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

describe('the promises of docs/python-recorder.md', () => {
  const rows = readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[ -]+\|/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter((cells) => !cells.includes('test'));

  it('are some fifty', () => {
    assert.ok(rows.length >= 40, `${rows.length} rows`);
  });

  for (const [, promise = '', proof = ''] of rows) {
    it(`have tests that are there: ${promise}`, () => {
      const tests = sourcesOfTests();
      const titles = [...proof.matchAll(/(?<![\w\\])_((?:\\_|[^_])+)_(?!\w)/g)].map(([, title = '']) =>
        title.replaceAll('\\', '').replace(/…$/, '').trim(),
      );
      for (const title of titles) assert.ok(tests.includes(title), `no test says: ${title}`);
      const names = [...proof.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      const files = names.filter((name) => /\.(ts|py)$/.test(name)).map((name) => path.basename(name));
      for (const file of files) {
        const found = [programs, ...folders].some((folder) => readdirSync(folder).includes(file));
        assert.ok(found, `no file is called ${file}`);
      }
      const functions = names.filter((name) => /^\w+$/.test(name));
      const sources = files
        .filter((file) => file.endsWith('.py'))
        .map((file) => readFileSync(path.join(programs, file), 'utf8'))
        .join('\n');
      for (const name of functions) assert.ok(sources.includes(`def ${name}(`), `no program has ${name}`);
      assert.ok(titles.length + files.length > 0 || proof === 'truth', proof);
    });
  }
});

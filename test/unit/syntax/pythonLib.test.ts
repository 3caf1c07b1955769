// The join that the Python recorder rests on: every statement of `ast` is one of ours, under the same key.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { testSyntax } from '../../support/syntax';

/** Prints a line of JSON a file: its path and its statements as `line:nth`; nothing for what `ast` cannot parse. */
const lister = `
import ast, json, os, sysconfig, tokenize, warnings
warnings.simplefilter('ignore')
root = sysconfig.get_paths()['stdlib']
for folder, folders, files in os.walk(root):
    folders[:] = sorted(set(folders) - {'site-packages', '__pycache__'})
    for name in sorted(files):
        path = os.path.join(folder, name)
        if not name.endswith('.py'):
            continue
        try:
            with tokenize.open(path) as file:
                text = file.read()
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            continue
        places = sorted((n.lineno, n.col_offset) for n in ast.walk(tree) if isinstance(n, ast.stmt))
        seen = {}
        keys = []
        for line, _ in places:
            seen[line] = seen.get(line, -1) + 1
            keys.append('%d:%d' % (line, seen[line]))
        print(json.dumps({'path': path, 'keys': keys}))
`;

interface Listed {
  readonly path: string;
  readonly keys: readonly string[];
}

describe('statements of the Python standard library', () => {
  it('have the keys that ast gives them', async function () {
    this.timeout(180_000);
    const listed = await listStatements();
    const syntax = await testSyntax();
    const unread: string[] = [];
    let joined = 0;

    for (const { path, keys } of listed) {
      const text = await readFile(path, 'utf8');
      const document = await syntax.parse('python', text);
      const model = document.model();
      document.dispose();
      if (model.syntaxErrors.length > 0) {
        unread.push(path);
        continue;
      }
      const ours = model.statements.map(
        ({ headRange, nthOnLine }) => `${headRange.start.line + 1}:${nthOnLine}`,
      );
      assert.deepEqual(ours, keys, path);
      joined++;
    }

    console.log(
      `      joined ${joined} of ${listed.length} files; tree-sitter reports errors in ${unread.length}:`,
    );
    for (const path of unread) console.log(`        ${path}`);
    assert.ok(joined > 500 || joined > listed.length * 0.9, `only ${joined} files joined`);
  });
});

async function listStatements(): Promise<Listed[]> {
  const interpreter = process.env['WITNESS_PYTHON'] ?? 'python3';
  const { stdout } = await promisify(execFile)(interpreter, ['-c', lister], { maxBuffer: 2 ** 30 });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Listed);
}

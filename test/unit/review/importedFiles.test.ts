import assert from 'node:assert/strict';
import { importedFiles, isImported } from '../../../src/core/review/importedFiles';
import type { LanguageId } from '../../../src/core/syntax/model';

const project = {
  python: ['src/shop/cart.py', 'src/shop/__init__.py', 'src/shop/tools/text.py', 'src/art.py', 'main.py'],
  typescript: ['src/cart.ts', 'src/tools/index.ts', 'src/view.tsx', 'lib/cart.js'],
  java: ['src/main/java/shop/Cart.java', 'src/main/java/shop/Till.java'],
} satisfies Partial<Record<LanguageId, readonly string[]>>;

function imported(path: string, language: keyof typeof project, text: string): string[] {
  const imports = importedFiles(path, language, text);
  return project[language].filter((file) => isImported(file, imports));
}

describe('the files that a text imports', () => {
  it('are modules and packages of Python, whole or relative', () => {
    const python = (text: string): string[] => imported('src/shop/till.py', 'python', text);
    assert.deepEqual(python('import shop.cart as cart, os\n'), ['src/shop/cart.py']);
    assert.deepEqual(python('from . import (\n    cart,  # sums\n    prices,\n)\n'), [
      'src/shop/cart.py',
      'src/shop/__init__.py',
    ]);
    assert.deepEqual(python('def f():\n    from .tools.text import clean\n'), ['src/shop/tools/text.py']);
    assert.deepEqual(python('from ..art import draw\n'), ['src/art.py']);
    assert.deepEqual(python('from shop import tools\nimport cart_of_others\n'), ['src/shop/__init__.py']);
  });

  it('are files and folders of JavaScript and TypeScript', () => {
    const script = (text: string): string[] => imported('src/till.ts', 'typescript', text);
    assert.deepEqual(script("import { sum } from './cart.js';\nexport * from './view';\n"), [
      'src/cart.ts',
      'src/view.tsx',
    ]);
    assert.deepEqual(script("const tools = require('./tools');\nawait import('../lib/cart.js');\n"), [
      'src/tools/index.ts',
      'lib/cart.js',
    ]);
    assert.deepEqual(script("import cart from 'cart';\n"), []);
  });

  it('are classes of Java, also those of static members', () => {
    const java = (text: string): string[] => imported('src/main/java/Main.java', 'java', text);
    assert.deepEqual(java('import shop.Cart;\nimport static shop.Till.open;\n'), project.java);
    assert.deepEqual(java('import java.util.List;\n'), []);
  });

  it('are told of texts that would keep a careless search busy for minutes', () => {
    const many = 200_000;
    const texts: readonly [keyof typeof project, string][] = [
      ['python', `from ${'.'.repeat(many)}\n`],
      ['python', 'from a import (\n'.repeat(many)],
      ['python', '\n'.repeat(many)],
      ['typescript', `from${' '.repeat(many)}`],
      ['java', '\n'.repeat(many)],
    ];
    for (const [language, text] of texts) assert.deepEqual(imported('a', language, text), []);
  });
});

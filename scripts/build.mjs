// Builds everything that ships into dist/, and with --tests the test bundles into out/test/.
//   --production  minified, sizes checked against their budgets    --watch  rebuild on change
import asc from 'assemblyscript/asc';
import { build as transpile, context } from 'esbuild';
import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const root = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);

/** Upper bounds in bytes; a bundle over its budget fails the production build. */
const budgets = {
  'extension.js': 400_000,
  'engine.js': 1_600_000,
  'cli.js': 1_600_000,
  'parsing.js': 600_000,
  'solver.js': 600_000,
  'tokenizer.js': 2_900_000,
};

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  loader: { '.scm': 'text' },
  external: ['vscode'],
  // Its ESM build asks where its module lies, which a bundle in CommonJS cannot tell.
  alias: { 'web-tree-sitter': require.resolve('web-tree-sitter') },
  define: { WITNESS_VERSION: JSON.stringify(require('../package.json').version) },
  logLevel: 'warning',
};

const shipped = {
  ...common,
  entryPoints: [
    'src/extension.ts',
    'src/engine.ts',
    'src/cli.ts',
    'src/solver.ts',
    'src/tokenizer.ts',
    'src/parsing.ts',
  ],
  outdir: 'dist',
  minify: production,
  sourcemap: production ? false : 'linked',
};

/** What runs in the pages of the editor. */
const page = {
  ...common,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  entryPoints: ['src/webview/recordingPage.ts'],
  outdir: 'dist/webview',
  minify: production,
};

await rm(path.join(root, 'dist'), { recursive: true, force: true });
const contexts = [await context(shipped), await context(page)];
if (flags.has('--tests')) contexts.push(await context(await testBundles()));
for (const build of contexts) {
  if (flags.has('--watch')) await build.watch();
  else await build.rebuild();
}
await copyAssets();
if (!flags.has('--watch')) {
  await Promise.all(contexts.map((build) => build.dispose()));
  await reportSizes();
}

async function testBundles() {
  await rm(path.join(root, 'out/test'), { recursive: true, force: true });
  const files = await readdir(path.join(root, 'test'), { recursive: true });
  const entryPoints = files
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => /^(unit\/.*\.test|editor\/.*|ui\/.*|bench\/.*|support\/entry\/.*)\.ts$/.test(file))
    .map((file) => `test/${file}`);
  return {
    ...common,
    entryPoints,
    outdir: 'out/test',
    outbase: 'test',
    sourcemap: 'inline',
    // Packages stay outside: tests run where node_modules is.
    packages: 'external',
  };
}

/** What the bundles read at run time: the parser and its grammars, the built-in rules, and the code that runs inside
 * recorded programs. */
async function copyAssets() {
  const wasm = {
    'web-tree-sitter.wasm': 'web-tree-sitter/web-tree-sitter.wasm',
    'tree-sitter-java.wasm': 'tree-sitter-java/tree-sitter-java.wasm',
    'tree-sitter-python.wasm': 'tree-sitter-python/tree-sitter-python.wasm',
    'tree-sitter-javascript.wasm': 'tree-sitter-javascript/tree-sitter-javascript.wasm',
    'tree-sitter-typescript.wasm': 'tree-sitter-typescript/tree-sitter-typescript.wasm',
    'tree-sitter-tsx.wasm': 'tree-sitter-typescript/tree-sitter-tsx.wasm',
  };
  await mkdir(path.join(root, 'dist/wasm'), { recursive: true });
  for (const [name, from] of Object.entries(wasm))
    await cp(require.resolve(from), path.join(root, 'dist/wasm', name));
  await copyCompiler(path.join(root, 'dist/typescript.js'));
  await cp(path.join(root, 'rules'), path.join(root, 'dist/rules'), { recursive: true });
  for (const name of ['z3-built.js', 'z3-built.wasm'])
    await cp(require.resolve(`z3-solver/build/${name}`), path.join(root, 'dist/z3', name));
  await cp(path.join(root, 'src/runtime'), path.join(root, 'dist/runtime'), {
    recursive: true,
    filter: (source) => !source.includes('__pycache__'),
  });
  await assemble('src/assembly/packing.ts', 'dist/runtime/javascript/packing.wasm');
}

/** Its memory is what the importer gives to it. */
async function assemble(from, to) {
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const enabled = ['--enable', 'simd', '--enable', 'threads', '--runtime', 'stub'];
  const files = ['--baseDir', root, from, '--outFile', to];
  const { error, stderr } = await asc.main([...files, ...memory, ...enabled, '-O3', '--noAssert']);
  if (error !== null) throw new Error(`${from} could not be compiled: ${stderr.toString()}`);
}

/** The compiler is a quarter of its size when it is minified. */
async function copyCompiler(to) {
  const from = require.resolve('typescript');
  if (production) await transpile({ entryPoints: [from], outfile: to, minify: true, logLevel: 'error' });
  else await cp(from, to);
}

async function reportSizes() {
  let overBudget = false;
  for (const [name, budget] of Object.entries(budgets)) {
    const { size } = await stat(path.join(root, 'dist', name));
    const over = production && size > budget;
    overBudget ||= over;
    console.log(
      `${name.padEnd(14)} ${(size / 1000).toFixed(0).padStart(6)} kB${production ? ` of ${budget / 1000} kB allowed` : ''}${over ? '  OVER' : ''}`,
    );
  }
  if (overBudget) process.exit(1);
}

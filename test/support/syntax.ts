import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createSyntax, type Syntax } from '../../src/core/syntax/parser';

const require = createRequire(__filename);

const packageOf: Readonly<Record<string, string>> = {
  'web-tree-sitter.wasm': 'web-tree-sitter',
  'tree-sitter-java.wasm': 'tree-sitter-java',
  'tree-sitter-python.wasm': 'tree-sitter-python',
  'tree-sitter-javascript.wasm': 'tree-sitter-javascript',
  'tree-sitter-typescript.wasm': 'tree-sitter-typescript',
  'tree-sitter-tsx.wasm': 'tree-sitter-typescript',
};

let shared: Promise<Syntax> | undefined;

/** The parsers, loaded once for all tests of a file, from where the packages are installed. */
export function testSyntax(): Promise<Syntax> {
  shared ??= createSyntax(loadWasm);
  return shared;
}

/** Reads a wasm file by the name that it has in dist/wasm. */
export function loadWasm(wasmFile: string): Promise<Uint8Array> {
  return readFile(require.resolve(`${packageOf[wasmFile] ?? ''}/${wasmFile}`));
}

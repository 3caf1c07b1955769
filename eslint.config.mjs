import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Which layers a layer must not import (docs/architecture.md); core and protocol also see no Node and no VS Code. */
const forbidden = (...groups) => ({
  'no-restricted-imports': ['error', { patterns: groups.map((group) => ({ group: [group].flat() })) }],
});
const node = ['node:*', 'fs', 'path', 'os', 'child_process', 'net', 'crypto', 'util', 'events'];

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'out/**',
      'node_modules/**',
      '.cache/**',
      '.vscode-test/**',
      '**/fixtures/**',
      'examples/**',
      // AssemblyScript, whose own compiler checks it.
      'src/assembly/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true } }],
      'no-console': 'error',
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      complexity: ['error', 14],
      'max-depth': ['error', 4],
      'max-lines': ['error', { max: 350 }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: forbidden('vscode', node, '**/host/**', '**/editor/**', '**/protocol/**', '**/webview/**'),
  },
  {
    files: ['src/protocol/**/*.ts'],
    rules: forbidden('vscode', node, '**/host/**', '**/editor/**', '**/webview/**'),
  },
  { files: ['src/host/**/*.ts'], rules: forbidden('vscode', '**/editor/**', '**/webview/**') },
  { files: ['src/editor/**/*.ts'], rules: forbidden('**/webview/**') },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    files: ['src/runtime/javascript/**', 'test/bench/**/*.cjs', 'test/bench/programs/javascript/**'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
        process: 'readonly',
        Buffer: 'readonly',
        SharedArrayBuffer: 'readonly',
        WebAssembly: 'readonly',
        Atomics: 'readonly',
        setInterval: 'readonly',
        clearTimeout: 'readonly',
        setTimeout: 'readonly',
        structuredClone: 'readonly',
        performance: 'readonly',
      },
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      sourceType: 'module',
      globals: {
        process: 'readonly',
        Buffer: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
);

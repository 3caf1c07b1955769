// Well-known npm packages that ship their tests: how to install them and which files are tests.
import type { TestRunner } from '../../../src/protocol/runtime';

export interface Project {
  /** As npm takes it, with its version. */
  readonly name: string;
  readonly style: string;
  readonly runner: Extract<TestRunner, 'mocha' | 'node:test' | 'vitest' | 'jest'>;
  /** What its tests need, beside its own dependencies. */
  readonly needs: readonly string[];
  /** Relative paths with `/` that are test files. */
  readonly tests: RegExp;
  /** Other relative paths that belong to its tests. */
  readonly support?: RegExp;
  /** Files of the repository that the package does not ship. */
  readonly files?: Readonly<Record<string, string>>;
}

export const projects: readonly Project[] = [
  {
    name: 'hash.js@1.1.7',
    style: 'CommonJS',
    runner: 'mocha',
    needs: ['mocha@10'],
    tests: /^test\/.*-test\.js$/,
  },
  {
    name: 'object-path@0.11.8',
    style: 'CommonJS',
    runner: 'mocha',
    needs: ['mocha@10', 'chai@4'],
    tests: /^test\.js$/,
  },
  {
    name: 'find-my-way@9.10.1',
    style: 'CommonJS',
    runner: 'node:test',
    needs: ['proxyquire@2', 'rfdc@1'],
    tests: /^test\/[^/]*\.test\.js$/,
    support: /^test\//,
  },
  {
    name: 'entities@6.0.1',
    style: 'TypeScript, ESM',
    runner: 'vitest',
    needs: ['vitest@3', '@vitest/coverage-v8@3'],
    tests: /^src\/.*\.spec\.ts$/,
  },
  {
    name: 'zod@4.6.7',
    style: 'TypeScript, ESM',
    runner: 'vitest',
    needs: ['vitest@3', '@vitest/coverage-v8@3'],
    tests: /^src\/v3\/tests\/.*\.test\.ts$/,
    support: /\/tests\/|\/benchmarks\//,
  },
  {
    name: 'graphql-anywhere@4.2.8',
    style: 'TypeScript to CommonJS',
    runner: 'jest',
    needs: [
      'jest@29',
      'ts-jest@29',
      'typescript@5',
      'graphql@14',
      'graphql-tag@2.10.1',
      'prop-types@15',
      'react@17',
      'react-dom@17',
    ],
    tests: /__tests__\/[^/]*\.ts$/,
    support: /__tests__\//,
    files: {
      'jest.config.js': `module.exports = {
  testEnvironment: 'node',
  snapshotFormat: { escapeString: true, printBasicPrototype: true },
  testRegex: '(/__tests__/.*)\\\\.ts$',
  transform: { '\\\\.ts$': ['ts-jest', { diagnostics: false, tsconfig: {
    module: 'commonjs', target: 'es2019', esModuleInterop: true, importHelpers: true } }] },
};
`,
    },
  },
];

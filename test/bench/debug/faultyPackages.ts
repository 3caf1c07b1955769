// Well-known npm packages with their own tests, of which one file gets faults.
import type { Project } from '../projects/projects';

export interface FaultyPackage extends Project {
  /** Relative path of the file that gets the faults. */
  readonly program: string;
}

export const faultyPackages: readonly FaultyPackage[] = [
  {
    name: 'object-path@0.11.8',
    style: 'CommonJS',
    runner: 'mocha',
    needs: ['mocha@10', 'chai@4'],
    program: 'index.js',
    tests: /^test\.js$/,
  },
  {
    name: '@fastify/proxy-addr@5.1.3',
    style: 'CommonJS',
    runner: 'node:test',
    needs: [],
    program: 'index.js',
    tests: /^test\/.*\.test\.js$/,
  },
  {
    name: '@fastify/accept-negotiator@2.1.2',
    style: 'CommonJS',
    runner: 'node:test',
    needs: ['@matteo.collina/tspl@0.2'],
    program: 'index.js',
    tests: /^test\/.*\.test\.js$/,
  },
  {
    name: '@fastify/merge-json-schemas@0.2.2',
    style: 'CommonJS',
    runner: 'node:test',
    needs: [],
    program: 'lib/resolvers.js',
    tests: /^test\/.*\.test\.js$/,
  },
  {
    name: 'css-what@8.0.0',
    style: 'TypeScript, ESM',
    runner: 'vitest',
    needs: ['vitest@3'],
    program: 'src/parse.ts',
    tests: /^src\/parse\.spec\.ts$/,
  },
  {
    name: 'entities@6.0.1',
    style: 'TypeScript, ESM',
    runner: 'vitest',
    needs: ['vitest@3'],
    program: 'src/decode.ts',
    tests: /^src\/(?:decode|index)\.spec\.ts$/,
  },
];

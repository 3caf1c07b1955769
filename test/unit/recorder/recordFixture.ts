// Records a fixture program for a test.
import path from 'node:path';
import type { Recording } from '../../../src/core/trace/recording';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { trace, type TraceRequest } from '../../../src/host/trace/tracing';

export const assets = path.resolve('dist');
/** The interpreter that the tests record with. */
export const python = process.env['WITNESS_PYTHON'] ?? 'python3';
const syntax = new SyntaxService(assets);

export function fixture(name: string): string {
  return path.resolve('test/fixtures/python', name);
}

/** Runs a program of test/fixtures/python, or one at an absolute path, under the recorder. */
export function record(file: string, options: Partial<TraceRequest> = {}): Promise<Recording> {
  const absolute = path.isAbsolute(file) ? file : fixture(file);
  const request: TraceRequest = {
    file: absolute,
    arguments: [],
    cwd: path.dirname(absolute),
    environment: process.env,
    interpreter: python,
    granularity: 'block',
    steps: 'sampled',
    limitMs: 20_000,
    valueBudget: 200,
    stdin: 'ignore',
    ...options,
  };
  return trace(request, { assets, syntax });
}

// How many seeded faults are found, and repaired, in npm packages with their own tests.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DebugTools } from '../../../src/host/debugging/debugProgram';
import { startJavaScriptSandbox } from '../../../src/host/debugging/javascript/javascriptSandbox';
import { JavaScriptTester } from '../../../src/host/debugging/javascript/javascriptTester';
import { plainTests } from '../../../src/host/debugging/requestedTests';
import { installed, testFiles } from '../projects/installing';
import { changedLine, debugFault, faultsTable, isInFunctionBody, type FaultResult } from './faults';
import { faultyPackages, type FaultyPackage } from './faultyPackages';
import { mutantsOf } from './stryker';

const limitMs = 2000;

/**
 * @param named Whether a package is wanted, by its name without the version.
 * @param perPackage Mutants of each package.
 */
export async function javascriptPart(
  named: (name: string) => boolean,
  perPackage: number,
  assets: string,
  shared: Omit<DebugTools, 'tester'>,
): Promise<void> {
  const results: FaultResult[] = [];
  for (const faulty of faultyPackages.filter(({ name }) => named(name.replace(/(?<=.)@.*$/, '')))) {
    results.push(...(await debugPackage(faulty, perPackage, assets, shared)));
  }
  faultsTable('debug-javascript', 'seeded faults, JavaScript and TypeScript', results);
}

async function debugPackage(
  faulty: FaultyPackage,
  perPackage: number,
  assets: string,
  shared: Omit<DebugTools, 'tester'>,
): Promise<FaultResult[]> {
  const cwd = installed(faulty);
  const file = path.join(cwd, faulty.program);
  const original = readFileSync(file, 'utf8');
  const sandbox = await startJavaScriptSandbox({
    assets,
    cwd,
    file,
    isolation: 'isolated',
    environment: process.env,
    size: os.availableParallelism(),
  });
  // As a session does: what it learns of a test holds for one program.
  const tools = (): DebugTools => ({
    ...shared,
    tester: new JavaScriptTester({ sandbox, assets, file, cwd, syntax: shared.syntax, limitMs }),
  });
  const results: FaultResult[] = [];
  try {
    const tests = await passingTests(faulty, cwd, original, tools());
    for (const { operator, source } of await mutantsOf(file, original)) {
      if (results.length === perPackage) break;
      const line = changedLine(original, source);
      if (!(await isInFunctionBody(file, source, line, tools()))) continue;
      const result = await debugFault({ operator, file, source, original, line, tests }, tools());
      if (result !== undefined) results.push(result);
    }
  } finally {
    await sandbox.pool.dispose();
  }
  return results;
}

async function passingTests(faulty: FaultyPackage, cwd: string, original: string, { tester }: DebugTools) {
  const all = [];
  for (const name of testFiles(faulty, cwd)) all.push(...(await tester.collect(name)));
  const healthy = await tester.observe(
    original,
    all.map(({ text }) => text),
    'results',
  );
  const passing = healthy.filter(({ status }) => status === 'passed').map(({ text }) => text);
  console.log(`${faulty.name}: ${passing.length} of ${all.length} tests pass without a mutation`);
  return plainTests(passing);
}

// How many seeded faults are found, and repaired, with the tests of the modules that they are in.
import { writeFileSync } from 'node:fs';
import type { DebugTools } from '../../../src/host/debugging/debugProgram';
import { requestedTests } from '../../../src/host/debugging/requestedTests';
import {
  changedLine,
  debugFault,
  faultsTable,
  isInFunctionBody,
  type Fault,
  type FaultResult,
} from './faults';
import { rankedPlaces, rankingTable, type RankingCounts } from './rankingPart';
import { seededFaults, type FaultyModule } from './seededFaults';

/**
 * @param toolsOf Tools for the module in a folder.
 * @param perModule Mutants of each module.
 */
export async function faultsPart(
  python: string,
  modules: readonly string[],
  perModule: number,
  toolsOf: (module: FaultyModule) => DebugTools,
): Promise<void> {
  const results: FaultResult[] = [];
  for (const module of seededFaults(python, modules)) {
    const tools = toolsOf(module);
    await eachFault(module, perModule, tools, async (fault) => {
      const result = await debugFault(fault, tools);
      if (result !== undefined) results.push(result);
      return result !== undefined;
    });
  }
  faultsTable('debug-faults', 'seeded faults', results);
}

/** As `faultsPart`: where the ranking has the faults. */
export async function faultsRankingPart(
  python: string,
  modules: readonly string[],
  perModule: number,
  toolsOf: (module: FaultyModule) => DebugTools,
): Promise<void> {
  const counted: RankingCounts[] = [];
  for (const module of seededFaults(python, modules)) {
    const tools = toolsOf(module);
    await eachFault(module, perModule, tools, async ({ operator, file, source, line, tests }) => {
      const name = `${module.module} ${operator}`;
      const found = await rankedPlaces({ name, file, source, tests, bugLines: [line] }, tools);
      if (found !== undefined) counted.push(found);
      return found !== undefined;
    });
  }
  rankingTable('faults', counted);
}

/** @param look Whether a test fails on the fault; others do not count. */
async function eachFault(
  module: FaultyModule,
  perModule: number,
  tools: DebugTools,
  look: (fault: Fault) => Promise<boolean>,
): Promise<void> {
  const { file, source: original } = module;
  const all = await requestedTests({ test: module.tests }, 'python', tools.tester);
  // Some are meant for another runner, which does not collect the bases of test cases.
  const healthy = await tools.tester.observe(original, all.asked, 'results');
  const asked = healthy.filter(({ status }) => status === 'passed').map(({ text }) => text);
  const tests = { ...all, asked };
  console.log(`${module.module}: ${asked.length} of ${all.asked.length} tests pass without a mutation`);
  let looked = 0;
  for (const { operator, source } of module.mutants) {
    if (looked === perModule) break;
    const line = changedLine(original, source);
    if (!(await isInFunctionBody(file, source, line, tools))) continue;
    writeFileSync(file, source);
    const counts = await look({ operator, file, source, original, line, tests });
    writeFileSync(file, original);
    if (counts) looked++;
  }
}

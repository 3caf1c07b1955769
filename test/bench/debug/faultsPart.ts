// How many seeded faults are found, and repaired, with the tests of the modules that they are in.
import { writeFileSync } from 'node:fs';
import type { DebugReport } from '../../../src/core/debugging/debugReport';
import { debugProgram, type DebugTools } from '../../../src/host/debugging/debugProgram';
import { requestedTests, type RequestedTests } from '../../../src/host/debugging/requestedTests';
import { report, share } from '../arguments';
import { placeOf, type Place } from './places';
import { rankedPlaces, rankingTable, type RankingCounts } from './rankingPart';
import { seededFaults, type FaultyModule } from './seededFaults';

interface Result {
  readonly place: Place;
  readonly isRepaired: boolean;
  readonly isMarked: boolean;
  readonly isOriginal: boolean;
  readonly seconds: number;
}

const candidates = 256;

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
  const results: Result[] = [];
  for (const module of seededFaults(python, modules)) {
    results.push(...(await debugModule(module, perModule, toolsOf(module))));
  }
  const count = (matches: (result: Result) => boolean): string =>
    share(results.filter(matches).length, results.length);
  const shown = results.filter(({ isRepaired, isMarked }) => isRepaired && !isMarked);
  const seconds = results.map((result) => result.seconds).sort((a, b) => a - b);
  console.log('');
  report('debug-faults', [
    ['seeded faults', ''],
    ['mutants that a test fails on', results.length],
    ['mutated line in the first block', count(({ place }) => place.rank === 1)],
    ['in the first three', count(({ place }) => place.rank <= 3)],
    ['repaired: all tests pass', count(({ isRepaired }) => isRepaired)],
    ['shown as a fix', shown.length],
    ['the very text before the mutation', count(({ isOriginal }) => isOriginal)],
    ['seconds a mutant, median', seconds[Math.floor(seconds.length / 2)]?.toFixed(1) ?? '-'],
  ]);
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
    await eachFault(module, perModule, tools, async ({ operator, source, line, tests }) => {
      const name = `${module.module} ${operator}`;
      const found = await rankedPlaces({ name, file: module.file, source, tests, bugLines: [line] }, tools);
      if (found !== undefined) counted.push(found);
      return found !== undefined;
    });
  }
  rankingTable('faults', counted);
}

interface Fault {
  readonly operator: string;
  readonly source: string;
  /** 1-based line that was changed. */
  readonly line: number;
  readonly tests: RequestedTests;
}

/** @param look Whether a test fails on the fault; others do not count. */
async function eachFault(
  module: FaultyModule,
  perModule: number,
  tools: DebugTools,
  look: (fault: Fault) => Promise<boolean>,
): Promise<void> {
  const all = await requestedTests({ test: module.tests }, tools.tester);
  // Some are meant for another runner, which does not collect the bases of test cases.
  const healthy = await tools.tester.observe(module.source, all.asked, 'results');
  const asked = healthy.filter(({ status }) => status === 'passed').map(({ text }) => text);
  const tests = { ...all, asked };
  console.log(`${module.module}: ${asked.length} of ${all.asked.length} tests pass without a mutation`);
  let looked = 0;
  for (const { operator, source } of module.mutants) {
    if (looked === perModule) break;
    const line = changedLine(module.source, source);
    if (!(await isInFunctionBody(source, line, tools))) continue;
    writeFileSync(module.file, source);
    const counts = await look({ operator, source, line, tests });
    writeFileSync(module.file, module.source);
    if (counts) looked++;
  }
}

async function debugModule(module: FaultyModule, perModule: number, tools: DebugTools): Promise<Result[]> {
  const results: Result[] = [];
  await eachFault(module, perModule, tools, async ({ operator, source, line, tests }) => {
    const begun = performance.now();
    const request = { file: module.file, source, tests, candidates };
    const found = await debugProgram({ ...request, reference: () => Promise.resolve(undefined) }, tools);
    if (found.failing.length === 0) return false;
    const result = {
      place: placeOf([line], found.suspects),
      isRepaired: found.fixedSource !== undefined,
      isMarked: found.fix?.fitsOnlyGivenTests === true,
      isOriginal: found.fixedSource !== undefined && isSameCode(found.fixedSource, module.source),
      seconds: (performance.now() - begun) / 1000,
    };
    results.push(result);
    console.log(lineOf(operator, line, found, result));
    return true;
  });
  return results;
}

function lineOf(operator: string, line: number, found: DebugReport, result: Result): string {
  const fix = result.isRepaired ? `repaired ${found.attempts[0]?.strategy ?? ''}` : '-';
  const tests = `${found.failing.length} of ${found.failing.length + found.passing.length} fail`;
  return `  ${operator.padEnd(44)} line ${String(line).padEnd(5)} ${tests.padEnd(16)} at ${result.place.rank} ${fix}  ${found.tried} tried, ${result.seconds.toFixed(0)} s`;
}

/** 1-based; the first that differs. */
function changedLine(before: string, after: string): number {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return b.findIndex((text, at) => text !== a[at]) + 1;
}

function isInFunctionBody(source: string, line: number, { syntax }: DebugTools): Promise<boolean> {
  return syntax.withDocument('python', source, (document) => {
    const model = document.model('block');
    return (
      model.syntaxErrors.length === 0 &&
      model.functions.some(
        ({ kind, bodyRange }) =>
          (kind === 'function' || kind === 'method') &&
          line - 1 >= bodyRange.start.line &&
          line - 1 <= bodyRange.end.line,
      )
    );
  });
}

function isSameCode(a: string, b: string): boolean {
  const plain = (text: string): string => text.replace(/[ \t()]+/g, '');
  return plain(a) === plain(b);
}

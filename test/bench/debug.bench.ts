// Step-wise debugging without a model: where the bug is, and how many programs are repaired.
//   --part quixbugs|trial|ranking|faults|javascript|humaneval|mbpp   --from N --limit N   --name NAME
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { DebugReport } from '../../src/core/debugging/debugReport';
import { debugProgram, type DebugTools } from '../../src/host/debugging/debugProgram';
import { debuggingModules, ProgramTester } from '../../src/host/debugging/programTester';
import { importFolders } from '../../src/host/sandbox/importFolders';
import { SandboxPool } from '../../src/host/sandbox/sandboxPool';
import { SyntaxService } from '../../src/host/syntax/syntaxService';
import { refuse, report, share } from './arguments';
import { languageModelPrograms } from './debug/languageModelPrograms';
import { placeOf, type Place } from './debug/places';
import { passes, usableTests, type BuggyProgram } from './debug/programs';
import { trialPart } from './debug/trialPart';
import { faultsFolder, faultyModules } from './debug/seededFaults';
import { faultsPart, faultsRankingPart } from './debug/faultsPart';
import { javascriptPart } from './debug/javascriptPart';
import { rankedPlaces, rankingTable } from './debug/rankingPart';
import { quixbugs } from './debug/quixbugs';
import { randomFrom } from './seededRandom';
import { pythonOfVersion } from './untrustedPython';

const { values: given } = parseArgs({
  options: {
    data: { type: 'string' },
    part: { type: 'string' },
    from: { type: 'string' },
    limit: { type: 'string' },
    name: { type: 'string' },
  },
});
const data = path.resolve(given.data ?? refuse('Name the folder of the data with --data DIR.'));
const assets = path.resolve('dist');
const limitMs = 1000;

interface Result {
  readonly program: BuggyProgram;
  readonly report: DebugReport;
  readonly isRepaired: boolean;
  /** The final tests pass with the fix. */
  readonly isRight: boolean;
  /** Of the ranking and of a random one: the rank of the first block with a bug line, and the share read before it. */
  readonly found: Place | undefined;
  readonly byChance: Place | undefined;
}

async function main(): Promise<void> {
  const python = pythonOfVersion('3.11');
  const pool = new SandboxPool(
    {
      level: 'isolated',
      interpreter: python,
      assets,
      visible: [faultsFolder()],
      path: await importFolders(python),
      preload: debuggingModules,
    },
    os.availableParallelism(),
  );
  const tester = new ProgramTester(pool, {
    place: { file: '/program.py', module: 'program', root: '/', cwd: '/nowhere' },
    limitMs,
    isolation: 'isolated',
  });
  const tools = {
    tester,
    syntax: new SyntaxService(assets),
    isolation: 'isolated',
    onProgress: () => undefined,
  };
  try {
    if (given.part === undefined || given.part === 'trial') {
      await trialPart(programsOf('quixbugs'), tools);
    }
    if (given.part === 'ranking') await rankQuixbugs(tools);
    if (given.part === 'faults' || given.part === 'ranking') {
      const modules = faultyModules.filter(isNamed);
      const part = given.part === 'faults' ? faultsPart : faultsRankingPart;
      await part(python, modules, Number(given.limit ?? 6), ({ file, folder, module }) => ({
        ...tools,
        tester: new ProgramTester(pool, {
          place: { file, module, root: folder, cwd: folder },
          limitMs: 2000,
          isolation: 'isolated',
        }),
      }));
    }
    if (given.part === 'javascript') await javascriptPart(isNamed, Number(given.limit ?? 5), assets, tools);
    await programParts(tools);
  } finally {
    await pool.dispose();
  }
}

async function programParts(tools: DebugTools): Promise<void> {
  for (const set of ['quixbugs', 'humaneval', 'mbpp']) {
    if (given.part !== undefined && given.part !== set) continue;
    const results: Result[] = [];
    for (const program of programsOf(set)) {
      const result = await debug(program, tools);
      if (result === undefined) continue;
      results.push(result);
      console.log(lineOf(result));
    }
    table(set, results);
  }
}

function isNamed(name: string): boolean {
  return given.name === undefined || given.name.split(',').includes(name);
}

async function rankQuixbugs(tools: DebugTools): Promise<void> {
  const counted = [];
  for (const program of programsOf('quixbugs')) {
    const { name, source, bugLines = [] } = program;
    const tests = { asked: await usableTests(program, tools.tester), others: [], areOfPytest: false };
    if (bugLines.length === 0) continue;
    const found = await rankedPlaces({ name, file: '/program.py', source, tests, bugLines }, tools);
    if (found !== undefined) counted.push(found);
  }
  rankingTable('quixbugs', counted);
}

function programsOf(set: string): BuggyProgram[] {
  const all = set === 'quixbugs' ? quixbugs(data) : languageModelPrograms(data, set);
  return all
    .filter(({ name }) => given.name === undefined || name === given.name)
    .slice(Number(given.from ?? 0), Number(given.from ?? 0) + Number(given.limit ?? Infinity));
}

async function debug(program: BuggyProgram, tools: DebugTools): Promise<Result | undefined> {
  const tests = await usableTests(program, tools.tester);
  const found = await debugProgram(
    {
      file: '/program.py',
      source: program.source,
      tests: { asked: tests, others: [] },
      candidates: 3000,
      reference: () => Promise.resolve(undefined),
    },
    tools,
  ).catch((error: unknown) => {
    console.log(`${program.name}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
  if (found === undefined || found.failing.length === 0) return undefined;
  const fixed = found.fixedSource;
  const isRight =
    fixed !== undefined &&
    (program.finalTest === undefined || (await passes(fixed, program.finalTest, tools.tester)));
  return {
    program,
    report: found,
    isRepaired: fixed !== undefined,
    isRight,
    found: rankOf(program, found.suspects),
    byChance: rankOf(
      program,
      randomFrom(program.source.length).sample(found.suspects, found.suspects.length),
    ),
  };
}

function rankOf({ bugLines = [] }: BuggyProgram, suspects: DebugReport['suspects']): Place | undefined {
  return bugLines.length === 0 ? undefined : placeOf(bugLines, suspects);
}

function lineOf({ program, report: found, isRepaired, isRight, found: place }: Result): string {
  const fix = isRepaired
    ? `${found.fix?.fitsOnlyGivenTests === true ? 'fits only' : 'fix'} ${isRight ? 'right' : 'WRONG'}`
    : '-';
  const rank = place === undefined ? '' : `bug at ${place.rank}`;
  return `${program.name.padEnd(30)} ${fix.padEnd(18)} ${rank.padEnd(10)} ${found.tried} tried, ${(found.ms / 1000).toFixed(1)} s, ${found.attempts[0]?.strategy ?? ''}`;
}

function table(set: string, results: readonly Result[]): void {
  const places = results.flatMap(({ found }) => (found === undefined ? [] : [found]));
  const chance = results.flatMap(({ byChance }) => (byChance === undefined ? [] : [byChance]));
  const top = (list: readonly Place[], rank: number): string =>
    share(list.filter((place) => place.rank <= rank).length, list.length);
  const mean = (list: readonly Place[]): string =>
    `${((100 * list.reduce((sum, place) => sum + place.readBefore, 0)) / Math.max(list.length, 1)).toFixed(1)} %`;
  const shown = results.filter(
    ({ isRepaired, report: { fix } }) => isRepaired && fix?.fitsOnlyGivenTests !== true,
  );
  const seconds = results.map(({ report: { ms } }) => ms / 1000).sort((a, b) => a - b);
  console.log('');
  report(`debug-${set}`, [
    [set, 'Witness', 'random order'],
    ['programs', results.length, ''],
    ...(places.length === 0
      ? []
      : ([
          ['bug line in the first block', top(places, 1), top(chance, 1)],
          ['in the first three', top(places, 3), top(chance, 3)],
          ['read before the bug', mean(places), mean(chance)],
        ] as const)),
    [
      'given tests pass with the fix',
      share(results.filter(({ isRepaired }) => isRepaired).length, results.length),
      '',
    ],
    [
      'final tests pass with the fix',
      share(results.filter(({ isRight }) => isRight).length, results.length),
      '',
    ],
    [
      'right, of what is shown as a fix',
      share(shown.filter(({ isRight }) => isRight).length, shown.length),
      '',
    ],
    ['seconds a program, median', seconds[Math.floor(seconds.length / 2)]?.toFixed(1) ?? '-', ''],
    ['seconds a program, most', seconds.at(-1)?.toFixed(1) ?? '-', ''],
  ]);
  console.log('');
}

void main();

// Step-wise debugging: observe the tests, rank the blocks, put them on trial, search a repair, with a model where there is
// one, and say what was seen.
import type { VersionedSource } from '../../core/debugging/alignment';
import type { DebugProgress } from '../../core/debugging/debugProgress';
import {
  reportedSuspects,
  reportedTest,
  type DebugReport,
  type ReportedFix,
} from '../../core/debugging/debugReport';
import type { JudgedRepair } from '../../core/debugging/overfitting';
import { suspectsAfterSearch } from '../../core/debugging/helpfulChanges';
import { reportedInfluences } from '../../core/debugging/influences';
import { rankSuspects, type Suspect } from '../../core/debugging/localisation';
import { suspectsByRecordings } from '../../core/debugging/recordedSuspects';
import { advisedSuspects } from '../../core/debugging/model/advisedSuspects';
import { reportedVerdicts } from '../../core/debugging/model/reportedVerdicts';
import { testName } from '../../core/debugging/pytestStatement';
import type { ObservedTest } from '../../core/debugging/testRun';
import { saidOfBlocks, type StatedState } from '../../core/debugging/statedStates';
import {
  joinedTrials,
  reportedDivergence,
  suspectsAfterTrial,
  yourStatement,
  type Tried,
  type Trials,
} from '../../core/debugging/trialReport';
import type { Granularity, LanguageId } from '../../core/syntax/model';
import { Failure } from '../failure';
import type { SyntaxService } from '../syntax/syntaxService';
import { attemptsOf, fixOf, repairingChanges } from './fixReport';
import type { Advisor } from './modelAdvisor';
import { triedHunks } from './neededHunks';
import { statesOf } from './passingRun';
import { languageOf } from './programLanguage';
import { recordedTests } from './recordedTests';
import type { Tester } from './tester';
import type { Reference } from './reference';
import { repair, type Repairs } from './repairing';
import { reproduce, type Reproduction } from './reproduction';
import type { RequestedTests } from './requestedTests';
import { tryBlocks, tryStated, type TrialRequest } from './trials';
import { triedVerdicts } from './triedVerdicts';

export interface DebugRequest {
  /** Its name says the language. */
  readonly file: string;
  readonly source: string;
  readonly tests: RequestedTests;
  /** Programs tried at most. */
  readonly candidates: number;
  /** What says how the program should behave that fails these tests; undefined where nothing does. */
  readonly reference: (failing: readonly string[]) => Promise<Reference | undefined>;
  /** What somebody says that is right at some blocks. */
  readonly stated?: readonly StatedState[];
}

export interface DebugTools {
  readonly tester: Tester;
  readonly syntax: SyntaxService;
  readonly isolation: string;
  /** Asked beside the search, where there is a model. */
  readonly advisor?: Advisor;
  readonly onProgress: (progress: DebugProgress) => void;
}

/** Suspects put on trial. */
const mostTried = 20;

/** @throws Failure where nothing can be debugged: no test, no failing test, a program that does not parse. */
export async function debugProgram(request: DebugRequest, tools: DebugTools): Promise<DebugReport> {
  const begun = performance.now();
  const { source, file } = request;
  const { asked, others } = request.tests;
  const program = await versioned(source, languageOf(file), tools.syntax);
  tools.onProgress({ stage: 'reproducing', tests: asked.length + others.length });
  const reproduction = await reproduce(source, request.tests, tools.tester);
  const { failing, passing, observed } = reproduction;
  const outcome = outcomeOf(reproduction);
  tools.onProgress({ stage: 'reproduced', ...outcome });
  const texts = { failing: failing.map(({ text }) => text), passing: passing.map(({ text }) => text) };
  const advice = await triedAdvice(program, file, texts, tools);
  const recorded = await recordedTests(program, file, reproduction, tools.tester);
  const ranked = advisedSuspects(
    suspectsByRecordings(rankSuspects(program.model, observed), recorded),
    advice?.verdicts ?? [],
  );
  tools.onProgress({
    stage: 'localised',
    file,
    suspects: reportedSuspects(ranked, [], undefined, program.model),
  });
  const reference = failing.length === 0 ? undefined : await request.reference(texts.failing);
  const trialOf = (known: Reference | undefined, blocks: readonly Suspect[], knowsTestsOnly: boolean) =>
    known === undefined
      ? undefined
      : trialBy(
          known,
          {
            program,
            tests: 'recording' in known ? [known.test] : texts.failing,
            blocks: new Set(blocks.slice(0, mostTried).map(({ block }) => block.index)),
            knowsTestsOnly,
          },
          file,
          tools,
        );
  const stated = await statedTrial(request, program, texts.failing, tools);
  const before = await trialOf(reference, ranked, false);
  const suspects = suspectsAfterTrial(ranked, joinedTrials(stated, before));
  const repairs = await repair(request, suspects, reproduction, tools, advice?.candidates);
  const byPrograms = before ?? (await trialOf(fixAsReference(repairs), suspects, true));
  const tried = joinedTrials(stated, byPrograms);
  const { best } = repairs;
  return {
    file,
    ...outcome,
    suspects: reportedSuspects(
      suspectsAfterSearch(suspects, repairs.found.partial, observed.length),
      repairingChanges(repairs.judged),
      tried,
      program.model,
    ),
    influences: reportedInfluences(recorded.slice, recorded.variables ?? [], ranked, program.model),
    ...(tried !== undefined && { reference: tried.reference, ...reportedDivergence(tried, program.model) }),
    attempts: attemptsOf(repairs, request, observed.length),
    ...(best !== undefined && {
      fix: await checkedFix(best, request, reproduction, tools.tester),
      fixedSource: best.candidate.source,
    }),
    tried: repairs.found.tried,
    isolation: tools.isolation,
    tokens: { input: 0, output: 0 },
    ...(advice !== undefined && { model: modelReport(advice, program) }),
    ms: Math.round(performance.now() - begun),
  };
}

/** What the model said, as it is reported. */
function modelReport(
  { verdicts, candidates, noAnswer }: Awaited<ReturnType<Advisor>>,
  { model }: VersionedSource,
): NonNullable<DebugReport['model']> {
  return { verdicts: reportedVerdicts(verdicts, model), programs: candidates.length, noAnswer };
}

/** The fix with what comes of leaving out its parts, and of the tests that were not asked for. */
async function checkedFix(
  best: JudgedRepair,
  request: DebugRequest,
  { failing, passing, alsoFailing }: Reproduction,
  tester: Tester,
): Promise<ReportedFix> {
  const { source } = best.candidate;
  const texts = [...failing, ...passing].map(({ text }) => text);
  const hunks = await triedHunks(request.source, source, texts, tester);
  const alsoMended = await mendedBy(source, alsoFailing, tester);
  return fixOf(best, hunks, request, { failing, alsoMended });
}

function outcomeOf({ failing, passing, flaky, alsoFailing }: Reproduction) {
  return {
    failing: failing.map(reportedTest),
    passing: passing.map(reportedTest),
    flaky: flaky.map(testName),
    alsoFailing: alsoFailing.map(reportedTest),
  };
}

/** The tests that pass with a program. */
async function mendedBy(
  source: string,
  tests: readonly ObservedTest[],
  tester: Tester,
): Promise<readonly ObservedTest[]> {
  const results = await tester.observe(
    source,
    tests.map(({ text }) => text),
    'results',
  );
  return tests.filter((_, i) => results[i]?.status === 'passed');
}

/** Without a program that says what to expect, one that passes all tests does: how they differ is what the fix changed. */
function fixAsReference({ best }: Repairs): Reference | undefined {
  return best === undefined ? undefined : { source: best.candidate.source, name: 'the program with the fix' };
}

/** @throws Failure where it speaks of what the program does not have */
async function statedTrial(
  { stated = [], file }: DebugRequest,
  program: VersionedSource,
  failing: readonly string[],
  { tester, syntax, onProgress }: DebugTools,
): Promise<Trials | undefined> {
  if (stated.length === 0 || failing.length === 0) return undefined;
  const lines = await versioned(program.source, languageOf(file), syntax, 'line');
  const sides = saidOfBlocks(stated, program.model, lines.model);
  if ('problem' in sides) {
    throw new Failure('usage', sides.problem, 'Name a line and a variable of the program.');
  }
  const blocks = new Set(sides.map(({ block }) => block)).size;
  onProgress({ stage: 'trying', blocks, reference: yourStatement });
  return tryStated(lines, sides, failing, tester);
}

/** What a model says, with what it expects forced where it expects it; undefined where there is no model. */
async function triedAdvice(
  program: VersionedSource,
  file: string,
  tests: { readonly failing: readonly string[]; readonly passing: readonly string[] },
  { advisor, tester, syntax, onProgress }: DebugTools,
) {
  if (advisor === undefined) return undefined;
  onProgress({ stage: 'asking' });
  const advice = await advisor({ source: program.source, ...tests });
  const [test] = tests.failing;
  if (test === undefined || advice.verdicts.every(({ correct }) => correct)) return advice;
  const lines = await versioned(program.source, languageOf(file), syntax, 'line');
  return { ...advice, verdicts: await triedVerdicts(advice.verdicts, program, lines, test, tester) };
}

async function trialBy(
  reference: Reference,
  request: Omit<TrialRequest, 'expected'>,
  file: string,
  { tester, syntax, onProgress }: DebugTools,
): Promise<Tried | undefined> {
  const expected =
    'recording' in reference
      ? { recorded: await statesOf(reference, file, request.program.source, syntax) }
      : { other: await versioned(reference.source, languageOf(file), syntax) };
  onProgress({ stage: 'trying', blocks: request.blocks?.size ?? 0, reference: reference.name });
  const trials = await tryBlocks({ ...request, expected }, tester);
  return trials.tests.length === 0 ? undefined : { ...trials, reference: reference.name };
}

/** A program with its blocks. @throws Failure where it does not parse */
export function versioned(
  source: string,
  language: LanguageId,
  syntax: SyntaxService,
  granularity: Granularity = 'block',
): Promise<VersionedSource> {
  return syntax.withDocument(language, source, (document) => {
    const model = document.model(granularity);
    if (model.syntaxErrors.length > 0) {
      const line = (model.syntaxErrors[0]?.range.start.line ?? 0) + 1;
      throw new Failure(
        'usage',
        `The program does not parse, from line ${line} on.`,
        'Mend the syntax first.',
      );
    }
    return { source, model };
  });
}

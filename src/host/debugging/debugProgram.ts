// Step-wise debugging without a model: observe the tests, rank the blocks, search a repair, and say what was seen.
import path from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { strategyOf, type TriedCandidate } from '../../core/debugging/candidate';
import type { DebugProgress } from '../../core/debugging/debugProgress';
import {
  reportedSuspects,
  reportedTest,
  type DebugReport,
  type RepairingChange,
  type ReportedFix,
} from '../../core/debugging/debugReport';
import { rankSuspects } from '../../core/debugging/localisation';
import { pythonMutations } from '../../core/debugging/mutations/python/pythonMutations';
import { judgeRepairs, type JudgedRepair } from '../../core/debugging/overfitting';
import { testName } from '../../core/debugging/pytestStatement';
import { searchRepairs, type RepairResult } from '../../core/debugging/repairSearch';
import type { ObservedTest } from '../../core/debugging/testRun';
import { Failure } from '../failure';
import type { SyntaxService } from '../syntax/syntaxService';
import type { ProgramTester } from './programTester';
import type { RequestedTests } from './requestedTests';

export interface DebugRequest {
  readonly file: string;
  readonly source: string;
  readonly tests: RequestedTests;
  /** Programs tried at most. */
  readonly candidates: number;
}

export interface DebugTools {
  readonly tester: ProgramTester;
  readonly syntax: SyntaxService;
  readonly isolation: string;
  readonly onProgress: (progress: DebugProgress) => void;
}

const shownAttempts = 20;
/** Programs that pass, compared on further inputs. */
const comparedRepairs = 12;

/** @throws Failure where nothing can be debugged: no test, no failing test, a program that does not parse. */
export async function debugProgram(request: DebugRequest, tools: DebugTools): Promise<DebugReport> {
  const begun = performance.now();
  const { source, file } = request;
  const { asked, others } = request.tests;
  if (asked.length === 0) throw new Failure('usage', 'There is no test.', 'Give at least one assert.');
  const model = await modelOf(source, tools.syntax);
  tools.onProgress({ stage: 'reproducing', tests: asked.length + others.length });
  const all = await tools.tester.observe(source, [...asked, ...others]);
  const flaky = await flakyTests(all, source, tools.tester);
  const observed = all.filter(
    ({ text, status }) => !flaky.includes(text) && (status === 'passed' || asked.includes(text)),
  );
  const failing = observed.filter(({ status }) => status !== 'passed');
  const passing = observed.filter(({ status }) => status === 'passed');
  tools.onProgress({
    stage: 'reproduced',
    failing: failing.map(reportedTest),
    passing: passing.map(reportedTest),
    flaky: flaky.map(testName),
  });
  const suspects = rankSuspects(model, observed);
  tools.onProgress({ stage: 'localised', file, suspects: reportedSuspects(suspects, [], model) });
  const found = await searchRepairs(
    {
      source,
      suspects,
      failing: failing.map(({ text }) => text),
      passing: passing.map(({ text }) => text),
      budget: failing.length === 0 ? 0 : request.candidates,
    },
    {
      mutations: (text, blocks) => mutationsOf(text, blocks, tools.syntax),
      tryPrograms: (sources, texts) => tools.tester.tryPrograms(sources, texts),
      onTried: (tried, repairs) => {
        tools.onProgress({ stage: 'repairing', tried, budget: request.candidates, repairs });
      },
    },
  );
  const judged = await judge(found, request, tools);
  const best = await confirmed(judged, observed, request, tools);
  return {
    file,
    failing: failing.map(reportedTest),
    passing: passing.map(reportedTest),
    flaky: flaky.map(testName),
    suspects: reportedSuspects(suspects, repairingChanges(judged), model),
    attempts: attemptsOf(judged, found, request, observed.length),
    ...(best !== undefined && {
      fix: fixOf(best, request, failing),
      fixedSource: best.candidate.source,
    }),
    tried: found.tried,
    isolation: tools.isolation,
    tokens: { input: 0, output: 0 },
    ms: Math.round(performance.now() - begun),
  };
}

/** What failed is run again: a test that then passes says nothing about a change. */
async function flakyTests(
  observed: readonly ObservedTest[],
  source: string,
  tester: ProgramTester,
): Promise<string[]> {
  const failed = observed.filter(({ status }) => status === 'failed');
  const again = await Promise.all(failed.map(({ text }) => tester.tryPrograms([source], [text])));
  return failed.filter((_, i) => again[i]?.[0]?.[0]?.status === 'passed').map(({ text }) => text);
}

function modelOf(source: string, syntax: SyntaxService) {
  return syntax.withDocument('python', source, (document) => {
    const model = document.model('block');
    if (model.syntaxErrors.length > 0) {
      const line = (model.syntaxErrors[0]?.range.start.line ?? 0) + 1;
      throw new Failure(
        'usage',
        `The program does not parse, from line ${line} on.`,
        'Mend the syntax first.',
      );
    }
    return model;
  });
}

async function mutationsOf(source: string, blocks: ReadonlySet<number>, syntax: SyntaxService) {
  return syntax.withDocument('python', source, (document) =>
    pythonMutations(document.syntaxTree.rootNode, source, document.model('block'), blocks),
  );
}

async function judge(found: RepairResult, request: DebugRequest, tools: DebugTools): Promise<JudgedRepair[]> {
  const compared = found.repairs.slice(0, comparedRepairs);
  if (compared.length === 0) return [];
  tools.onProgress({ stage: 'validating', repairs: compared.length });
  const inputs = await tools.tester.variedCalls(request.source, request.tests.asked);
  const answering = await Promise.all(
    compared.map(async (candidate) => ({
      candidate,
      answers: inputs.length === 0 ? [] : await tools.tester.evaluate(candidate.source, inputs),
    })),
  );
  return judgeRepairs(answering, inputs);
}

/** The first that also passes where its tests run as their own runner runs them. */
async function confirmed(
  judged: readonly JudgedRepair[],
  observed: readonly ObservedTest[],
  { tests: { thorough } }: DebugRequest,
  { tester }: DebugTools,
): Promise<JudgedRepair | undefined> {
  const statements = observed.map(({ text }) => thorough.get(text) ?? text);
  if (thorough.size === 0) return judged[0];
  for (const repair of judged) {
    const [results = []] = await tester.tryPrograms([repair.candidate.source], statements);
    if (results.length > 0 && results.every(({ status }) => status === 'passed')) return repair;
  }
  return undefined;
}

function repairingChanges(judged: readonly JudgedRepair[]): RepairingChange[] {
  return judged.flatMap(({ candidate }) =>
    candidate.changes.map(({ block }) => ({ block, strategy: strategyOf(candidate) })),
  );
}

function attemptsOf(
  judged: readonly JudgedRepair[],
  { partial }: RepairResult,
  request: DebugRequest,
  tests: number,
): DebugReport['attempts'] {
  const tried = [...judged.map(({ candidate }) => candidate), ...partial].slice(0, shownAttempts);
  return tried.map((candidate) => {
    const passed = candidate.repaired + candidate.kept;
    return {
      strategy: strategyOf(candidate),
      patch: patchOf(candidate, request),
      passed,
      failed: tests - passed,
    };
  });
}

function fixOf(
  { candidate, fitsOnlyGivenTests, disputed }: JudgedRepair,
  request: DebugRequest,
  failing: readonly ObservedTest[],
): ReportedFix {
  const turned = failing.map(({ text }) => ({
    kind: 'test' as const,
    ref: testName(text),
    note: 'failed before, passes now',
  }));
  const doubt =
    disputed === undefined
      ? []
      : [
          {
            kind: 'run' as const,
            ref: disputed.input,
            note: `no test decides this: the fix answers ${disputed.answers[0]}, another change that passes all tests ${disputed.answers[1]}`,
          },
        ];
  return {
    patch: patchOf(candidate, request),
    level: 'witnessed',
    evidence: [...turned, ...doubt],
    ...(fitsOnlyGivenTests && { fitsOnlyGivenTests: true as const }),
  };
}

function patchOf({ source }: TriedCandidate, request: DebugRequest): string {
  const name = path.basename(request.file);
  return createTwoFilesPatch(`a/${name}`, `b/${name}`, request.source, source, undefined, undefined, {
    context: 2,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

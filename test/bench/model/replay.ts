// Recorded answers through the real loop: a server hands out the program of each step, as the model did.
import type { TriedCandidate } from '../../../src/core/debugging/candidate';
import type { ModelDebuggingResult } from '../../../src/core/debugging/model/modelDebugging';
import type { TestResult } from '../../../src/core/debugging/testRun';
import { debugProgram } from '../../../src/host/debugging/debugProgram';
import { modelAdvisor, type AdvisorTools } from '../../../src/host/debugging/modelAdvisor';
import { Failure } from '../../../src/host/failure';
import { openModel } from '../../../src/host/model/openModel';
import { answering, ModelServer, type ServedRequest } from '../../support/model/modelServer';
import type { RecordedSession } from './recordedRuns';
import type { Surroundings } from './surroundings';

export interface Replayed {
  readonly session: RecordedSession;
  /** Whether the final test passes with the program at which the loop ended. */
  readonly lastPasses: boolean;
  /** The same with the best program that came up. */
  readonly bestPasses: boolean;
  /** A module that the program at which the loop ended imports, and this Python does not have. */
  readonly lacks?: string;
  /** Programs that were asked for. */
  readonly steps: number;
  /** Of the session as a whole, where the search ran beside it. */
  readonly fix?: { readonly passes: boolean; readonly isCertain: boolean };
}

export async function replay(
  session: RecordedSession,
  tools: Surroundings,
  { rounds, withSearch }: { readonly rounds: number; readonly withSearch: boolean },
): Promise<Replayed> {
  const answers = new Answers(session.programs);
  const server = new ModelServer('openai', (_, request) => answering(answers.to(request)));
  const address = await server.start();
  try {
    const { model } = await openModel({
      settings: { protocol: 'openai', address, model: 'recorded' },
      count: tools.count,
      environment: {},
      cache: false,
    });
    const [source = ''] = session.programs;
    const tests = await statuses(source, session.tests, tools);
    const advisorTools: AdvisorTools = {
      ...tools,
      language: 'python',
      stepsOf: (asked) => tools.recorder.steps(asked),
    };
    const advice = await modelAdvisor({ model, rounds }, advisorTools)({ source, ...tests });
    const fix = withSearch ? await fixOf(session, advice, tools) : undefined;
    const best = fix?.source ?? bestOf(source, advice.candidates);
    const last = await finalResult(advice.last, session, tools);
    const [, lacks] = /No module named '([\w.]+)'/.exec(last?.message ?? '') ?? [];
    return {
      session,
      lastPasses: last?.status === 'passed',
      bestPasses: await passes(best, session, tools),
      ...(lacks !== undefined && { lacks }),
      steps: answers.given,
      ...(fix !== undefined && {
        fix: { passes: await passes(fix.source, session, tools), isCertain: fix.isCertain },
      }),
    };
  } finally {
    await server.stop();
  }
}

async function statuses(source: string, tests: readonly string[], { tester }: Surroundings) {
  const results = await Promise.all(tests.map((test) => tester.tryPrograms([source], [test])));
  const isPassed = tests.map((_, i) => results[i]?.[0]?.[0]?.status === 'passed');
  return {
    failing: tests.filter((_, i) => isPassed[i] !== true),
    passing: tests.filter((_, i) => isPassed[i]),
  };
}

/** What the search and the model find together; undefined where nothing passes all tests, or the program cannot be read. */
async function fixOf(
  { programs, tests: asked }: RecordedSession,
  advice: ModelDebuggingResult,
  tools: Surroundings,
): Promise<{ source: string; isCertain: boolean } | undefined> {
  const tests = { asked, others: [] };
  const request = {
    file: 'program.py',
    source: programs[0] ?? '',
    tests,
    candidates: 3000,
    reference: () => Promise.resolve(undefined),
  };
  const session = {
    ...tools,
    isolation: 'isolated',
    onProgress: () => undefined,
    advisor: () => Promise.resolve(advice),
  };
  const found = await debugProgram(request, session).catch((error: unknown) => {
    if (error instanceof Failure && error.kind === 'usage') return undefined;
    throw error;
  });
  if (found?.fixedSource === undefined) return undefined;
  return { source: found.fixedSource, isCertain: found.fix?.fitsOnlyGivenTests !== true };
}

/** The program with which most tests pass; of several, the last one. */
function bestOf(source: string, candidates: readonly TriedCandidate[]): string {
  const most = Math.max(0, ...candidates.map(({ repaired, kept }) => repaired + kept));
  return candidates.findLast(({ repaired, kept }) => repaired + kept === most)?.source ?? source;
}

async function passes(source: string, session: RecordedSession, tools: Surroundings): Promise<boolean> {
  return (await finalResult(source, session, tools))?.status === 'passed';
}

async function finalResult(
  source: string,
  { finalTest }: RecordedSession,
  tools: Surroundings,
): Promise<TestResult | undefined> {
  const [results = []] = await tools.finalTester.tryPrograms([source], [finalTest]);
  return results[0];
}

/** What the model wrote, by the number of the step. What it said of blocks was not recorded. */
class Answers {
  given = 0;

  constructor(private readonly programs: readonly string[]) {}

  to({ texts }: ServedRequest): string {
    const question = texts.at(-1) ?? '';
    if (question.includes('Judge blocks')) return 'This was not recorded.';
    if (question.includes('Mend the program')) this.given++;
    const program = this.programs[this.given];
    return program === undefined ? 'This was not recorded.' : `\`\`\`python\n${program}\n\`\`\``;
  }
}

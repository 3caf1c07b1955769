// Step-wise debugging with a model: record a failing test, have its blocks judged, have the program mended, run the tests,
// and go on with what comes closest. All that the model says is tried; what passes is for the caller to compare.
import { ask } from '../../model/ask';
import type { LanguageModel, ModelFailure } from '../../model/languageModel';
import type { Granularity, LanguageId, SourceModel } from '../../syntax/model';
import { blocksByLine } from '../blockLines';
import type { TriedCandidate } from '../candidate';
import type { TestResult } from '../testRun';
import type { BlockSteps } from './blockSteps';
import { wrongWindow } from './bisection';
import type { FailingRun } from './debugPrompt';
import { flowFacts } from './flowFacts';
import { readFirst } from './readFirst';
import { neededNames, repairQuestion } from './repairQuestion';
import { verdictQuestion, type BlockVerdict, type JudgedBlock } from './verdicts';

export interface ModelDebuggingTools {
  readonly model: LanguageModel;
  /** Undefined where a program does not parse. */
  readonly modelOf: (source: string, granularity: Granularity) => Promise<SourceModel | undefined>;
  /** The steps of a test; undefined where there are none. */
  readonly stepsOf: (source: string, model: SourceModel, test: string) => Promise<BlockSteps | undefined>;
  /** The results of the tests in their order, up to the first that is not passed. */
  readonly tryProgram: (source: string, tests: readonly string[]) => Promise<readonly TestResult[]>;
  readonly signal?: AbortSignal;
}

export interface ModelDebuggingRequest {
  readonly source: string;
  readonly language: LanguageId;
  readonly failing: readonly string[];
  readonly passing: readonly string[];
  /** What the program is to do, in words. */
  readonly task?: string;
  /** Rounds of judging and mending at most. */
  readonly rounds: number;
}

export interface ModelDebuggingResult {
  /** Of the given program; empty where there is no answer. */
  readonly verdicts: readonly JudgedBlock[];
  /** Programs that the model wrote, in the order of their answers, each once. */
  readonly candidates: readonly TriedCandidate[];
  /** The program at which the last round ended. */
  readonly last: string;
  /** Why rounds ended without an answer, each reason once. */
  readonly noAnswer: readonly string[];
}

/** Failures after which a further round may go better: there was an answer. All others were tried again already, or stay. */
const answered: readonly ModelFailure['kind'][] = ['unusable', 'huge', 'refused'];

export async function debugWithModel(
  request: ModelDebuggingRequest,
  tools: ModelDebuggingTools,
): Promise<ModelDebuggingResult> {
  const session = new Session(request, tools);
  for (let round = 0; round < request.rounds && !session.isOver; round++) await session.round();
  return session.result();
}

class Session {
  isOver: boolean;
  private current: string;
  private verdicts: readonly JudgedBlock[] | undefined;
  private readonly candidates: TriedCandidate[] = [];
  private readonly noAnswer: string[] = [];
  private readonly tests: readonly string[];
  private readonly names: readonly string[];

  constructor(
    private readonly request: ModelDebuggingRequest,
    private readonly tools: ModelDebuggingTools,
  ) {
    this.current = request.source;
    this.tests = [...request.failing, ...request.passing];
    this.names = neededNames(request.source, this.tests);
    this.isOver = request.failing.length === 0;
  }

  result(): ModelDebuggingResult {
    const { verdicts = [], candidates } = this;
    return { verdicts, candidates, last: this.current, noAnswer: [...new Set(this.noAnswer)] };
  }

  async round(): Promise<void> {
    const { task } = this.request;
    const run = await this.halved(await this.failingRun());
    const verdicts = (await this.judge(run)).map((verdict) => judgedBlock(verdict, run));
    this.verdicts ??= verdicts;
    if (this.isOver) return;
    const earlier = this.candidates.map(({ source }) => source).filter((source) => source !== run.source);
    const { model, signal } = this.tools;
    const answer = await ask(
      model,
      repairQuestion(run, task, verdicts, { earlier, names: this.names }),
      signal,
    );
    if (!answer.ok) {
      this.takeFailure(answer.failure);
      return;
    }
    await this.takePrograms(answer.value);
  }

  private async failingRun(): Promise<FailingRun> {
    const { current: source, tools, tests } = this;
    const results = await tools.tryProgram(source, tests);
    const at = Math.max(
      0,
      results.findIndex(({ status }) => status !== 'passed'),
    );
    const test = tests[at] ?? '';
    const model = await tools.modelOf(source, 'block');
    const steps = model === undefined ? undefined : await tools.stepsOf(source, model, test);
    const lines = steps === undefined ? undefined : await tools.modelOf(source, 'line');
    return {
      source,
      language: this.request.language,
      model,
      test,
      result: results[at] ?? { status: 'crashed' },
      steps,
      ...(model !== undefined &&
        steps !== undefined &&
        lines !== undefined && { facts: flowFacts(steps, model, readFirst(source, model, lines)) }),
    };
  }

  /** Of a long run, with where it goes wrong: steps there are shown before others. */
  private async halved(run: FailingRun): Promise<FailingRun> {
    const { model, signal } = this.tools;
    const window = await wrongWindow(run, this.request.task, model, signal);
    return window === undefined ? run : { ...run, window };
  }

  private async judge(run: FailingRun): Promise<readonly BlockVerdict[]> {
    const question = verdictQuestion(run, this.request.task);
    if (question === undefined) return [];
    const answer = await ask(this.tools.model, question, this.tools.signal);
    if (answer.ok) return answer.value;
    this.takeFailure(answer.failure);
    return [];
  }

  private takeFailure({ kind, message }: ModelFailure): void {
    this.noAnswer.push(message);
    if (!answered.includes(kind)) this.isOver = true;
  }

  private async takePrograms(programs: readonly string[]): Promise<void> {
    const tried: TriedCandidate[] = [];
    for (const program of programs) {
      const candidate = await this.tried(`${program.trimEnd()}\n`);
      tried.push(candidate);
      if (!this.candidates.some(({ source }) => source === candidate.source)) this.candidates.push(candidate);
    }
    const passes = tried.find(({ repaired, kept }) => repaired + kept === this.tests.length);
    this.isOver = passes !== undefined;
    this.current = (passes ?? tried[0])?.source ?? this.current;
  }

  private async tried(source: string): Promise<TriedCandidate> {
    const { failing } = this.request;
    const results = await this.tools.tryProgram(source, this.tests);
    const passed = results.filter(({ status }) => status === 'passed').length;
    return {
      source,
      changes: [await this.changeTo(source)],
      score: 1,
      repaired: Math.min(passed, failing.length),
      kept: Math.max(0, passed - failing.length),
    };
  }

  /** The stretch of the given program that another one has otherwise, as one change. */
  private async changeTo(source: string): Promise<TriedCandidate['changes'][number]> {
    const { source: before } = this.request;
    let from = 0;
    while (from < Math.min(before.length, source.length) && before[from] === source[from]) from++;
    let same = 0;
    const most = Math.min(before.length, source.length) - from;
    while (same < most && before.at(-1 - same) === source.at(-1 - same)) same++;
    const line = before.slice(0, from).split('\n').length;
    const model = await this.tools.modelOf(before, 'block');
    const block = model === undefined ? -1 : (blocksByLine(model).get(line)?.[0] ?? -1);
    const to = before.length - same;
    const text = source.slice(from, source.length - same);
    return { operator: 'rewritten by the model', from, to, text, weight: 1, block };
  }
}

function judgedBlock(
  { facts: cited = [], ...verdict }: BlockVerdict,
  { steps, facts = [] }: FailingRun,
): JudgedBlock {
  const { block, step } = verdict;
  const shown = facts.filter(({ id }) => cited.includes(id));
  const judged = { ...verdict, ...(shown.length > 0 && { facts: shown }) };
  if (step === undefined || steps === undefined) return judged;
  return { ...judged, occurrence: steps.steps.slice(0, step).filter((item) => item.block === block).length };
}

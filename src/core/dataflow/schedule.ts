// Which functions are explored, and what of it is kept: every entry point, then what none of them has reached.
import {
  conditionQuestions,
  functionQuestion,
  joinedQuestions,
  outsideOf,
  type ConditionQuestion,
  type FlowQuestions,
} from './claims/questions';
import { decisionOn, type DecisionOptions } from './decision';
import { RecordingProgram, type AskedProgram } from './dependencies';
import { CallGraph } from './entryPoints';
import { explore, meetingKey } from './exploration';
import { findingOf, type Texts } from './findings';
import type { FileIr, FunctionIr } from './ir/declarations';
import type { FlowFinding, FlowOptions, FlowResult } from './model';
import { Allowance } from './allowance';
import { linkProgram } from './program';
import type { RoleIndex } from './roles';

/** What exploring one entry point has found. */
interface Explored {
  readonly found: readonly Found[];
  readonly executed: ReadonlySet<FunctionIr>;
  readonly cut: ReadonlySet<FunctionIr>;
  readonly isComplete: boolean;
  readonly spent: number;
  readonly questions: FlowQuestions;
}

/** One source and one sink, by key. */
interface Found {
  readonly key: string;
  readonly finding: FlowFinding;
}

/**
 * Results of entry points, kept while what they depend on is the same. One for each set of rules and options. The
 * functions are the keys, so that a file that is parsed anew takes its results with it.
 */
export class EntryCache {
  private readonly entries = new WeakMap<
    FunctionIr,
    { explored: Explored; answers: Pick<RecordingProgram, 'holdsIn'> }
  >();

  get(fn: FunctionIr, program: AskedProgram): Explored | undefined {
    const known = this.entries.get(fn);
    return known?.answers.holdsIn(program) === true ? known.explored : undefined;
  }

  set(fn: FunctionIr, explored: Explored, answers: Pick<RecordingProgram, 'holdsIn'>): void {
    this.entries.set(fn, { explored, answers });
  }
}

export interface Exploring {
  readonly files: readonly FileIr[];
  readonly roles: RoleIndex;
  readonly texts: Texts;
  readonly options: FlowOptions & { readonly cache?: EntryCache };
  /** Lets others run, and throws when the analysis is cancelled. */
  readonly breathe: () => Promise<void>;
}

const rank = { feasible: 2, unknown: 1, infeasible: 0 } as const;

/** Explores all that can lead from a source to a sink. */
export async function exploreAll(
  exploring: Exploring,
): Promise<Pick<FlowResult, 'findings' | 'incomplete' | 'questions'>> {
  const { options, breathe } = exploring;
  const linked = linkProgram(exploring.files);
  await breathe();
  const graph = new CallGraph(linked);
  await breathe();
  const nearest = graph.relevant(exploring.roles);
  const withRoles = graph.reachingAny(exploring.roles);
  const allowance = new Allowance(charactersIn(exploring.files));
  const relevant = allowance.affordable(nearest);
  const program: AskedProgram = Object.assign(linked, { isRelevant: (fn: FunctionIr) => withRoles.has(fn) });
  const best = new Map<string, FlowFinding>();
  const questions: FlowQuestions[] = [];
  const executed = new Set<FunctionIr>();
  const cut = new Set<FunctionIr>();
  const tooFar = nearest.size - relevant.size;
  const incomplete =
    tooFar === 0
      ? []
      : [`${tooFar} functions that are too many calls away from sources and sinks to be followed`];
  const start = async (fn: FunctionIr): Promise<void> => {
    await breathe();
    const started = options.now?.() ?? 0;
    const known = options.cache?.get(fn, program);
    const explored = known ?? (await exploreOne(fn, program, exploring, allowance.share()));
    allowance.take(explored.spent);
    if (known === undefined) options.onExplored?.(fn, (options.now?.() ?? 0) - started);
    executed.add(fn);
    // What was under way when an entry point was given up is explored on its own.
    for (const each of explored.isComplete ? explored.executed : []) executed.add(each);
    for (const each of explored.cut) cut.add(each);
    if (!explored.isComplete) incomplete.push(`${fn.file.path}: ${fn.path}`);
    keepBest(best, explored.found);
    questions.push(explored.questions);
  };
  const entries = [...relevant].filter((fn) => graph.isEntry(fn));
  let done = 0;
  for (const fn of entries) {
    await start(fn);
    options.onProgress?.(++done, relevant.size);
  }
  for (const fn of relevant) {
    const wasCalled = graph.callersOf(fn).some((caller) => executed.has(caller));
    if (executed.has(fn) || fn.isAbstract || (wasCalled && !cut.has(fn))) continue;
    await start(fn);
    options.onProgress?.(++done, relevant.size);
  }
  const wanted = [...best.values()].filter(
    ({ feasibility }) => feasibility.result !== 'infeasible' || options.includeInfeasible === true,
  );
  return { findings: wanted, incomplete, questions: joinedQuestions(questions) };
}

function keepBest(best: Map<string, FlowFinding>, found: readonly Found[]): void {
  for (const { key, finding } of found) {
    const known = best.get(key)?.feasibility.result;
    if (known === undefined || rank[finding.feasibility.result] > rank[known]) best.set(key, finding);
  }
}

async function exploreOne(
  fn: FunctionIr,
  program: AskedProgram,
  { roles, options, texts }: Exploring,
  budget: number,
): Promise<Explored> {
  const { claims } = options;
  const recording = options.cache && new RecordingProgram(program);
  const exploration = explore(fn, {
    ...explorationOptions(options),
    ...{ program: recording ?? program, roles, budget, claims },
    quote: (place) => texts.quote(place),
  });
  const found: Found[] = [];
  const conditions: ConditionQuestion[] = [];
  for (const meeting of exploration.meetings) {
    options.signal?.throwIfAborted();
    const decision = await decisionOn(meeting, options satisfies DecisionOptions);
    const isKept = decision.verdict.result !== 'unsat' || options.includeInfeasible === true;
    if (isKept) {
      const outside = claims === undefined ? {} : { outside: outsideOf(meeting, texts) };
      found.push({
        key: meetingKey(meeting),
        finding: { ...findingOf(meeting, decision, texts), ...outside },
      });
    }
    if (claims !== undefined) conditions.push(...conditionQuestions(meeting, decision.verdict.result, texts));
  }
  const { executed, cut, isComplete, spent } = exploration;
  const questions = {
    functions: exploration.reached.map((call) => functionQuestion(call, texts)),
    conditions,
  };
  const explored = { found, executed, cut, isComplete, spent, questions };
  if (recording !== undefined) options.cache?.set(fn, explored, recording.answers());
  return explored;
}

function explorationOptions({
  without = {},
  includeInfeasible = false,
  signal,
  now,
  limitMs = 2000,
}: FlowOptions): {
  without: NonNullable<FlowOptions['without']>;
  followsDead: boolean;
  checkpoint: () => void;
} {
  const end = now === undefined ? Infinity : now() + limitMs;
  const checkpoint = (): void => {
    signal?.throwIfAborted();
    if (now !== undefined && now() > end) throw new RangeError('Out of time');
  };
  return { without, followsDead: includeInfeasible, checkpoint };
}

function charactersIn(files: readonly FileIr[]): number {
  return files.reduce((sum, { module }) => sum + module.end - module.start, 0);
}

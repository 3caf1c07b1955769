// Repair by search: small changes at the suspects, tried on the tests in the order of their promise.
//
// Generate and validate as in Weimer, Nguyen, Le Goues, Forrest, "Automatically finding patches using genetic
// programming" (ICSE 2009), with changes of single places as in Debroy and Wong, "Using mutation to automatically
// suggest fixes for faulty programs" (ICST 2010). No operator reads what a test expects.
import type { Candidate, TriedCandidate } from './candidate';
import type { Suspect } from './localisation';
import { mutated } from './mutations/mutation';
import type { MutationInBlock } from './mutations/mutations';
import type { TestResult } from './testRun';

export interface RepairTools {
  /** All small changes of a program at blocks (indexes in its own model). */
  readonly mutations: (source: string, blocks: ReadonlySet<number>) => Promise<readonly MutationInBlock[]>;
  /** The results of the tests for each program, in the order of the tests; up to the first that is not passed. */
  readonly tryPrograms: (sources: readonly string[], tests: readonly string[]) => Promise<TestResult[][]>;
  /** Told after each batch: programs tried, and how many of them pass all tests. */
  readonly onTried: (tried: number, repairs: number) => void;
}

export interface RepairRequest {
  readonly source: string;
  /** The most suspicious first. */
  readonly suspects: readonly Suspect[];
  readonly failing: readonly string[];
  readonly passing: readonly string[];
  /** Programs tried at most. */
  readonly budget: number;
}

export interface RepairResult {
  /** Programs that pass all tests, the most promising first. */
  readonly repairs: readonly TriedCandidate[];
  /** Programs that pass a test that failed before, and not all, the best first. */
  readonly partial: readonly TriedCandidate[];
  readonly tried: number;
}

const batchSize = 64;
/** Once a program passes all tests, so many more are tried for others that do. */
const furtherTries = 384;
const roots = 3;

/** Tries changes until the budget is used up, or enough programs that pass are known. */
export async function searchRepairs(request: RepairRequest, tools: RepairTools): Promise<RepairResult> {
  const search = new Search(request, tools);
  const start: Candidate = { source: request.source, changes: [], score: 1 };
  await search.explore(start, scoresOf(request.suspects));
  // A second change, on top of what helped some tests.
  for (const root of search.partial().slice(0, roots)) {
    if (search.isOver) break;
    await search.explore(root, scoresOf(request.suspects));
  }
  return { repairs: search.repairs(), partial: search.partial(), tried: search.tried };
}

/** How suspicious a block is, from 0 to 1. */
function scoresOf(suspects: readonly Suspect[]): ReadonlyMap<number, number> {
  const most = Math.max(0.001, ...suspects.map(({ score }) => score));
  return new Map(suspects.map(({ block, score }) => [block.index, score / most]));
}

class Search {
  tried = 0;
  private readonly seen: Set<string>;
  private readonly found: TriedCandidate[] = [];
  private readonly helpful: TriedCandidate[] = [];
  private triedAtFirst: number | undefined;

  constructor(
    private readonly request: RepairRequest,
    private readonly tools: RepairTools,
  ) {
    this.seen = new Set([request.source]);
  }

  get isOver(): boolean {
    if (this.tried >= this.request.budget) return true;
    return this.triedAtFirst !== undefined && this.tried >= this.triedAtFirst + furtherTries;
  }

  repairs(): TriedCandidate[] {
    return this.found.toSorted((a, b) => b.score - a.score);
  }

  partial(): TriedCandidate[] {
    return this.helpful.toSorted((a, b) => b.repaired - a.repaired || b.kept - a.kept || b.score - a.score);
  }

  async explore(from: Candidate, suspicion: ReadonlyMap<number, number>): Promise<void> {
    const changes = await this.tools.mutations(from.source, new Set(suspicion.keys()));
    const candidates = changes
      .map((change) => ({
        source: mutated(from.source, change),
        changes: [...from.changes, change],
        score: from.score * change.weight * (0.3 + 0.7 * (suspicion.get(change.block) ?? 0)),
      }))
      .sort((a, b) => b.score - a.score);
    for (let at = 0; at < candidates.length && !this.isOver; at += batchSize) {
      await this.tryBatch(candidates.slice(at, at + batchSize).filter((candidate) => this.isNew(candidate)));
      this.tools.onTried(this.tried, this.found.length);
    }
  }

  private isNew({ source }: Candidate): boolean {
    if (this.seen.has(source)) return false;
    this.seen.add(source);
    return true;
  }

  private async tryBatch(candidates: readonly Candidate[]): Promise<void> {
    const { failing, passing } = this.request;
    const [first] = failing;
    if (first === undefined || candidates.length === 0) return;
    this.tried += candidates.length;
    const sources = candidates.map(({ source }) => source);
    const helpful = await this.passingOf(candidates, sources, [first]);
    if (helpful.length === 0) return;
    const tests = [...failing, ...passing];
    const all = await this.tools.tryPrograms(
      helpful.map(({ source }) => source),
      tests,
    );
    for (const [index, candidate] of helpful.entries()) {
      const results = all[index] ?? [];
      const passed = results.filter(({ status }) => status === 'passed').length;
      const tried = {
        ...candidate,
        repaired: Math.min(passed, failing.length),
        kept: Math.max(0, passed - failing.length),
      };
      if (passed < tests.length) this.helpful.push(tried);
      else {
        this.found.push(tried);
        this.triedAtFirst ??= this.tried;
      }
    }
  }

  private async passingOf(
    candidates: readonly Candidate[],
    sources: readonly string[],
    tests: readonly string[],
  ): Promise<Candidate[]> {
    const results = await this.tools.tryPrograms(sources, tests);
    return candidates.filter((_, i) => results[i]?.[0]?.status === 'passed');
  }
}

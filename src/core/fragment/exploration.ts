// Which run of a fragment to make next: flip decisions that invented values made, raise what handlers name, go on past
// what failed, and at last assume None where that makes an operation fail.
import { firstPlan, type RunPlan, type RunResult, type Site } from './runResult';

/** Something that no run has shown yet and a plan may show. */
interface Target {
  /** Names it, so that it is not tried for ever. */
  readonly id: string;
  readonly plan: Pick<RunPlan, 'decisions' | 'raises'>;
  readonly site: number;
  readonly statement: number;
  /** How many statements it may show. */
  readonly gain: number;
  /** Nothing more of its function runs afterwards. */
  readonly leaves: boolean;
  /** The plan of the run that came by. */
  readonly from: RunPlan;
}

export interface ExploredRun {
  readonly plan: RunPlan;
  /** Undefined where the run did not end by itself. */
  readonly result: RunResult | undefined;
}

const maxTries = 2;

/** Plans runs of one fragment. Tell it of each run with `add`, then ask for the `next` plan. */
export class Exploration {
  private readonly runs: { plan: RunPlan; result: RunResult; isNew: boolean }[] = [];
  private readonly reached = new Set<string>();
  private readonly tries = new Map<string, number>();
  private holes: readonly number[] = [];
  private pastError = false;
  private lenient = false;
  private readonly assumed = new Set<string>();

  /** Takes a run in. Returns the lines that no run before has reached, 1-based. */
  add({ plan, result }: ExploredRun): number[] {
    if (result === undefined) return [];
    const lines = new Set<number>();
    for (const index of Object.keys(result.started)) {
      const line = result.statements[Number(index)]?.[0];
      if (!this.reached.has(`s${index}`) && line !== undefined) lines.add(line);
      this.reached.add(`s${index}`);
    }
    for (const suite of result.entered) this.reached.add(`e${suite}`);
    for (const index of result.finished) this.reached.add(`f${index}`);
    this.runs.push({ plan, result, isNew: lines.size > 0 });
    this.noteHoles(result);
    return [...lines].sort((a, b) => a - b);
  }

  /** The next plan, or undefined when there is nothing more to try. */
  next(): RunPlan | undefined {
    const targets = this.targets();
    const [first, ...others] = targets;
    if (this.pastError && (first === undefined || first.gain < 3)) {
      this.pastError = false;
      return { ...firstPlan, ...this.past() };
    }
    if (first !== undefined) return this.combined(first, others);
    return this.assumption();
  }

  /** A statement that failed by itself is left out from now on: its error is known. */
  private noteHoles(result: RunResult): void {
    for (const error of result.errors) {
      const at = error.statement;
      if (at === null || error.explicit || this.holes.includes(at)) continue;
      if (Object.keys(result.assumed).length > 0) continue;
      // At first what it lacked is invented; where that does not help, the statement is left out.
      if (this.lenient) this.holes = [...this.holes, at];
      this.lenient = true;
      this.pastError = true;
    }
  }

  private targets(): Target[] {
    const found = new Map<string, Target>();
    for (const { plan, result } of this.runs) {
      result.sites.forEach((site, number) => {
        for (const target of targetsOf(site, number, plan, result)) {
          const tried = this.tries.get(target.id) ?? 0;
          if (tried < maxTries && !found.has(target.id) && this.isNew(target, site, result)) {
            found.set(target.id, target);
          }
        }
      });
    }
    return [...found.values()].sort((a, b) => Number(a.leaves) - Number(b.leaves) || b.gain - a.gain);
  }

  /** Whether a target leads where no run was. */
  private isNew(target: Target, site: Site, result: RunResult): boolean {
    const suite = suiteOf(target, site);
    if (suite !== null) {
      return !this.reached.has(`e${suite}`) || this.hasUnreached(suite, result);
    }
    // An outcome without a suite of its own is worth a run where it lets more of the code run.
    return this.runs.some((run) => run.result === result) && this.unreachedAfter(target.statement, result);
  }

  private hasUnreached(suite: number, result: RunResult): boolean {
    return result.parents.some((parent, index) => parent === suite && !this.reached.has(`s${index}`));
  }

  private unreachedAfter(statement: number, result: RunResult): boolean {
    const parent = result.parents[statement];
    return result.parents.some(
      (other, index) => other === parent && index > statement && !this.reached.has(`s${index}`),
    );
  }

  /** The plan for a target, with all others that do not stand in its way. */
  private combined(first: Target, others: readonly Target[]): RunPlan {
    const decisions: Record<number, boolean> = { ...first.from.decisions, ...first.plan.decisions };
    const raises: Record<number, number> = { ...first.from.raises, ...first.plan.raises };
    this.count(first);
    const result = this.runs[0]?.result;
    const left = new Set(first.leaves && result ? [functionAround(first.statement, result)] : []);
    for (const other of others) {
      if (result === undefined || other.site in decisions || other.site in raises) continue;
      if (contradicts(other.statement, decisions, result)) continue;
      if (shuts(other, decisions, result)) continue;
      const owner = functionAround(other.statement, result);
      if (left.has(owner) && (other.leaves || other.statement > first.statement)) continue;
      if (other.leaves) left.add(owner);
      Object.assign(decisions, other.plan.decisions);
      Object.assign(raises, other.plan.raises);
      this.count(other);
    }
    return { decisions, raises, values: first.from.values, ...this.past() };
  }

  /** How runs go on past the errors that are known. */
  private past(): Pick<RunPlan, 'holes' | 'lenient'> {
    return { holes: this.holes, ...(this.lenient && { lenient: true }) };
  }

  private count(target: Target): void {
    this.tries.set(target.id, (this.tries.get(target.id) ?? 0) + 1);
  }

  /** One invented value after the other is assumed to be None, or the parts of one to be texts: first on the way of the
   * first run, then on the ways of those that led elsewhere. */
  private assumption(): RunPlan | undefined {
    const ways = this.runs.filter(({ plan, isNew }) => isNew && Object.keys(plan.values).length === 0);
    const predicted = this.runs.flatMap(({ result }) => result.predicted);
    const parts = predicted.map(({ key }) => `${key}[]=str`);
    for (const { plan, result } of ways) {
      const nones = (plan === ways[0]?.plan ? predicted : result.predicted)
        .filter(({ kind, name }) => kind !== 'import' && name !== 'self')
        .map(({ key }) => (isNamedRest(key) ? `${key}=filled` : `${key}=None`));
      for (const candidate of [...nones, ...(plan === ways[0]?.plan ? parts : [])]) {
        const id = `${ways.findIndex((way) => way.plan === plan)} ${candidate}`;
        if (this.assumed.has(id)) continue;
        this.assumed.add(id);
        const at = candidate.lastIndexOf('=');
        const values = { [candidate.slice(0, at)]: candidate.slice(at + 1) };
        return { ...firstPlan, decisions: plan.decisions, values };
      }
    }
    return undefined;
  }
}

/** Whether a path is that of a parameter like `**options`, which is empty unless a plan fills it. */
function isNamedRest(key: string): boolean {
  return key.includes(':**') && !key.includes('[');
}

function targetsOf(site: Site, number: number, plan: RunPlan, result: RunResult): Target[] {
  const { statement } = site;
  if (site.kind === 'try') {
    if (result.started[statement] === undefined) return [];
    return site.handlers.map((suite, handler) => ({
      id: `t${number}:${handler}`,
      plan: { decisions: {}, raises: { [number]: handler } },
      site: number,
      statement,
      gain: result.suites[suite]?.[3] ?? 0,
      leaves: result.suites[suite]?.[2] ?? false,
      from: plan,
    }));
  }
  if (site.visits === 0 || site.decidedBy.length === 0) return [];
  return [true, false].map((outcome) => {
    const suite = outcome ? site.yes : site.no;
    return {
      id: `d${number}:${String(outcome)}`,
      plan: { decisions: { [number]: outcome }, raises: {} },
      site: number,
      statement,
      gain: suite === null ? site.after : (result.suites[suite]?.[3] ?? 0),
      leaves: suite !== null && (result.suites[suite]?.[2] ?? false),
      from: plan,
    };
  });
}

function suiteOf(target: Target, site: Site): number | null {
  const handler = target.plan.raises[target.site];
  if (handler !== undefined) return site.handlers[handler] ?? null;
  return target.plan.decisions[target.site] === true ? site.yes : site.no;
}

/** Suites around a statement, innermost first. */
function* suitesAround(statement: number, result: RunResult): Generator<number> {
  let suite = result.parents[statement] ?? null;
  while (suite !== null) {
    yield suite;
    suite = result.parents[result.suites[suite]?.[0] ?? -1] ?? null;
  }
}

/** Whether decisions that are made keep a statement from running. */
function contradicts(
  statement: number,
  decisions: Readonly<Record<number, boolean>>,
  result: RunResult,
): boolean {
  for (const suite of suitesAround(statement, result)) {
    const owner = result.suites[suite]?.[0];
    const number = result.sites.findIndex((site) => site.statement === owner && site.kind !== 'choice');
    const site = result.sites[number];
    const decided = decisions[number];
    if (site === undefined || decided === undefined) continue;
    if (suite === (decided ? site.no : site.yes)) return true;
  }
  return false;
}

/** Whether a target's decision shuts a suite in which a decision of the plan stands. */
function shuts(target: Target, decisions: Readonly<Record<number, boolean>>, result: RunResult): boolean {
  const outcome = target.plan.decisions[target.site];
  const site = result.sites[target.site];
  if (outcome === undefined || site === undefined) return false;
  const shut = outcome ? site.no : site.yes;
  return Object.keys(decisions).some((number) => {
    const statement = result.sites[Number(number)]?.statement ?? -1;
    return [...suitesAround(statement, result)].includes(shut ?? -1);
  });
}

/** The innermost function around a statement; -1 at the top. */
function functionAround(statement: number, result: RunResult): number {
  for (const suite of suitesAround(statement, result)) {
    const owner = result.suites[suite]?.[0] ?? -1;
    const kind = result.statements[owner]?.[2];
    if (kind === 'FunctionDef' || kind === 'AsyncFunctionDef') return owner;
  }
  return -1;
}

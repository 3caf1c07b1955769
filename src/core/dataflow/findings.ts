// What was found, told in places of files.
import { LineIndex } from '../text/lineIndex';
import type { FileIr } from './ir/declarations';
import type { Constant } from './ir/ir';
import type { Meeting } from './exploration';
import { decide, type Verdict } from './feasibility/decide';
import type { BranchChoice, Evidence, Feasibility, FlowFinding, FlowPlace, FlowStep } from './model';
import type { Place } from './symbolic/state';
import type { Way } from './symbolic/taint';
import type { Term } from './symbolic/terms';

/** Texts of the files, for lines and quotations. */
export class Texts {
  private readonly indexes = new Map<string, LineIndex>();

  constructor(private readonly texts: ReadonlyMap<string, string>) {}

  place({ file, fn, start, end }: Place): FlowPlace {
    const range = this.of(file).rangeAt(start, end);
    return { file: file.path, line: range.start.line, range, function: fn.path };
  }

  /** What stands there, on one line. */
  quote({ file, start, end }: Place): string {
    return (
      this.of(file)
        .text.slice(start, Math.min(end, start + 200))
        .split(/\r\n|\r|\n/, 1)[0]
        ?.trim() ?? ''
    );
  }

  private of(file: FileIr): LineIndex {
    const known = this.indexes.get(file.path) ?? new LineIndex(this.texts.get(file.path) ?? '');
    this.indexes.set(file.path, known);
    return known;
  }
}

export interface Decision {
  readonly verdict: Verdict;
  readonly by: NonNullable<Feasibility['decidedBy']>;
}

/** A meeting of a source and a sink as a finding. */
export function findingOf(meeting: Meeting, decision: Decision, texts: Texts): FlowFinding {
  const { match, place, taint } = meeting;
  const feasibility = feasibilityOf(meeting, decision, texts);
  const approximations = approximationsOf(meeting);
  const isProved = feasibility.result === 'feasible' && approximations.length === 0;
  return {
    rule: match.rule,
    level: isProved ? 'proved' : 'derived',
    evidence: evidenceOf(match.rule, feasibility, taint.way?.length ?? 0),
    source: texts.place(taint.origin.place),
    sink: texts.place(place),
    path: pathOf(meeting, texts),
    conditions: branchesOf(meeting, texts),
    feasibility,
    approximations,
  };
}

function evidenceOf(rule: string, { result, decidedBy }: Feasibility, passages: number): Evidence[] {
  const note = `${passages} places between source and sink`;
  const path: Evidence = { kind: 'path', ref: 'path', note };
  const byRule: Evidence = { kind: 'rule', ref: rule, note: 'says what a source and a sink is' };
  if (result === 'unknown') return [path, byRule];
  return [
    path,
    byRule,
    { kind: 'solver', ref: decidedBy ?? 'built-in', note: `the conditions of the path are ${result}` },
  ];
}

function pathOf({ taint, place }: Meeting, texts: Texts): FlowStep[] {
  const steps: FlowStep[] = [];
  for (let way: Way | undefined = taint.way; way !== undefined; way = way.before) {
    const { place: at, how } = way.passage;
    steps.push({ ...texts.place(at), text: texts.quote(at), kind: how });
  }
  const source: FlowStep = {
    ...texts.place(taint.origin.place),
    text: texts.quote(taint.origin.place),
    kind: 'source',
  };
  const sink: FlowStep = { ...texts.place(place), text: texts.quote(place), kind: 'sink' };
  const all = [source, ...steps.reverse(), sink];
  return all.filter((step, index) => {
    const before = all[index - 1];
    return (
      before?.file !== step.file ||
      before.line !== step.line ||
      step.kind === 'sink' ||
      before.kind !== step.kind
    );
  });
}

function branchesOf({ path }: Meeting, texts: Texts): BranchChoice[] {
  return path.flatMap(({ place, taken }) => {
    return place === undefined ? [] : [{ ...texts.place(place), text: texts.quote(place), taken }];
  });
}

function feasibilityOf(meeting: Meeting, { verdict, by }: Decision, texts: Texts): Feasibility {
  switch (verdict.result) {
    case 'unsat':
      return { result: 'infeasible', conflict: conflictOf(meeting, texts), decidedBy: by };
    case 'sat':
      return { result: 'feasible', input: inputOf(verdict.values), decidedBy: by };
    default:
      return { result: 'unknown' };
  }
}

/** Values of what comes from outside, without what only the analysis made up. */
function inputOf(values: ReadonlyMap<Term, Constant>): Record<string, Constant> {
  const input: Record<string, Constant> = {};
  for (const [term, value] of values) {
    const isOwn = /^(?:raises at|caught|another round|way at|after some|matches|any way|throws)/.test(
      term.name,
    );
    if ((term.op === 'symbol' || term.op === 'apply') && !isOwn) input[readable(term.name)] = value;
  }
  return input;
}

function readable(name: string): string {
  return name
    .replace(/^entry /, '')
    .replace(/#\d+$/, '')
    .replace(/@\d+$/, '');
}

/** The fewest branches that already contradict each other; found by leaving out one after the other. */
function conflictOf({ path, conditions, terms }: Meeting, texts: Texts): BranchChoice[] {
  let needed = [...conditions];
  for (const each of conditions.slice(0, 60)) {
    const fewer = needed.filter((condition) => condition !== each);
    if (decide(terms, fewer).result === 'unsat') needed = fewer;
  }
  return path.flatMap(({ condition, place, taken }) => {
    if (place === undefined || !needed.includes(condition)) return [];
    return [{ ...texts.place(place), text: texts.quote(place), taken }];
  });
}

function approximationsOf({ taint, conditions, value }: Meeting): string[] {
  const found = new Set<string>();
  for (let way: Way | undefined = taint.way; way !== undefined; way = way.before) {
    if (way.passage.approximation !== undefined) found.add(way.passage.approximation);
  }
  for (const term of termsIn([...conditions, value])) {
    if (term.approximation !== undefined) found.add(term.approximation);
  }
  // To the solvers a call is a value of its own, whatever is given to it: one that never comes about may be found.
  for (const { op, name } of termsIn(conditions)) {
    if (op === 'apply') found.add(`a condition takes \`${readable(name)}\` to give any value`);
  }
  return [...found].sort();
}

function termsIn(roots: readonly Term[]): Set<Term> {
  const seen = new Set<Term>();
  const open = [...roots];
  for (let term = open.pop(); term !== undefined; term = open.pop()) {
    if (seen.has(term)) continue;
    seen.add(term);
    open.push(...term.args);
  }
  return seen;
}

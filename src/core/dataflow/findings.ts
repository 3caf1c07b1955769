// What was found, told in places of files.
import { LineIndex } from '../text/lineIndex';
import type { FileIr } from './ir/declarations';
import type { Meeting } from './exploration';
import { decide, type Verdict } from './feasibility/decide';
import type { Evidence } from '../evidence';
import type { BranchChoice, Feasibility, FlowFinding, FlowPlace, FlowStep } from './model';
import type { Place } from './symbolic/state';
import type { Way } from './symbolic/taint';
import { inputOf, nameOf } from './inputs';
import { termsIn } from './symbolic/termsIn';

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
  const approximations = approximationsOf(meeting, texts);
  const isProved = feasibility.result === 'feasible' && approximations.length === 0;
  return {
    rule: match.rule,
    level: isProved ? 'proved' : 'derived',
    evidence: evidenceOf(meeting, feasibility, isProved),
    source: texts.place(taint.origin.place),
    sink: texts.place(place),
    entry: { file: meeting.entry.file.path, function: meeting.entry.path },
    path: pathOf(meeting, texts),
    conditions: branchesOf(meeting, texts),
    feasibility,
    approximations,
  };
}

function evidenceOf(
  { match, taint, path, entry }: Meeting,
  { result, decidedBy }: Feasibility,
  isProved: boolean,
): Evidence[] {
  const note = `${taint.way?.length ?? 0} places between source and sink`;
  const found: Evidence[] = [
    { kind: 'path', ref: 'path', note },
    { kind: 'rule', ref: match.rule, note: 'says what a source and a sink is' },
  ];
  if (result === 'unknown') return found;
  const verdict = `the conditions of the path are ${result}`;
  const property = propertyOf(path.length, entry.path);
  return [...found, { kind: 'solver', ref: decidedBy ?? 'built-in', note: isProved ? property : verdict }];
}

/** What a proof says: nothing of whether the function is ever called. */
function propertyOf(branches: number, entry: string): string {
  const start = entry === '<module>' ? 'when the file runs' : `when \`${entry}\` is called`;
  if (branches === 0) return `${start}, the value reaches the sink: no branch lies on the way`;
  return `${start} with this input, all ${branches} branches of the path are taken and the value reaches the sink`;
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
      return {
        result: 'feasible',
        input: inputOf(verdict.values, meeting.labels, (place) => texts.quote(place)),
        decidedBy: by,
      };
    default:
      return { result: 'unknown' };
  }
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

function approximationsOf({ taint, conditions, value, labels }: Meeting, texts: Texts): string[] {
  const found = new Set<string>();
  for (let way: Way | undefined = taint.way; way !== undefined; way = way.before) {
    if (way.passage.approximation !== undefined) found.add(way.passage.approximation);
  }
  for (const term of termsIn([...conditions, value])) {
    if (term.approximation !== undefined) found.add(term.approximation);
  }
  // To the solvers a call is a value of its own, whatever is given to it: one that never comes about may be found.
  for (const term of termsIn(conditions)) {
    if (term.op !== 'apply') continue;
    const name = nameOf(term, labels, (place) => texts.quote(place));
    found.add(`a condition takes \`${name}\` to give any value`);
  }
  return [...found].sort();
}

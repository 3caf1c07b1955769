// Programs that pass the same tests may still differ: those that most others agree with are likelier to be meant.
import type { TriedCandidate } from './candidate';

/** A program that passes all tests, with what it answers to inputs that no test has. */
export interface Answering {
  readonly candidate: TriedCandidate;
  /** One text an input. */
  readonly answers: readonly string[];
}

export interface JudgedRepair {
  readonly candidate: TriedCandidate;
  /** Of the weight of all programs that pass the tests, the share of those that answer alike. */
  readonly agreement: number;
  /** Other programs that pass the tests answer otherwise, and too many do. */
  readonly fitsOnlyGivenTests: boolean;
  /** An input that no test has, and to which another program that passes the tests gives another answer. */
  readonly disputed?: { readonly input: string; readonly answers: readonly [string, string] };
}

/** Below this share of the weight of all programs that pass, an answer is not believed. */
const trustedShare = 0.65;

/**
 * The most trustworthy first: programs with the same answers count together, by how promising they looked; of these the
 * shortest one stands first.
 */
export function judgeRepairs(repairs: readonly Answering[], inputs: readonly string[]): JudgedRepair[] {
  const groups = new Map<string, Answering[]>();
  for (const repair of repairs) {
    const key = JSON.stringify(repair.answers);
    groups.set(key, [...(groups.get(key) ?? []), repair]);
  }
  const weights = [...groups.values()].map((members) => ({ members, weight: weightOf(members) }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  const ordered = weights.sort((a, b) => b.weight - a.weight);
  return ordered.flatMap(({ members, weight }) =>
    members.toSorted(bySimplicity).map((repair) => {
      const other = ordered.find((group) => group.members !== members)?.members[0];
      const disputed = other && difference(repair, other, inputs);
      return {
        candidate: repair.candidate,
        agreement: weight / total,
        fitsOnlyGivenTests: weight < trustedShare * total,
        ...(disputed !== undefined && { disputed }),
      };
    }),
  );
}

function bySimplicity(a: Answering, b: Answering): number {
  return a.candidate.source.length - b.candidate.source.length || b.candidate.score - a.candidate.score;
}

function weightOf(members: readonly Answering[]): number {
  return members.reduce((sum, { candidate }) => sum + candidate.score, 0);
}

function difference(a: Answering, b: Answering, inputs: readonly string[]): JudgedRepair['disputed'] {
  const at = inputs.findIndex((_, i) => a.answers[i] !== b.answers[i]);
  const input = inputs[at];
  if (input === undefined) return undefined;
  return { input, answers: [a.answers[at] ?? '', b.answers[at] ?? ''] };
}

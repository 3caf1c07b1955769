// Whether a program that passes the tests is meant, or only fits them. Three things speak against it: others that pass answer
// otherwise where no test looks; it breaks what worked; the tests tell too little for a wrong one to fail.
import type { TriedCandidate } from './candidate';
import { informationOf } from './information';

/** A program that passes all tests, with what it answers; one text an input. */
export interface Answering {
  readonly candidate: TriedCandidate;
  /** To inputs that no test has. */
  readonly answers: readonly string[];
  /** To the calls of the tests that run the function that it changes; undefined where these are not known. */
  readonly tested?: readonly string[];
}

/** Inputs that no test has, and what the program answers to them as it was. */
export interface Inputs {
  readonly texts: readonly string[];
  readonly before: readonly string[];
}

export interface JudgedRepair {
  readonly candidate: TriedCandidate;
  /** Of the weight of all programs that pass the tests, the share of those that answer alike. */
  readonly agreement: number;
  readonly fitsOnlyGivenTests: boolean;
  /** An input that no test has, and to which another program that passes the tests gives another answer. */
  readonly disputed?: { readonly input: string; readonly answers: readonly [string, string] };
  /** An input that got an answer before, and now raises or does not end. */
  readonly broken?: { readonly input: string; readonly before: string; readonly after: string };
  /** Bits that the answers tell which the tests look at; told where they are too few. */
  readonly littleTested?: number;
}

/** Below this share of the weight of all programs that pass, an answer is not believed. */
const trustedShare = 0.65;
/** What breaks an input that worked counts so much. */
const shareOfBreaking = 0.5;
/** With fewer bits, more than one in 64 of all answers would do. */
const fewestBits = 6;

/**
 * The most trustworthy first: programs with the same answers count together, by how promising they looked; of these the
 * one with the fewest changes stands first, then the shortest one. Inputs that the program did not answer before say nothing, unless that holds of all.
 */
export function judgeRepairs(repairs: readonly Answering[], inputs: Inputs): JudgedRepair[] {
  const answered = inputs.texts.map((_, i) => i).filter((i) => isAnswer(inputs.before[i]));
  const counted = answered.length > 0 ? answered : inputs.texts.map((_, i) => i);
  const groups = new Map<string, Answering[]>();
  for (const repair of repairs) {
    const key = JSON.stringify(counted.map((i) => repair.answers[i]));
    groups.set(key, [...(groups.get(key) ?? []), repair]);
  }
  const weights = [...groups.values()].map((members) => ({ members, weight: weightOf(members, inputs) }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  const ordered = weights.sort((a, b) => b.weight - a.weight);
  return ordered.flatMap(({ members, weight }) => {
    const other = ordered.find((group) => group.members !== members)?.members[0];
    return members.toSorted(bySimplicity).map((repair) => {
      const disputed = other && difference(repair, other, counted, inputs);
      const broken = brokenBy(repair, inputs);
      const littleTested = littleToldOf(repair);
      return {
        candidate: repair.candidate,
        agreement: weight / total,
        fitsOnlyGivenTests:
          weight < trustedShare * total || broken !== undefined || littleTested !== undefined,
        ...(disputed !== undefined && { disputed }),
        ...(broken !== undefined && { broken }),
        ...(littleTested !== undefined && { littleTested }),
      };
    });
  });
}

function isAnswer(text: string | undefined): boolean {
  return text?.startsWith('= ') === true;
}

function bySimplicity({ candidate: a }: Answering, { candidate: b }: Answering): number {
  return a.changes.length - b.changes.length || a.source.length - b.source.length || b.score - a.score;
}

function weightOf(members: readonly Answering[], inputs: Inputs): number {
  const sum = members.reduce((weight, { candidate }) => weight + candidate.score, 0);
  const breaks = members.some((member) => brokenBy(member, inputs) !== undefined);
  return breaks ? shareOfBreaking * sum : sum;
}

/** Where the tests themselves want something raised, raising breaks nothing. */
function brokenBy({ answers, tested = [] }: Answering, inputs: Inputs): JudgedRepair['broken'] {
  if (tested.some((answer) => answer.startsWith('! '))) return undefined;
  const at = inputs.texts.findIndex((_, i) => isAnswer(inputs.before[i]) && !isAnswer(answers[i]));
  const input = inputs.texts[at];
  return input === undefined
    ? undefined
    : { input, before: inputs.before[at] ?? '', after: answers[at] ?? '' };
}

function littleToldOf({ tested }: Answering): number | undefined {
  if (tested === undefined) return undefined;
  const told = tested.reduce((sum, answer) => sum + informationOf(answer), 0);
  return told < fewestBits ? told : undefined;
}

function difference(
  a: Answering,
  b: Answering,
  counted: readonly number[],
  inputs: Inputs,
): JudgedRepair['disputed'] {
  const at = counted.find((i) => a.answers[i] !== b.answers[i]) ?? -1;
  const input = inputs.texts[at];
  if (input === undefined) return undefined;
  return { input, answers: [a.answers[at] ?? '', b.answers[at] ?? ''] };
}

// Why a change needs a look, or needs none.
import type { Behaviour, BehaviourDifference } from './behaviour';
import { isSameCode, renamedNames } from './code';
import { changedFeatures, type Feature } from './codeFeatures';
import type { ChangedPart, PartVersion } from './changedParts';
import { changedStatements, type TestedLines, testedReason } from './testedLines';

export interface Reason {
  /** From 0, needs no look, to 1. */
  readonly weight: number;
  readonly text: string;
  /** Who says so, where it is not Witness itself. */
  readonly by?: 'model';
}

const featureWeights: Readonly<Record<Feature, readonly [number, string]>> = {
  concurrency: [0.85, 'what waits, locks or is released has changed'],
  condition: [0.75, 'a condition has changed'],
  'error handling': [0.75, 'how errors are raised or handled has changed'],
  bound: [0.7, 'an index, a slice or the range of a loop has changed'],
  result: [0.65, 'what is returned has changed'],
  call: [0.6, 'other calls are made'],
  import: [0.5, 'imports have changed'],
};
/** Methods that nobody names who calls them. */
const calledByItself = /^(__\w+__|toString|toJSON|valueOf|then)$/;
const otherCode: Reason = { weight: 0.5, text: 'code has changed' };
/** Running the same inputs says little where few were taken to. */
const enoughCalls = 20;

/** What is known of the behaviour of a part, which parts stand in tests, and what tests ran. */
export interface PartKnowledge {
  readonly behaviour?: Behaviour;
  readonly isTest: boolean;
  readonly tested?: TestedLines;
}

/** The reasons for one changed part, the weightiest first; one of them at least. */
export function reasonsFor(part: ChangedPart, known: PartKnowledge): Reason[] {
  const reasons = reasonsOfCode(part, known);
  const isHarmless = reasons.every(({ weight }) => weight <= 0.1);
  const isTold = known.tested !== undefined && !known.isTest && !isHarmless;
  const tested = isTold ? testedReason(part, known.tested) : undefined;
  return tested === undefined ? reasons : [...reasons, tested];
}

function reasonsOfCode(part: ChangedPart, { behaviour, isTest }: PartKnowledge): Reason[] {
  const { old, new: now } = part;
  if (behaviour?.kind === 'different') {
    return [{ weight: 0.95, text: `it behaves differently: ${differenceText(behaviour.difference)}` }];
  }
  if (isTest) return [{ weight: 0.3, text: 'it is a test' }];
  if (old === undefined || now === undefined) return [comeOrGone(part)];
  const harmless = harmlessReason(old, now);
  if (harmless !== undefined) return [harmless];
  const reasons = [...interfaceReasons(part.path, old, now), ...featureReasons(old, now)];
  const all = reasons.length > 0 ? reasons : [otherCode];
  if (behaviour?.kind === 'unknown') {
    return [...byWeight(all), { weight: 0, text: `not compared by running: ${behaviour.reason}` }];
  }
  if (behaviour?.kind !== 'same' || behaviour.calls < enoughCalls) return byWeight(all);
  const doubt = doubtOf(part, old, now, behaviour.lines);
  if (doubt !== undefined) {
    return byWeight([...all, { weight: 0.2, text: `${sameText(behaviour.calls)}, but ${doubt}` }]);
  }
  return [
    { weight: 0.2, text: `${sameText(behaviour.calls)}, and every changed line ran` },
    ...byWeight(all).map((reason) => ({ ...reason, weight: Math.min(reason.weight, 0.2) })),
  ];
}

/** Why calls that did the same say little. */
function doubtOf(
  part: ChangedPart,
  old: PartVersion,
  now: PartVersion,
  ran: readonly number[],
): string | undefined {
  if (lineShare(part, ran) < 1) return 'not every changed line ran';
  const [added] = now.function.parameters.filter((name) => !old.function.parameters.includes(name));
  if (added !== undefined) return `${added} is new, and no call gave it`;
  const [field] = newlyAsked(old, now);
  if (field !== undefined) return `${field} decides what is done, and is new: no call may have set it`;
  const [fresh] = newLiterals(old, now);
  return fresh === undefined ? undefined : `${fresh} is new, and may stand for what no call has asked for`;
}

/** Fields in conditions that the old version names nowhere. */
function newlyAsked(old: PartVersion, now: PartVersion): string[] {
  const before = new Set(old.code.map(({ text }) => text));
  return (now.features.get('condition') ?? [])
    .flatMap((text) => [...text.matchAll(/(?:^| )\??\. ([\w$#]+)/g)].map(([, name = '']) => name))
    .filter((name) => !before.has(name));
}

/** Texts and numbers that the old version has nowhere; 0 and 1 count for nothing. */
function newLiterals(old: PartVersion, now: PartVersion): string[] {
  const before = new Set(old.code.map(({ text }) => text));
  return now.code
    .filter(({ kind, text }) => kind === 'text' && /^(["'`]|\d)/.test(text) && !/^[01]$/.test(text))
    .map(({ text }) => text)
    .filter((text) => !before.has(text));
}

export function differenceText({ call, old, new: now }: BehaviourDifference): string {
  return `${call} ${inThePast(old)} before this change, and now ${now}`;
}

function inThePast(outcome: string): string {
  return outcome
    .replace(/^returns\b/, 'returned')
    .replace(/^raises\b/, 'raised')
    .replace(/^throws\b/, 'threw')
    .replace(/^does not end/, 'did not end');
}

function sameText(calls: number): string {
  return `${calls} calls did the same before and after`;
}

function comeOrGone({ path, old, new: now }: ChangedPart): Reason {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (now === undefined) {
    return isPrivate(name)
      ? { weight: 0.5, text: 'it was removed' }
      : { weight: 0.8, text: 'others may use it, and it was removed' };
  }
  const features = [...now.features.keys()].filter((feature) => feature !== 'call' && feature !== 'result');
  if (old === undefined && calledByItself.test(name)) {
    return { weight: 0.6, text: 'it is new, and called by the language itself' };
  }
  if (old === undefined && features.length === 0) {
    return { weight: 0.45, text: 'it is new, and goes one way only' };
  }
  return { weight: 0.6, text: 'it is new' };
}

/** Why it needs no look at all; undefined where it may need one. */
function harmlessReason(old: PartVersion, now: PartVersion): Reason | undefined {
  if (isSameCode(old.code, now.code)) {
    return { weight: 0.05, text: 'only comments, documentation or formatting' };
  }
  if (isSameCode(old.untyped, now.untyped)) {
    return now.function.kind === 'module'
      ? { weight: 0.1, text: 'only how annotations are read' }
      : { weight: 0.3, text: `only the types that it names: ${now.signature}` };
  }
  const renamed = renamedNames(old.code, now.code);
  if (renamed !== undefined && [...renamed].every(([from, to]) => isOwn(from, old) && isOwn(to, now))) {
    const names = [...renamed].map(([from, to]) => `${from} is now ${to}`).join(', ');
    return { weight: 0.1, text: `only names of its own variables: ${names}` };
  }
  if (onlyImportsMoved(old, now)) return { weight: 0.1, text: 'only the order of imports' };
  return undefined;
}

function isOwn(name: string, { ownNames, namedParameters }: PartVersion): boolean {
  return ownNames.has(name) && !namedParameters.has(name);
}

function onlyImportsMoved(old: PartVersion, now: PartVersion): boolean {
  if (old.function.kind !== 'module' || old.code.length !== now.code.length) return false;
  if (changedFeatures(old.features, now.features).length > 0) return false;
  const [before, after] = [old, now].map(({ features }) => features.get('import') ?? []);
  const isMoved = before?.some((text, i) => text !== after?.[i]) === true;
  const sorted = ({ code }: PartVersion): string =>
    code
      .map(({ text }) => text)
      .sort()
      .join(' ');
  return isMoved && sorted(old) === sorted(now);
}

function interfaceReasons(path: string, old: PartVersion, now: PartVersion): Reason[] {
  if (old.signature === now.signature) return [];
  const name = path.slice(path.lastIndexOf('.') + 1);
  const text = `its parameters or its type have changed: ${now.signature}`;
  return [{ weight: isPrivate(name) ? 0.6 : 0.8, text }];
}

function featureReasons(old: PartVersion, now: PartVersion): Reason[] {
  return changedFeatures(old.features, now.features).map((feature) => {
    const [weight, text] = featureWeights[feature];
    return { weight, text };
  });
}

function isPrivate(name: string): boolean {
  return /^[_#]/.test(name) && !/^__\w+__$/.test(name);
}

/** The share of its changed lines that ran, of those that hold code. */
function lineShare(part: ChangedPart, ran: readonly number[]): number {
  const lines = new Set(ran);
  const changed = changedStatements(part);
  if (changed.length === 0) return 1;
  return changed.filter((line) => lines.has(line)).length / changed.length;
}

function byWeight(reasons: readonly Reason[]): Reason[] {
  return reasons.toSorted((a, b) => b.weight - a.weight);
}

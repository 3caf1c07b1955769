// What an analysis might ask a model: functions without source that a source's value met, and conditions that hang on such.
import type { Meeting } from '../exploration';
import type { Texts } from '../findings';
import type { Sort } from '../ir/ir';
import type { FlowPlace } from '../model';
import type { ReachedCall } from '../symbolic/outsideCalls';
import type { Way } from '../symbolic/taint';
import { isDecisive, opaqueConditions } from './opaqueConditions';

/** A function that is called and whose source is not here. */
export interface FunctionQuestion {
  readonly key: string;
  readonly name: string;
  readonly operands: readonly string[];
  /** A few of its calls. */
  readonly places: readonly FlowPlace[];
  readonly declaration?: FlowPlace;
  /** Rules whose values it gets. */
  readonly rules: readonly string[];
  /** Another operand might get what it is given. */
  readonly mayWrite: boolean;
}

/** A condition that no decider can read. */
export interface ConditionQuestion {
  readonly key: string;
  readonly text: string;
  readonly place: FlowPlace;
  readonly values: readonly { readonly name: string; readonly meaning: string; readonly sort: Sort }[];
}

export interface FlowQuestions {
  readonly functions: readonly FunctionQuestion[];
  readonly conditions: readonly ConditionQuestion[];
}

export function functionQuestion(
  { key, name, operands, places, declaration, rules, mayWrite }: ReachedCall,
  texts: Texts,
): FunctionQuestion {
  return {
    key,
    name,
    operands,
    places: places.map((place) => texts.place(place)),
    ...(declaration !== undefined && { declaration: texts.place(declaration) }),
    rules: [...rules].sort(),
    mayWrite,
  };
}

/** The conditions on which it hangs whether a source and a sink can meet. */
export function conditionQuestions(
  meeting: Meeting,
  result: Meeting['verdict']['result'],
  texts: Texts,
): ConditionQuestion[] {
  if (result === 'unsat') return [];
  const quote = texts.quote.bind(texts);
  return opaqueConditions(meeting, quote)
    .filter((each) => result === 'unknown' || isDecisive(each, meeting.conditions, meeting.terms))
    .map(({ key, text, place, values }) => ({
      key,
      text,
      place: texts.place(place),
      values: values.map(({ name, meaning, sort }) => ({ name, meaning, sort })),
    }));
}

/** Keys of all that a path has asked and a model might answer. */
export function outsideOf(meeting: Meeting, texts: Texts): string[] {
  const keys = new Set<string>();
  for (let way: Way | undefined = meeting.taint.way; way !== undefined; way = way.before) {
    if (way.passage.outside !== undefined) keys.add(way.passage.outside);
  }
  for (const { key } of opaqueConditions(meeting, texts.quote.bind(texts))) keys.add(key);
  return [...keys];
}

/** All of them, each once. */
export function joinedQuestions(all: readonly FlowQuestions[]): FlowQuestions {
  const functions = new Map<string, FunctionQuestion>();
  for (const each of all.flatMap((questions) => questions.functions)) {
    const known = functions.get(each.key);
    functions.set(each.key, known === undefined ? each : joined(known, each));
  }
  const conditions = new Map(
    all.flatMap((questions) => questions.conditions).map((each) => [each.key, each]),
  );
  return { functions: [...functions.values()], conditions: [...conditions.values()] };
}

const mostPlaces = 3;

function joined(a: FunctionQuestion, b: FunctionQuestion): FunctionQuestion {
  const places = [...a.places];
  for (const place of b.places) {
    const isThere = places.some(({ file, line }) => file === place.file && line === place.line);
    if (!isThere && places.length < mostPlaces) places.push(place);
  }
  const rules = [...new Set([...a.rules, ...b.rules])].sort();
  return { ...a, places, rules, mayWrite: a.mayWrite || b.mayWrite };
}

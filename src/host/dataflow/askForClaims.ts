// Asks a model what functions without source do and what conditions mean: the most telling questions first, each once,
// and not more of them than allowed.
import { createHash } from 'node:crypto';
import { askCondition } from '../../core/dataflow/claims/askCondition';
import { askFunction } from '../../core/dataflow/claims/askFunction';
import {
  claimsOf,
  type Claims,
  type ConditionClaim,
  type FunctionClaim,
} from '../../core/dataflow/claims/claims';
import { excerptOf, remembered, type ExcerptSource } from '../../core/dataflow/claims/excerpt';
import type {
  ConditionQuestion,
  FlowQuestions,
  FunctionQuestion,
} from '../../core/dataflow/claims/questions';
import type { FlowFinding } from '../../core/dataflow/model';
import { ask, type Question } from '../../core/model/ask';
import type { LanguageModel, Outcome } from '../../core/model/languageModel';

export interface Asking {
  readonly model: LanguageModel;
  /** Questions in one analysis. */
  readonly most: number;
}

export interface AskingTools extends ExcerptSource {
  readonly model: LanguageModel;
  readonly signal: AbortSignal;
  /** What rules are about, by id. */
  readonly titles: ReadonlyMap<string, string>;
}

/** A question, by what it is about. */
export type ClaimQuestion =
  | { readonly kind: 'function'; readonly about: FunctionQuestion }
  | { readonly kind: 'condition'; readonly about: ConditionQuestion };

export interface Unanswered {
  /** The function or the condition. */
  readonly about: string;
  readonly why: string;
}

/**
 * The questions on whose answers something depends: functions that may write into what they are given, which may make
 * paths; then the functions and the conditions that paths rest on.
 * @param known Claims that need no question.
 */
export function questionsFor(
  { functions, conditions }: FlowQuestions,
  findings: readonly FlowFinding[],
  known: Claims,
): ClaimQuestion[] {
  const onPaths = new Set(findings.flatMap(({ outside = [] }) => outside));
  const open = functions.filter(({ key }) => !known.functions.has(key));
  const writing = open.filter(({ mayWrite }) => mayWrite);
  const passing = open.filter(({ key, mayWrite }) => !mayWrite && onPaths.has(key));
  return [
    ...writing.map((about): ClaimQuestion => ({ kind: 'function', about })),
    ...passing.map((about): ClaimQuestion => ({ kind: 'function', about })),
    ...conditions
      .filter(({ key }) => !known.conditions.has(key))
      .map((about): ClaimQuestion => ({ kind: 'condition', about })),
  ];
}

/** Asks all of them. A question without an answer is told, and costs only itself. */
export async function askForClaims(
  questions: readonly ClaimQuestion[],
  tools: AskingTools,
): Promise<{ claims: Claims; unanswered: Unanswered[] }> {
  const answers = await Promise.all(
    questions.map((question) =>
      question.kind === 'function'
        ? functionClaim(question.about, tools)
        : conditionClaim(question.about, tools),
    ),
  );
  const claims = answers.flatMap((answer) => ('model' in answer ? [answer] : []));
  return {
    claims: claimsOf(
      claims.flatMap((claim) => ('function' in claim ? [claim] : [])),
      claims.flatMap((claim) => ('condition' in claim ? [claim] : [])),
    ),
    unanswered: answers.flatMap((answer) => ('about' in answer ? [answer] : [])),
  };
}

async function functionClaim(
  question: FunctionQuestion,
  { titles, ...tools }: AskingTools,
): Promise<FunctionClaim | Unanswered> {
  const { declaration, key, name, places } = question;
  const excerpt = excerptOf([...places, ...(declaration === undefined ? [] : [declaration])], tools);
  const asked = askFunction(question, excerpt, titles);
  const answer = await ask(tools.model, asked, tools.signal);
  const about = `\`${name}\``;
  if (!answer.ok) return { about, why: reasonOf(answer) };
  const { known, why, lines, flows, makesSafe } = answer.value;
  if (!known) return { about, why: 'The model does not know it.' };
  const cited = [
    ...lines,
    ...flows.flatMap((flow) => flow.lines),
    ...makesSafe.flatMap((safe) => safe.lines),
  ];
  return {
    function: key,
    flows: flows.map((flow) => ({ ...flow, lines: remembered(flow.lines, excerpt) })),
    makesSafe: makesSafe.map((safe) => ({ ...safe, lines: remembered(safe.lines, excerpt) })),
    why,
    lines: remembered(cited, excerpt),
    ...provenanceOf(asked, tools.model),
  };
}

async function conditionClaim(
  question: ConditionQuestion,
  tools: AskingTools,
): Promise<ConditionClaim | Unanswered> {
  const { key, text, place } = question;
  const excerpt = excerptOf([place], tools);
  const asked = askCondition(question, excerpt);
  const answer = await ask(tools.model, asked, tools.signal);
  const about = `\`${text}\``;
  if (!answer.ok) return { about, why: reasonOf(answer) };
  const { known, whenTrue, whenFalse, lines, why } = answer.value;
  if (!known) return { about, why: 'The model does not know what it means.' };
  return {
    condition: key,
    text,
    ...{ whenTrue, whenFalse, why },
    lines: remembered(lines, excerpt),
    ...provenanceOf(asked, tools.model),
  };
}

function reasonOf(answer: Outcome<unknown> & { ok: false }): string {
  return answer.failure.message;
}

function provenanceOf<T>(
  { messages }: Question<T>,
  { id }: LanguageModel,
): Pick<FunctionClaim, 'model' | 'prompt' | 'date'> {
  const prompt = createHash('sha256').update(JSON.stringify(messages)).digest('hex').slice(0, 16);
  return { model: id, prompt, date: new Date().toISOString().slice(0, 10) };
}

// Sentences of a model about what a program did, each resting on a step, with values that can be looked up.
import * as z from 'zod';
import { type AnswerReader, jsonAnswer } from '../model/answers';

const claimSchema = z.object({
  text: z.string().min(1).max(600),
  step: z.number().int(),
  /** What variables of the frame hold after that step. */
  values: z.record(z.string(), z.string()).optional(),
});
const answerSchema = z.object({ claims: z.array(claimSchema).min(1).max(12) });

/** A sentence of an explanation. */
export type Claim = z.infer<typeof claimSchema>;

/** Reads claims that rest on these steps. */
export function claimsAnswer(steps: ReadonlySet<number>): AnswerReader<readonly Claim[]> {
  const read = jsonAnswer(answerSchema, ({ claims }) =>
    claims.filter(({ step }) => !steps.has(step)).map(({ step }) => `There is no step ${step} to rest on.`),
  );
  return (text) => {
    const answer = read(text);
    return answer.ok ? { ok: true, value: answer.value.claims } : answer;
  };
}

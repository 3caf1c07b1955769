// An explanation of a stop in a debugger by a model, with each of its claims compared with what the debugger shows and with the
// recording of a run that had the same values there.
import { ask } from '../../core/model/ask';
import type { LanguageModel } from '../../core/model/languageModel';
import { checkClaims } from '../../core/reasoning/checkedClaims';
import { atStop } from '../../core/reasoning/stop';
import { stopQuestion } from '../../core/reasoning/stopExplanation';
import type { ExplainStopParams } from '../../protocol/model';
import { type Explanation, placeOf, toldRun, valueAt } from './explainRecording';
import type { OpenRecording } from './openRecording';

/** Lines of the program before and after the stop that are sent. */
const linesAround = 60;

/** @param recorded The recorded run that had the same values, and its step there. */
export async function explainStop(
  { file, text, line, stop, values }: Omit<ExplainStopParams, 'model' | 'recorded'>,
  recorded: { readonly open: OpenRecording; readonly entry?: string; readonly step: number } | undefined,
  model: LanguageModel,
  signal: AbortSignal,
): Promise<Explanation> {
  const run = recorded && toldRun(recorded.open, recorded.entry, recorded.step);
  const told = { stop, program: numbered(text, line), ...(run !== undefined && { run }) };
  const answer = await ask(model, stopQuestion(told), signal);
  if (!answer.ok) return { claims: [], noAnswer: answer.failure.message };
  const live = new Map(values.map((value) => [value.name, value.text]));
  const claims = checkClaims(answer.value, (step, name) => {
    if (step === atStop) return live.get(name);
    return recorded && valueAt(recorded.open, recorded.open.walk.indexOf(step), name);
  });
  const placed = claims.map((claim) => {
    if (claim.step === atStop || recorded === undefined) return { ...claim, file, line: line + 1 };
    return { ...claim, ...placeOf(recorded.open, recorded.open.walk.indexOf(claim.step)) };
  });
  return { claims: placed };
}

/** The lines around one, with their numbers. */
function numbered(text: string, line: number): string {
  const from = Math.max(0, line - linesAround);
  return text
    .split(/\r?\n/)
    .slice(from, line + linesAround + 1)
    .map((source, index) => `${from + index + 1} ${source}`)
    .join('\n');
}

// An explanation of a stop in a debugger by a model, with each of its claims compared with what the debugger shows and with the
// recording of a run that had the same values there.
import type { LanguageModel } from '../../core/model/languageModel';
import { atStop } from '../../core/reasoning/stop';
import { stopQuestion } from '../../core/reasoning/stopExplanation';
import type { ExplainStopParams } from '../../protocol/model';
import { checkedExplanation, type Explanation } from './checkedExplanation';
import { knownSteps, toldRun } from './explainRecording';
import type { OpenRecording } from './openRecording';
import { numberedLines } from './toldText';

/** Lines of the program before and after the stop that are sent. */
const linesAround = 60;

/** @param recorded The recorded run that had the same values, and its step there. */
export async function explainStop(
  { file, text, line, stop, values }: Omit<ExplainStopParams, 'model' | 'recorded'>,
  recorded: { readonly open: OpenRecording; readonly entry?: string; readonly step: number } | undefined,
  model: LanguageModel,
  signal: AbortSignal,
): Promise<Explanation> {
  const toldSteps = recorded && toldRun(recorded.open, recorded.entry, recorded.step);
  const told = {
    stop,
    program: numberedLines(text, [line], linesAround),
    ...(toldSteps !== undefined && { run: toldSteps }),
  };
  const live = new Map(values.map((value) => [value.name, value.text]));
  const run = recorded && knownSteps(recorded.open);
  const known = {
    valueAt: (step: number, name: string) => (step === atStop ? live.get(name) : run?.valueAt(step, name)),
    placeOf: (step: number) =>
      step === atStop || run === undefined ? { file, line: line + 1 } : run.placeOf(step),
  };
  return checkedExplanation(model, stopQuestion(told), known, signal);
}

// Runs what a recording recorded once more, to keep the values of one place that were not kept.
import { firstDifference } from '../../core/trace/comparison';
import type { Focus } from '../../core/trace/focus';
import { Recording } from '../../core/trace/recording';
import { trace, type TraceRequest, type TraceTools } from './tracing';

/**
 * The second recording. What is run and how is taken from the first; environment and limits, which it does not say,
 * from `request`. Of programs in JavaScript, which know no focus, all values are kept. Where it went another way than the first, its notes say so and from which step on; the values of the
 * two are never put together.
 * @throws Failure as `trace` does.
 */
export async function focusedRerun(
  earlier: Recording,
  request: TraceRequest & { readonly focus: Focus },
  tools: TraceTools,
): Promise<Recording> {
  const { call, test, module, executable, ...run } = earlier.parts.run;
  const { focus, ...wanted } = request;
  const isPython = run.language === 'python';
  const again: TraceRequest = {
    ...wanted,
    ...(isPython && { focus }),
    file: run.file,
    arguments: run.arguments,
    cwd: run.cwd,
    granularity: run.granularity,
    steps: isPython ? run.steps : 'all',
    ...(call !== undefined && { call }),
    ...(test !== undefined && { test: { id: test, runner: 'auto' } }),
    ...(module !== undefined && { module }),
    ...(request.interpreter === undefined && executable !== undefined && { interpreter: executable }),
  };
  const later = await trace(again, tools);
  const note = nonDeterminism(earlier, later);
  if (note === undefined) return later;
  return new Recording({ ...later.parts, notes: [...later.parts.notes, note] });
}

function nonDeterminism(earlier: Recording, later: Recording): string | undefined {
  const at = firstDifference(earlier, later);
  if (at === undefined) return undefined;
  const block = (later.step(at) ?? earlier.step(at))?.block;
  const place = block === undefined ? '' : `, at ${block.module.file}:${block.startLine + 1}`;
  return `The program is non-deterministic: this run took another way than the first from step ${at + 1} on${place}. All values are of this run.`;
}

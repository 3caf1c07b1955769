// A fragment with values from a model: asked for once, and mended at most twice by the error that they led to.
import { missingValues, valueQuestion, type EarlierValues } from '../../core/fragment/guidedValues';
import type { RunSummary } from '../../core/fragment/fragmentReport';
import { readablePath } from '../../core/fragment/unreached';
import { ask } from '../../core/model/ask';
import type { LanguageModel } from '../../core/model/languageModel';
import type { SandboxPool } from '../sandbox/sandboxPool';
import type { Fragment, PartialRunOptions } from './partialRun';
import { runFragment } from './partialRun';

export interface GuidedFragment {
  /** The fragment with the values with which most of it ran; without any where none helped. */
  readonly fragment: Fragment;
  readonly rounds: number;
  /** Why there is no further value. */
  readonly noAnswer?: string;
}

const mostRounds = 3;

export async function guidedFragment(
  fragment: Fragment,
  model: LanguageModel,
  pool: SandboxPool,
  { limitMs, signal }: Omit<PartialRunOptions, 'runs'>,
): Promise<GuidedFragment> {
  const once = async (tried: Fragment): Promise<RunSummary | undefined> => {
    const runs = await runFragment(tried, pool, {
      runs: 1,
      limitMs,
      ...(signal !== undefined && { signal }),
    });
    return runs[0];
  };
  const plain = await once(fragment);
  let best = { fragment, reach: reachOf(plain) };
  let latest = plain;
  let earlier: EarlierValues | undefined;
  for (let round = 1; round <= mostRounds; round++) {
    const missing = latest?.result === undefined ? [] : missingValues(latest.result);
    if (missing.length === 0) return { fragment: best.fragment, rounds: round - 1 };
    const answer = await ask(model, valueQuestion(fragment.source, missing, earlier), signal);
    if (!answer.ok) return { fragment: best.fragment, rounds: round - 1, noAnswer: answer.failure.message };
    const guided = withValues(fragment, answer.value);
    const run = await once(guided);
    const reach = reachOf(run);
    if (reach >= best.reach) best = { fragment: guided, reach };
    const error = errorOf(run, answer.value);
    if (error === undefined) return { fragment: best.fragment, rounds: round };
    earlier = { values: answer.value, error };
    // What a run that did not end lacks is unknown.
    if (run?.result !== undefined) latest = run;
  }
  return { fragment: best.fragment, rounds: mostRounds };
}

function withValues(fragment: Fragment, values: Readonly<Record<string, string>>): Fragment {
  const known = Object.fromEntries(
    Object.entries(values).map(([key, text]) => {
      const before = fragment.known?.[key] ?? [];
      return [key, [...before, { text, source: 'model', isCode: false }]];
    }),
  );
  return { ...fragment, known: { ...fragment.known, ...known } };
}

function reachOf(run: RunSummary | undefined): number {
  return run?.result?.finished.length ?? -1;
}

/** The operation that failed because of what was invented, in words. */
function errorOf(run: RunSummary | undefined, values: Readonly<Record<string, string>>): string | undefined {
  if (run?.result === undefined) return `the run was ended: ${run?.stopped ?? 'unknown'}`;
  const error = run.result.errors.find(({ level, limit }) => level === 'claimed' || limit);
  if (error === undefined) return undefined;
  const because = error.dependsOn.filter((key) => values[key] !== undefined).map(readablePath);
  const where = `line ${error.line ?? '?'}: ${error.type}: ${error.message}`;
  return because.length === 0 ? where : `${where} (because of ${because.join(', ')})`;
}

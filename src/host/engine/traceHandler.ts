// The `trace` request: records a program and sends what the editor shows of it.
import { firstDifference } from '../../core/trace/comparison';
import type { Recording } from '../../core/trace/recording';
import type { InterpreterInUse, TraceParams, TraceResult } from '../../protocol/engine';
import type { RecordingRef } from '../../protocol/recordings';
import { Failure } from '../failure';
import type { PythonInterpreter } from '../python/interpreter';
import type { Recordings } from '../recordings/recordings';
import { keptTrace } from '../store/keptTrace';
import type { SyntaxService } from '../syntax/syntaxService';
import { focusedRerun } from '../trace/focusedRerun';
import { trace } from '../trace/tracing';
import { shownOf } from './shownOf';
import type { RequestContext } from './engineServer';
import type { RunningTraces } from './runningTraces';
import { wantedRun } from './wantedRun';

export interface TraceHandlerTools {
  readonly assets: string;
  readonly syntax: SyntaxService;
  /** See TraceTools. */
  readonly codeCache: string;
  readonly recordings: Recordings;
  readonly environment: NodeJS.ProcessEnv;
}

/** Characters of text for one value: more than a line shows, enough for a hover. */
const valueBudget = 300;

export function traceHandler(tools: TraceHandlerTools, running: RunningTraces) {
  return async (
    params: TraceParams,
    { signal, progress, progressToken }: RequestContext<'trace'>,
  ): Promise<TraceResult> => {
    const started = performance.now();
    let interpreter: InterpreterInUse = { executable: '', description: '', origin: '' };
    const { entry, limitMs = Infinity } = params;
    const run = await wantedRun(params, tools.environment);
    const earlier = params.focus && (await tools.recordings.of(params.focus.recording)).recording;
    const stop = running.start(progressToken);
    const kept = await keptTrace(
      {
        ...run,
        ...(params.unsaved !== undefined && { unsaved: params.unsaved }),
        granularity: 'line',
        steps: 'sampled',
        limitMs,
        valueBudget,
        stdin: 'ignore',
      },
      {
        assets: tools.assets,
        syntax: tools.syntax,
        codeCache: tools.codeCache,
        signal,
        stop,
        onInterpreter: (found) => {
          interpreter = inUse(found);
          progress({ kind: 'interpreter', interpreter });
        },
      },
      tools.recordings.store,
      recorderOf(params, earlier),
    )
      .catch((error: unknown) => {
        throw inEditorWords(error);
      })
      .finally(() => {
        running.end(progressToken);
      });
    const { recording, id, problem } = kept;
    const durationMs = Math.round(performance.now() - started);
    const place = id ?? `not kept ${progressToken}`;
    const ref: RecordingRef = {
      path: tools.recordings.store.pathOf(place),
      ...(entry !== undefined && { entry }),
    };
    for (const { text } of params.unsaved ?? []) tools.recordings.texts.add(text);
    const shown = shownOf(recording, { ...params, file: recording.parts.run.file });
    tools.recordings.add(ref, recording);
    const differsAt = earlier && firstDifference(earlier, recording);
    const notes = problem === undefined ? shown.notes : [...shown.notes, problem];
    return {
      ...shown,
      notes,
      ...(differsAt !== undefined && { differsAt }),
      recording: ref,
      interpreter,
      durationMs,
    };
  };
}

/** What was recorded before runs again with a focus, anything else as it is asked for. */
function recorderOf({ focus }: TraceParams, earlier: Recording | undefined): typeof trace {
  if (focus === undefined || earlier === undefined) return trace;
  const { file, line } = focus;
  return (request, tools) =>
    focusedRerun(earlier, { ...request, focus: { kind: 'line', file, line } }, tools);
}

function inUse({ executable, description, origin }: PythonInterpreter): InterpreterInUse {
  return { executable, description, origin: origin === '--interpreter' ? 'explicit' : origin };
}

/** The command line's advice is of no use in an editor. */
function inEditorWords(error: unknown): unknown {
  if (!(error instanceof Failure) || error.kind !== 'missing') return error;
  return new Failure(
    'missing',
    error.message,
    error.nextStep?.includes('--interpreter') === true
      ? 'Choose a Python interpreter in the settings.'
      : error.nextStep,
  );
}

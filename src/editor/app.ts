// Puts the extension together: what there is once, and the features that use it.
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Confinement } from './confinement';
import { DebuggingFeature } from './debugging/debuggingFeature';
import { windowDialogs } from './dialogs';
import { Engine } from './engine';
import { showFailure } from './failureMessage';
import { FlowFeature } from './flow/flowFeature';
import { FragmentFeature } from './fragment/fragmentFeature';
import { LiveFeature } from './live/liveFeature';
import { RecordingCursor } from './stepping/cursor';
import { recordingCommands } from './panel/recordingCommands';
import { RecordingPanel } from './panel/recordingPanel';
import { recordingScheme, RecordingText } from './panel/recordingText';
import { ReviewFeature } from './review/reviewFeature';
import { titleOf } from './tracing/traceTitle';
import { explainRecording } from './model/explainedRecording';
import { ModelExplanation } from './model/modelExplanation';
import { ModelFeature } from './model/modelFeature';
import type { ModelChoice } from '../protocol/model';
import { ReplayFeature } from './replay/replayFeature';
import { SteppingFeature } from './stepping/steppingFeature';
import { WhyFeature } from './why/whyFeature';
import type { CancelCommand } from './tracing/statusItem';
import { TracingFeature } from './tracing/tracingFeature';

export interface App {
  readonly engine: Engine;
  readonly tracing: TracingFeature;
  readonly cursor: RecordingCursor;
  readonly stepping: SteppingFeature;
  readonly why: WhyFeature;
  readonly flow: FlowFeature;
  readonly fragment: FragmentFeature;
  readonly review: ReviewFeature;
  readonly debugging: DebuggingFeature;
  readonly panel: RecordingPanel;
  readonly dispose: () => void;
}

/** Registers everything; nothing heavy is loaded and no process started before it is used. */
export function createApp(context: vscode.ExtensionContext): App {
  const log = vscode.window.createOutputChannel('Witness', { log: true });
  const model = new ModelFeature({ secrets: context.secrets, memory: context.workspaceState });
  const engine = new Engine(context.asAbsolutePath('dist/engine.js'), log, model.port);
  const onError = (error: unknown): void => void showFailure(error, windowDialogs, log);
  const cursor = new RecordingCursor(engine);
  const tracing = new TracingFeature({ engine, log, context, cursor });
  const { store } = tracing;
  const extension = context.extensionUri;
  const explanation = new ModelExplanation({
    dialogs: windowDialogs,
    neededModel: (why) => model.needed(why),
  });
  const recording = recordingFeatures(
    { engine, log, cursor, tracing, model, explanation },
    extension,
    onError,
  );
  const confined = confinedFeatures(
    { engine, log, tracing, replay: recording.replay, model },
    context.workspaceState,
  );
  const shownRecording = () => store.last && { recording: store.last.recording, title: titleOf(store.last) };
  const { stepping, replay, why, live, panel, recordingText } = recording;
  const { flow, fragment, review, debugging } = confined;
  const commands = registerCommands(
    {
      ...tracing.commands(),
      ...stepping.commands(),
      ...replay.commands(),
      ...why.commands(),
      ...live.commands(),
      ...flow.commands(),
      ...fragment.commands(),
      ...review.commands(),
      ...debugging.commands(),
      ...model.commands(engine),
      'witness.explainRecording': () =>
        explainRecording(shownRecording(), { engine, dialogs: windowDialogs, explanation }),
      ...recordingCommands({ engine, store, panel, log }),
      'witness.restartEngine': () => engine.restart(),
      'witness.showLog': () => {
        log.show();
      },
    },
    onError,
  );
  const onRecordings = [panel, recordingText, live, why, replay, stepping, tracing];
  const dispose = (): void => {
    for (const part of [
      commands,
      debugging,
      review,
      fragment,
      flow,
      ...onRecordings,
      cursor,
      engine,
      explanation,
      model,
      log,
    ]) {
      part.dispose();
    }
  };
  return { engine, tracing, cursor, stepping, why, flow, fragment, review, debugging, panel, dispose };
}

interface Shared {
  readonly engine: Engine;
  readonly log: vscode.LogOutputChannel;
  readonly tracing: TracingFeature;
  readonly model: ModelFeature;
}

/** What shows recordings, and goes through them. */
function recordingFeatures(
  {
    engine,
    log,
    cursor,
    tracing,
    model,
    explanation,
  }: Shared & { readonly cursor: RecordingCursor; readonly explanation: ModelExplanation },
  extension: vscode.Uri,
  onError: (error: unknown) => void,
) {
  const { store } = tracing;
  const shared = { engine, store, cursor, dialogs: windowDialogs, log };
  return {
    stepping: new SteppingFeature({ engine, store, cursor }),
    replay: new ReplayFeature({
      engine,
      store,
      cursor,
      record: (target) => tracing.record(target),
      recordFile: (document, call, entry) => tracing.recordFile(document, call, entry),
    }),
    why: new WhyFeature({ ...shared, explanation, recordAgain: tracing.recordAgain.bind(tracing) }),
    live: new LiveFeature({ ...shared, chosenModel: () => model.chosen() }),
    panel: new RecordingPanel({ engine, store, cursor, extension, onError }),
    recordingText: vscode.workspace.registerTextDocumentContentProvider(
      recordingScheme,
      new RecordingText(engine),
    ),
  };
}

/** What runs code in the sandbox. */
function confinedFeatures(
  { engine, log, tracing, replay, model }: Shared & { readonly replay: ReplayFeature },
  memory: vscode.Memento,
) {
  const shows = (cancel: CancelCommand) => (what: string | undefined) => {
    tracing.status.showRunning(cancel, what);
  };
  const confinement = new Confinement(windowDialogs, memory);
  const chosenModel = (): Promise<ModelChoice | undefined> => model.chosen();
  return {
    flow: new FlowFeature(engine, log, confinement, (why) => model.needed(why)),
    fragment: new FragmentFeature({
      ...{ engine, log, confinement, chosenModel },
      showRunning: shows('witness.cancelFragment'),
      replay: (recording, stopOnEntry) => replay.replay(recording, stopOnEntry),
    }),
    debugging: new DebuggingFeature({
      ...{ engine, log, confinement, chosenModel },
      neededModel: (why) => model.needed(why),
      functions: tracing.functions,
      traces: tracing.store,
      showRunning: shows('witness.cancelDebugging'),
    }),
    review: new ReviewFeature({
      ...{ engine, log, memory, chosenModel },
      showRunning: shows('witness.cancelReview'),
      trace: (document, call) => tracing.recordFile(document, call, undefined),
    }),
  };
}

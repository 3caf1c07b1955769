// Puts the extension together: what there is once, and the features that use it.
import * as vscode from 'vscode';
import { registerCommands } from './commands';
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
import { ReplayFeature } from './replay/replayFeature';
import { SteppingFeature } from './stepping/steppingFeature';
import { WhyFeature } from './why/whyFeature';
import { TracingFeature } from './tracing/tracingFeature';

export interface App {
  readonly engine: Engine;
  readonly tracing: TracingFeature;
  readonly cursor: RecordingCursor;
  readonly stepping: SteppingFeature;
  readonly why: WhyFeature;
  readonly flow: FlowFeature;
  readonly fragment: FragmentFeature;
  readonly panel: RecordingPanel;
  readonly dispose: () => void;
}

/** Registers everything; nothing heavy is loaded and no process started before it is used. */
export function createApp(context: vscode.ExtensionContext): App {
  const log = vscode.window.createOutputChannel('Witness', { log: true });
  const engine = new Engine(context.asAbsolutePath('dist/engine.js'), log);
  const cursor = new RecordingCursor(engine);
  const tracing = new TracingFeature({ engine, log, context, cursor });
  const { store } = tracing;
  const onError = (error: unknown): void => void showFailure(error, windowDialogs, log);
  const stepping = new SteppingFeature({ engine, store, cursor });
  const replay = new ReplayFeature({
    engine,
    store,
    cursor,
    record: (target) => tracing.record(target),
    recordFile: (document, call, entry) => tracing.recordFile(document, call, entry),
  });
  const shared = { engine, store, cursor, dialogs: windowDialogs, log };
  const recordAgain = tracing.recordAgain.bind(tracing);
  const why = new WhyFeature({ ...shared, recordAgain });
  const live = new LiveFeature(shared);
  const flow = new FlowFeature(engine, log);
  const fragment = new FragmentFeature({
    engine,
    log,
    memory: context.workspaceState,
    showRunning: (what) => {
      tracing.status.showRunning('witness.cancelFragment', what);
    },
    replay: (recording, stopOnEntry) => replay.replay(recording, stopOnEntry),
  });
  const panel = new RecordingPanel({
    engine,
    store,
    cursor,
    extension: context.extensionUri,
    onError,
  });
  const recordingText = vscode.workspace.registerTextDocumentContentProvider(
    recordingScheme,
    new RecordingText(engine),
  );
  const commands = registerCommands(
    {
      ...tracing.commands(),
      ...stepping.commands(),
      ...replay.commands(),
      ...why.commands(),
      ...live.commands(),
      ...flow.commands(),
      ...fragment.commands(),
      ...recordingCommands({ engine, store, panel, log }),
      'witness.restartEngine': () => engine.restart(),
      'witness.showLog': () => {
        log.show();
      },
    },
    onError,
  );
  const features = [commands, fragment, flow, panel, recordingText, live, why, replay, stepping, tracing];
  const dispose = (): void => {
    for (const part of [...features, cursor, engine, log]) part.dispose();
  };
  return { engine, tracing, cursor, stepping, why, flow, fragment, panel, dispose };
}

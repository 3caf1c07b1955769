// Replays recordings in VS Code's own debugger.
import * as vscode from 'vscode';
import type { StepView } from '../../core/trace/stepView';
import type { RecordingRef } from '../../protocol/recordings';
import type { Commands } from '../commands';
import type { Engine } from '../engine';
import type { RecordingCursor } from '../stepping/cursor';
import type { TraceTarget } from '../tracing/traceTarget';
import type { TraceStore } from '../tracing/traceStore';
import { InlineAdapter } from './inlineAdapter';
import { replayType, type ReplayConfiguration, ReplayConfigurations } from './replayConfigurations';

/** As `replayStepEvent` of the adapter, which is loaded with the first replay only. */
const replayStepEvent = 'witness.step';

export interface ReplayParts {
  readonly engine: Engine;
  readonly store: TraceStore;
  readonly cursor: RecordingCursor;
  /** Records what is meant; afterwards it is on show. */
  readonly record: (target: TraceTarget | vscode.Uri | undefined) => Promise<void>;
  /** Records a file, or a call of something in it. */
  readonly recordFile: (
    document: vscode.TextDocument,
    call: string | undefined,
    entry: string | undefined,
  ) => Promise<RecordingRef>;
}

export class ReplayFeature implements vscode.Disposable {
  private readonly registered: vscode.Disposable;

  constructor(private readonly parts: ReplayParts) {
    const { engine, cursor, store, record, recordFile } = parts;
    const configurations = new ReplayConfigurations(
      () => store.last?.recording,
      async () => {
        await record(undefined);
        return store.last?.recording;
      },
      recordFile,
    );
    this.registered = vscode.Disposable.from(
      vscode.debug.registerDebugConfigurationProvider(replayType, configurations),
      vscode.debug.registerDebugAdapterDescriptorFactory(replayType, {
        createDebugAdapterDescriptor: async () => {
          const { ReplaySession } = await import('../../host/replay/replaySession');
          const session = new ReplaySession((method, params) => engine.request(method, params));
          return new vscode.DebugAdapterInlineImplementation(new InlineAdapter(session));
        },
      }),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        if (session.type !== replayType || event !== replayStepEvent) return;
        const shown = session.configuration['recording'] === cursor.recordingRef?.path;
        if (shown) cursor.follow(body as StepView);
      }),
      vscode.debug.onDidTerminateDebugSession(({ type }) => {
        if (type === replayType && cursor.isDebugging) cursor.leave();
      }),
    );
  }

  commands(): Pick<Commands, 'witness.replayFunction' | 'witness.replayRecording'> {
    return {
      'witness.replayFunction': async (target) => {
        const before = this.parts.store.last;
        await this.parts.record(target);
        const { last } = this.parts.store;
        if (last !== undefined && last !== before) await this.replay(last.recording);
      },
      'witness.replayRecording': async () => {
        const { last } = this.parts.store;
        if (last !== undefined) await this.replay(last.recording);
      },
    };
  }

  /** A second replay takes the place of the first. */
  async replay({ path, entry }: RecordingRef, stopOnEntry = false): Promise<void> {
    const running = vscode.debug.activeDebugSession;
    if (running?.type === replayType) await vscode.debug.stopDebugging(running);
    const configuration: ReplayConfiguration = {
      type: replayType,
      request: 'launch',
      name: vscode.l10n.t('Replay'),
      recording: path,
      stopOnEntry,
      ...(entry !== undefined && { entry }),
    };
    await vscode.debug.startDebugging(undefined, configuration);
  }

  dispose(): void {
    this.registered.dispose();
  }
}

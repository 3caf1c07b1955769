// Explain with Model: why a recorded run ended as it did, as claims that were compared with the recording.
import * as vscode from 'vscode';
import type { RecordingRef } from '../../protocol/recordings';
import type { Dialogs } from '../dialogs';
import { type Engine, signalOf } from '../engine';
import { claimsText } from './claimsText';
import type { NeededModel } from './neededModel';

const scheme = 'witness-explanation';
/** One document: a second explanation takes the place of the first. */
const address = vscode.Uri.from({ scheme, path: '/Explanation.witness-recording' });

export interface ExplainedRecordingParts {
  readonly engine: Engine;
  readonly dialogs: Dialogs;
  readonly neededModel: NeededModel;
  /** The recording on show, with what it is called. */
  readonly shown: () => { readonly recording: RecordingRef; readonly title: string } | undefined;
}

export class ExplainedRecording implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered: vscode.Disposable;
  private text = '';

  constructor(private readonly parts: ExplainedRecordingParts) {
    this.registered = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.changed.event,
      provideTextDocumentContent: () => this.text,
    });
  }

  /** @throws EngineFailure */
  async explain(): Promise<void> {
    const { engine, dialogs } = this.parts;
    const shown = this.parts.shown();
    if (shown === undefined) {
      await dialogs.warn(
        vscode.l10n.t('There is no recording to explain. Trace a function or a test first.'),
      );
      return;
    }
    const model = await this.parts.neededModel(
      vscode.l10n.t('Explanations come from a model, and none is chosen. Why This Value? needs none.'),
    );
    if (model === undefined) return;
    const answer = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('The model explains the recording'),
        cancellable: true,
      },
      (_, token) =>
        engine.request(
          'explainRecording',
          { recording: shown.recording, model },
          { signal: signalOf(token) },
        ),
    );
    if (answer.noAnswer !== undefined) {
      await dialogs.warn(vscode.l10n.t('There is no explanation: {0}', answer.noAnswer));
      return;
    }
    this.text = claimsText(vscode.l10n.t('What the model says of {0}', shown.title), answer);
    this.changed.fire(address);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(address), {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
    });
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }
}

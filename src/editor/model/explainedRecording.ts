// Explain with Model: why a recorded run ended as it did, as claims that were compared with the recording.
import path from 'node:path';
import * as vscode from 'vscode';
import type { ExplainAnswer, ExplainedClaim } from '../../protocol/model';
import type { RecordingRef } from '../../protocol/recordings';
import type { Dialogs } from '../dialogs';
import { type Engine, signalOf } from '../engine';
import { costText } from './modelText';
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
    this.text = explanationText(shown.title, answer);
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

/** As a document, in the form of recordings that are read as text. */
export function explanationText(title: string, { claims, modelCost }: ExplainAnswer): string {
  const firstFalse = claims.findIndex(({ verdict }) => verdict === 'false');
  const counts = {
    holds: claims.filter(({ verdict }) => verdict === 'holds').length,
    false: claims.filter(({ verdict }) => verdict === 'false').length,
  };
  const lines = [
    vscode.l10n.t('What the model says of {0}', title),
    `  ${vscode.l10n.t('claims: {0}, with values as recorded: {1}, false: {2}', claims.length, counts.holds, counts.false)}`,
    `  ${costText(modelCost)}`,
    ...claims.flatMap((claim, index) => ['', ...claimLines(claim, index + 1, index === firstFalse)]),
  ];
  return `${lines.join('\n')}\n`;
}

function claimLines(claim: ExplainedClaim, number: number, isFirstFalse: boolean): string[] {
  const { verdict, text, step, file, line, values } = claim;
  const place = file === '' ? '' : `, ${path.basename(file)}:${line}`;
  return [
    `${number}  ${text}`,
    `    ${verdictText(verdict)} · ${vscode.l10n.t('step {0}', step)}${place}`,
    ...values.map(({ name, claimed, recorded }) =>
      recorded === undefined
        ? `    ${vscode.l10n.t('{0} = {1}: not in the recording', name, claimed)}`
        : recorded === claimed
          ? `    ${name} = ${recorded}`
          : `    ${vscode.l10n.t('{0} = {1}: the recording has {2}', name, claimed, recorded)}`,
    ),
    ...(isFirstFalse
      ? [`    ${vscode.l10n.t('The first claim that is false: what follows may rest on it.')}`]
      : []),
  ];
}

function verdictText(verdict: ExplainedClaim['verdict']): string {
  switch (verdict) {
    case 'holds':
      return vscode.l10n.t('claimed, its values witnessed');
    case 'false':
      return vscode.l10n.t('false');
    case 'open':
      return vscode.l10n.t('claimed, nothing in it could be looked up');
  }
}

// Explain with Model: why a recorded run ended as it did.
import * as vscode from 'vscode';
import type { RecordingRef } from '../../protocol/recordings';
import type { Dialogs } from '../dialogs';
import type { Engine } from '../engine';
import type { ModelExplanation } from './modelExplanation';

export interface ExplainedRecordingParts {
  readonly engine: Engine;
  readonly dialogs: Dialogs;
  readonly explanation: ModelExplanation;
}

/**
 * @param shown The recording on show, with what it is called.
 * @throws EngineFailure
 */
export async function explainRecording(
  shown: { readonly recording: RecordingRef; readonly title: string } | undefined,
  { engine, dialogs, explanation }: ExplainedRecordingParts,
): Promise<void> {
  if (shown === undefined) {
    await dialogs.warn(vscode.l10n.t('There is no recording to explain. Trace a function or a test first.'));
    return;
  }
  const { recording, title } = shown;
  await explanation.show({
    withoutModel: vscode.l10n.t(
      'Explanations come from a model, and none is chosen. Why This Value? needs none.',
    ),
    progress: vscode.l10n.t('The model explains the recording'),
    title: vscode.l10n.t('What the model says of {0}', title),
    ask: (model, signal) => engine.request('explainRecording', { recording, model }, { signal }),
  });
}

// What a model says of a recorded run, as claims that were compared with the recording: asked for, and shown.
import * as vscode from 'vscode';
import type { ExplainAnswer, ModelChoice } from '../../protocol/model';
import type { Dialogs } from '../dialogs';
import { signalOf } from '../engine';
import { claimsText } from './claimsText';
import { ExplanationDocument } from './explanationDocument';
import type { NeededModel } from './neededModel';

/** What somebody wants to have explained. */
export interface WantedExplanation {
  /** What people are told where no model is chosen. */
  readonly withoutModel: string;
  /** What is told of it while people wait. */
  readonly progress: string;
  /** The first line of what is shown. */
  readonly title: string;
  /** What a claim rests on, by its number, where that is no step of the recording. */
  readonly restsOn?: (number: number) => string;
  readonly ask: (model: ModelChoice, signal: AbortSignal) => Promise<ExplainAnswer>;
}

export interface ModelExplanationParts {
  readonly dialogs: Dialogs;
  readonly neededModel: NeededModel;
}

export class ModelExplanation implements vscode.Disposable {
  private readonly document = new ExplanationDocument('witness-explanation', 'Explanation');
  private running: AbortController | undefined;

  constructor(private readonly parts: ModelExplanationParts) {}

  /**
   * Whoever asks for another explanation gives up the one under way.
   * @throws EngineFailure
   */
  async show({ withoutModel, progress, title, restsOn, ask }: WantedExplanation): Promise<void> {
    const model = await this.parts.neededModel(withoutModel);
    if (model === undefined) return;
    this.running?.abort();
    const mine = new AbortController();
    this.running = mine;
    const answer = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: progress, cancellable: true },
      (_, token) => ask(model, AbortSignal.any([signalOf(token), mine.signal])),
    );
    if (mine.signal.aborted) return;
    if (answer.noAnswer !== undefined) {
      await this.parts.dialogs.warn(vscode.l10n.t('There is no explanation: {0}', answer.noAnswer));
      return;
    }
    await this.document.show(claimsText(title, answer, restsOn));
  }

  dispose(): void {
    this.running?.abort();
    this.document.dispose();
  }
}

// Reviews a change, one at a time.
import * as vscode from 'vscode';
import { EngineFailure } from '../../host/engine/engineFailure';
import type { ReviewComment } from '../../core/review/reviewReport';
import type { ModelChoice } from '../../protocol/model';
import type { RefineAnswer, ReviewedRange } from '../../protocol/review';
import { setContextKey } from '../contextKeys';
import { type Engine, signalOf } from '../engine';
import { costText } from '../model/modelText';
import { setting } from '../settings';
import type { ReviewStore } from './reviewStore';

/** A change that is reviewed. */
export interface ReviewedChange {
  readonly folder: vscode.Uri;
  readonly range: ReviewedRange;
}

export interface ReviewRunParts {
  readonly engine: Engine;
  readonly store: ReviewStore;
  readonly log: vscode.LogOutputChannel;
  readonly showRunning: (what: string | undefined) => void;
  readonly chosenModel: () => Promise<ModelChoice | undefined>;
}

export class ReviewRun implements vscode.Disposable {
  private current: vscode.CancellationTokenSource | undefined;

  constructor(private readonly parts: ReviewRunParts) {}

  /** Reviews and puts it on show; gives whether it came to its end. @throws EngineFailure */
  async start(change: ReviewedChange, title: string): Promise<boolean> {
    const { engine, store, log, showRunning } = this.parts;
    const answer = await this.alone(vscode.l10n.t('Reviewing'), async (signal) =>
      engine.request('review', await this.params(change), {
        signal,
        onProgress: ({ file, done, of, isAsking }) => {
          showRunning(
            isAsking
              ? vscode.l10n.t('Asking the model about {0} ({1} of {2})', file, done + 1, of)
              : vscode.l10n.t('Reviewing {0} ({1} of {2})', file, done + 1, of),
          );
        },
      }),
    );
    if (answer === undefined) return false;
    log.info(`reviewed ${answer.files.length} files: ${answer.comments.length} comments`);
    for (const note of answer.notes) log.info(note);
    if (answer.modelCost !== undefined) log.info(costText(answer.modelCost));
    await store.show(answer, title, { folder: change.folder.fsPath, range: change.range });
    return true;
  }

  /** Looks for refined code; undefined where that was cancelled. @throws EngineFailure */
  async refine(change: ReviewedChange, comment: ReviewComment): Promise<RefineAnswer | undefined> {
    const { engine, log } = this.parts;
    const answer = await this.alone(vscode.l10n.t('Refining {0}', comment.function), async (signal) =>
      engine.request('refine', { ...(await this.params(change)), comment }, { signal }),
    );
    if (answer?.modelCost !== undefined) log.info(costText(answer.modelCost));
    return answer;
  }

  private async params({ folder, range }: ReviewedChange) {
    const named = setting('python.interpreter').trim();
    const model = await this.parts.chosenModel();
    return {
      folder: folder.fsPath,
      range,
      ...(named !== '' && { interpreter: named }),
      ...(model !== undefined && { model }),
    };
  }

  /** One at a time; undefined where it was cancelled. */
  private async alone<T>(what: string, act: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.cancel();
    const mine = new vscode.CancellationTokenSource();
    this.current = mine;
    const { showRunning } = this.parts;
    showRunning(what);
    setContextKey('witness.isReviewing', true);
    try {
      return await act(signalOf(mine.token));
    } catch (error) {
      if (error instanceof EngineFailure && error.kind === 'cancelled') return undefined;
      throw error;
    } finally {
      if (this.current === mine) {
        this.current = undefined;
        showRunning(undefined);
        setContextKey('witness.isReviewing', false);
      }
      mine.dispose();
    }
  }

  cancel(): void {
    this.current?.cancel();
  }

  dispose(): void {
    this.cancel();
  }
}

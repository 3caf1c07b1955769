// Reviews a change, one at a time.
import * as vscode from 'vscode';
import { EngineFailure } from '../../host/engine/engineFailure';
import type { ReviewedRange } from '../../protocol/review';
import { setContextKey } from '../contextKeys';
import { type Engine, signalOf } from '../engine';
import { setting } from '../settings';
import type { ReviewStore } from './reviewStore';

export interface ReviewRunParts {
  readonly engine: Engine;
  readonly store: ReviewStore;
  readonly log: vscode.LogOutputChannel;
  readonly showRunning: (what: string | undefined) => void;
}

export class ReviewRun implements vscode.Disposable {
  private current: vscode.CancellationTokenSource | undefined;

  constructor(private readonly parts: ReviewRunParts) {}

  /** Reviews and puts it on show; gives whether it came to its end. @throws EngineFailure */
  async start(folder: vscode.Uri, range: ReviewedRange, title: string): Promise<boolean> {
    this.cancel();
    const mine = new vscode.CancellationTokenSource();
    this.current = mine;
    const { engine, store, log, showRunning } = this.parts;
    const named = setting('python.interpreter').trim();
    showRunning(vscode.l10n.t('Reviewing'));
    setContextKey('witness.isReviewing', true);
    try {
      const answer = await engine.request(
        'review',
        { folder: folder.fsPath, range, ...(named !== '' && { interpreter: named }) },
        {
          signal: signalOf(mine.token),
          onProgress: ({ file, done, of }) => {
            showRunning(vscode.l10n.t('Reviewing {0} ({1} of {2})', file, done + 1, of));
          },
        },
      );
      log.info(`reviewed ${answer.files.length} files: ${answer.comments.length} comments`);
      for (const note of answer.notes) log.info(note);
      await store.show(answer, title);
      return true;
    } catch (error) {
      if (error instanceof EngineFailure && error.kind === 'cancelled') return false;
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

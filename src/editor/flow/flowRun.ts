// Analyses, one at a time, and again when a file of the last one is saved.
import path from 'node:path';
import * as vscode from 'vscode';
import { EngineFailure } from '../../host/engine/engineFailure';
import type { FlowAnswer, FlowProgress } from '../../protocol/flow';
import type { ModelChoice } from '../../protocol/model';
import { setContextKey } from '../contextKeys';
import { type Engine, signalOf } from '../engine';
import { setting } from '../settings';
import type { AnalysisOrder, FlowStore } from './flowStore';

/** Languages that are analysed, by VS Code's ids. */
export const flowLanguages = [
  'java',
  'python',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
];

const writingPauseMs = 50;

export class FlowRun implements vscode.Disposable {
  private readonly listening: vscode.Disposable;
  private current: vscode.CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly store: FlowStore,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.listening = vscode.workspace.onDidSaveTextDocument((document) => {
      this.saved(document);
    });
  }

  cancel(): void {
    this.current?.cancel();
  }

  /**
   * Analyses with progress in the Paths view and the status bar; an analysis that is still going on is cancelled.
   * @param model May be asked about functions without source.
   * @returns undefined where another analysis has taken its place.
   * @throws EngineFailure
   */
  async start(order: AnalysisOrder, title: string, model?: ModelChoice): Promise<FlowAnswer | undefined> {
    const location = vscode.ProgressLocation.Window;
    return vscode.window.withProgress({ location, title }, async (progress) =>
      vscode.window.withProgress({ location: { viewId: 'witness.paths' } }, () =>
        this.run(
          order,
          (told) => {
            progress.report({ message: `${told.done} / ${told.of}` });
          },
          model,
        ),
      ),
    );
  }

  /** Analyses what was analysed last once more. */
  async refresh(): Promise<void> {
    const { order } = this.store;
    if (order !== undefined) await this.run(order, () => undefined);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listening.dispose();
    this.cancel();
  }

  private async run(
    order: AnalysisOrder,
    onProgress: (told: FlowProgress) => void,
    model?: ModelChoice,
  ): Promise<FlowAnswer | undefined> {
    this.cancel();
    const mine = new vscode.CancellationTokenSource();
    this.current = mine;
    setContextKey('witness.isAnalysing', true);
    try {
      const params = { ...order, ...(model !== undefined && { model }) };
      const answer = await this.engine.request('flow', params, { signal: signalOf(mine.token), onProgress });
      const { files, lines, durationMs, skipped, problems, incomplete } = answer;
      this.log.info(
        `analysed ${files} files, ${lines} lines in ${durationMs} ms: ${answer.findings.length} findings`,
      );
      for (const { file, reason } of skipped) this.log.info(`not analysed: ${file}, because ${reason}`);
      for (const name of incomplete) this.log.info(`given up: ${name}`);
      for (const { file, range, message } of problems) {
        this.log.warn(`${file}:${range.start.line + 1}: ${message}`);
      }
      if (mine.token.isCancellationRequested) return undefined;
      this.store.show(answer, order);
      return answer;
    } finally {
      if (this.current === mine) {
        this.current = undefined;
        setContextKey('witness.isAnalysing', false);
      }
      mine.dispose();
    }
  }

  private saved(document: vscode.TextDocument): void {
    const { order } = this.store;
    if (order === undefined || !setting('flow.refreshOnSave', document)) return;
    const isPart =
      (flowLanguages.includes(document.languageId) &&
        order.paths.some((around) => isWithin(document.fileName, around))) ||
      isWithin(document.fileName, path.join(order.root, '.witness'));
    if (!isPart) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.refresh().catch((error: unknown) => {
        if (error instanceof EngineFailure && error.kind === 'cancelled') return;
        this.log.warn(`analysis after saving: ${error instanceof Error ? error.message : String(error)}`);
      });
    }, writingPauseMs);
  }
}

function isWithin(file: string, around: string): boolean {
  const relative = path.relative(around, file);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}

// Runs pieces of code in the sandbox, one at a time.
import path from 'node:path';
import * as vscode from 'vscode';
import { EngineFailure } from '../../host/engine/engineFailure';
import type { FragmentAnswer, FragmentPlace } from '../../protocol/fragment';
import type { ModelChoice } from '../../protocol/model';
import type { Confinement } from '../confinement';
import { setContextKey } from '../contextKeys';
import { type Engine, signalOf } from '../engine';
import { costText } from '../model/modelText';
import { chosenInterpreter } from '../python/interpreter';
import type { FragmentOrder, FragmentStore } from './fragmentStore';

/** Time for one run of a piece. */
const limitMs = 5000;

export interface FragmentRunParts {
  readonly engine: Engine;
  readonly store: FragmentStore;
  readonly log: vscode.LogOutputChannel;
  readonly confinement: Confinement;
  readonly showRunning: (what: string | undefined) => void;
  /** Tells something without waiting for anybody to read it. */
  readonly tell: (message: string) => void;
  readonly chosenModel: () => Promise<ModelChoice | undefined>;
}

export class FragmentRun implements vscode.Disposable {
  private current: vscode.CancellationTokenSource | undefined;

  constructor(private readonly parts: FragmentRunParts) {}

  /** Runs a piece and puts it on show. @throws EngineFailure */
  async run(order: FragmentOrder, runs: number): Promise<void> {
    const document = await vscode.workspace.openTextDocument(order.uri);
    const title =
      runs === 1 ? vscode.l10n.t('Running the selection') : vscode.l10n.t('Exploring other branches');
    const { from, to, given } = order;
    const model = await this.parts.chosenModel();
    const piece = { from, to, given, runs, ...(model !== undefined && { model }) };
    const answer = await this.ask(title, document, (place, signal) =>
      this.parts.engine.request('runFragment', { ...place, ...piece }, { signal }),
    );
    if (answer === undefined) return;
    this.parts.log.info(`ran a piece ${answer.runs} times in ${answer.durationMs} ms, ${answer.isolation}`);
    for (const { line, what, reason } of answer.blocked) {
      this.parts.log.info(`blocked on line ${line}: ${what}: ${reason}`);
    }
    if (answer.model !== undefined) this.tellModel(answer.model);
    this.parts.store.show(order, answer);
  }

  /**
   * Asks the engine something about a document's code, with progress that can be cancelled. Undefined where it was
   * cancelled.
   * @throws EngineFailure
   */
  async ask<T>(
    title: string,
    document: vscode.TextDocument,
    request: (place: FragmentPlace, signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    this.current?.cancel();
    const mine = new vscode.CancellationTokenSource();
    this.current = mine;
    const place = await placeOf(document);
    this.parts.showRunning(title);
    setContextKey('witness.isRunningFragment', true);
    try {
      return await this.parts.confinement.run((isolation) =>
        request({ ...place, isolation }, signalOf(mine.token)),
      );
    } catch (error) {
      if (error instanceof EngineFailure && error.kind === 'cancelled') return undefined;
      throw error;
    } finally {
      if (this.current === mine) {
        this.current = undefined;
        this.parts.showRunning(undefined);
        setContextKey('witness.isRunningFragment', false);
      }
      mine.dispose();
    }
  }

  private tellModel({ noAnswer, ...cost }: NonNullable<FragmentAnswer['model']>): void {
    this.parts.log.info(costText(cost));
    if (noAnswer === undefined) return;
    this.parts.log.warn(noAnswer);
    this.parts.tell(vscode.l10n.t('Run without values from the model: {0}', noAnswer));
  }

  cancel(): void {
    this.current?.cancel();
  }

  dispose(): void {
    this.cancel();
  }
}

async function placeOf(document: vscode.TextDocument): Promise<Omit<FragmentPlace, 'isolation'>> {
  const chosen = await chosenInterpreter(document);
  const folder = (vscode.workspace.getWorkspaceFolder(document.uri) ?? vscode.workspace.workspaceFolders?.[0])
    ?.uri.fsPath;
  const isSaved = document.uri.scheme === 'file';
  const cwd = folder ?? (isSaved ? path.dirname(document.fileName) : undefined) ?? '/nonexistent';
  return {
    file: isSaved ? document.fileName : path.join(cwd, 'pasted.py'),
    text: document.getText(),
    cwd,
    ...(chosen !== undefined && { interpreter: chosen.path }),
    limitMs,
  };
}

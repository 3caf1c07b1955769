// Paths run in the sandbox: Try This Path, Export as Test.
import path from 'node:path';
import * as vscode from 'vscode';
import type { PathTrialParams } from '../../protocol/flow';
import { EngineFailure } from '../../host/engine/engineFailure';
import type { Confinement } from '../confinement';
import type { Dialogs } from '../dialogs';
import { type Engine, signalOf } from '../engine';
import { chosenInterpreter } from '../python/interpreter';
import type { FlowStore, ShownPath } from './flowStore';

export interface PathTrialParts {
  readonly engine: Engine;
  readonly store: FlowStore;
  readonly confinement: Confinement;
  readonly dialogs: Dialogs;
  /** Tells something that went as it should, without waiting for anybody to read it. */
  readonly tell: (message: string) => void;
}

export class PathTrial {
  constructor(private readonly parts: PathTrialParts) {}

  /** Runs the path; the finding becomes `witnessed` where the source's value arrives. @throws EngineFailure */
  async tryPath(shown: ShownPath | undefined): Promise<void> {
    const { engine, store, tell } = this.parts;
    const title = vscode.l10n.t('Trying the path');
    const answer = await this.ask(shown, title, (params, signal) =>
      engine.request('tryPath', params, { signal }),
    );
    if (answer === undefined || (await this.isRefused(answer.refusal))) return;
    const { finding } = answer;
    if (finding === undefined) {
      await this.sayGone();
      return;
    }
    store.update(finding);
    tell(
      finding.level === 'witnessed'
        ? vscode.l10n.t(
            'Witnessed: {0}.',
            finding.evidence.findLast(({ kind }) => kind === 'run')?.note ?? '',
          )
        : vscode.l10n.t('No run took the whole path. That is no sign that it cannot happen.'),
    );
  }

  /** Opens a test that fails as long as the value arrives. @throws EngineFailure */
  async exportTest(shown: ShownPath | undefined): Promise<void> {
    const { engine, dialogs, tell } = this.parts;
    const title = vscode.l10n.t('Trying the test');
    const answer = await this.ask(shown, title, (params, signal) =>
      engine.request('pathTest', params, { signal }),
    );
    if (answer === undefined || (await this.isRefused(answer.refusal))) return;
    const { test, isThere } = answer;
    if (!isThere) {
      await this.sayGone();
      return;
    }
    if (test === undefined) {
      await dialogs.warn(
        vscode.l10n.t('No test of this path failed when it was tried in the sandbox, so none was written.'),
      );
      return;
    }
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: test.text });
    await vscode.window.showTextDocument(document);
    tell(
      vscode.l10n.t(
        'The test was tried in the sandbox and fails, as it has to until the path is closed: {0}',
        test.error,
      ),
    );
  }

  private async ask<T>(
    shown: ShownPath | undefined,
    title: string,
    request: (params: PathTrialParams, signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    const { order } = this.parts.store;
    if (shown === undefined || order === undefined) return undefined;
    const { scope, paths, root } = order;
    const document = await vscode.workspace.openTextDocument(shown.source.file);
    const chosen = await chosenInterpreter(document);
    const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
    const params = {
      ...{ scope, paths, root, finding: shown.id },
      cwd: folder ?? path.dirname(shown.source.file),
      ...(chosen !== undefined && { interpreter: chosen.path }),
    };
    const location = vscode.ProgressLocation.Notification;
    try {
      return await vscode.window.withProgress({ location, title, cancellable: true }, (_progress, token) =>
        this.parts.confinement.run((isolation) => request({ ...params, isolation }, signalOf(token))),
      );
    } catch (error) {
      if (error instanceof EngineFailure && error.kind === 'cancelled') return undefined;
      throw error;
    }
  }

  private async isRefused(refusal: string | undefined): Promise<boolean> {
    if (refusal === undefined) return false;
    await this.parts.dialogs.warn(refusal);
    return true;
  }

  private async sayGone(): Promise<void> {
    await this.parts.dialogs.warn(
      vscode.l10n.t('The path is not there any more: its files have changed. Analyse again.'),
    );
  }
}

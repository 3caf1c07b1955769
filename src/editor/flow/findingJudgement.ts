// What somebody says of a finding: that it is no problem, that a call makes the value safe; and findings for others.
import * as vscode from 'vscode';
import type { Dialogs } from '../dialogs';
import type { Engine } from '../engine';
import { askReason, askStep } from './flowDialogs';
import type { FlowStore, ShownPath } from './flowStore';

export interface FindingJudgementParts {
  readonly engine: Engine;
  readonly store: FlowStore;
  readonly dialogs: Dialogs;
  /** Analyses again, which sees what was written. */
  readonly refresh: () => Promise<void>;
}

export class FindingJudgement {
  constructor(private readonly parts: FindingJudgementParts) {}

  /** @throws EngineFailure */
  async suppress(path: ShownPath | undefined): Promise<void> {
    const { engine, store, dialogs, refresh } = this.parts;
    const root = store.order?.root;
    if (path === undefined || root === undefined) return;
    const reason = await askReason(dialogs, path);
    if (reason === undefined) return;
    await engine.request('suppress', {
      root,
      finding: path.id,
      rule: path.rule,
      file: path.sink.file,
      reason,
    });
    await refresh();
  }

  /** Takes back what was remembered; a comment is shown instead, which only its author may delete. */
  async unsuppress(path: ShownPath | undefined): Promise<void> {
    const { engine, store, refresh } = this.parts;
    const root = store.order?.root;
    if (path?.suppression === undefined || root === undefined) return;
    if (path.suppression.by === 'comment') {
      const { start } = path.sink.range;
      const selection = new vscode.Range(start.line, 0, start.line, 0);
      await vscode.window.showTextDocument(vscode.Uri.file(path.sink.file), { selection });
      return;
    }
    await engine.request('unsuppress', { root, finding: path.id });
    await refresh();
  }

  /** Writes a rule of the workspace that says so, and opens it. */
  async markSanitizer(path: ShownPath | undefined): Promise<void> {
    const { engine, store, dialogs, refresh } = this.parts;
    const root = store.order?.root;
    if (path === undefined || root === undefined) return;
    const place = await askStep(dialogs, path);
    if (place === undefined) return;
    const { file, line, column } = place;
    const { written } = await engine.request('sanitizerRule', {
      root,
      rule: path.rule,
      file,
      position: { line, column },
    });
    if (written === undefined) {
      await dialogs.warn(
        vscode.l10n.t('There is no call at this step, so no rule was written. Choose another step.'),
      );
      return;
    }
    await refresh();
    await vscode.window.showTextDocument(vscode.Uri.file(written.file), { preview: true });
  }

  /** Analyses again what was analysed last and writes the findings where somebody says. */
  async exportSarif(): Promise<void> {
    const { engine, store, dialogs } = this.parts;
    const { order } = store;
    if (order === undefined) {
      await dialogs.warn(
        vscode.l10n.t('Nothing was analysed yet, so there is nothing to export. Analyse first.'),
      );
      return;
    }
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(vscode.Uri.file(order.root), 'witness.sarif'),
      filters: { SARIF: ['sarif', 'json'] },
    });
    if (target === undefined) return;
    const { text } = await engine.request('sarif', order);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  }
}

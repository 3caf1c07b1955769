// Live mode: what was run last is run again when a file of it is saved.
import * as vscode from 'vscode';
import type { TraceResult } from '../../protocol/engine';
import { setting } from '../settings';
import type { TraceStore } from './traceStore';

export interface LiveModeParts {
  readonly store: TraceStore;
  readonly log: vscode.LogOutputChannel;
  /** Runs what was run last; a run that is under way gives way to it. */
  readonly runAgain: () => Promise<void>;
}

export class LiveMode implements vscode.Disposable {
  private readonly listening: vscode.Disposable;

  constructor(private readonly parts: LiveModeParts) {
    this.listening = vscode.workspace.onDidSaveTextDocument((document) => {
      void this.runAfterSaving(document);
    });
  }

  /** Kept in the user's settings. */
  async toggle(): Promise<void> {
    const settings = vscode.workspace.getConfiguration('witness');
    await settings.update('trace.live', !setting('trace.live'), vscode.ConfigurationTarget.Global);
  }

  dispose(): void {
    this.listening.dispose();
  }

  /** Nobody asked for this run, so what goes wrong with it is told in the log alone. */
  private async runAfterSaving(document: vscode.TextDocument): Promise<void> {
    const { store, log, runAgain } = this.parts;
    if (!setting('trace.live') || !vscode.workspace.isTrusted) return;
    if (store.last === undefined || !isPartOf(store.last, document)) return;
    try {
      await runAgain();
    } catch (error) {
      log.warn(`live: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Whether something of a file ran. */
function isPartOf({ files, file }: TraceResult, document: vscode.TextDocument): boolean {
  const saved = document.uri.toString();
  const ran = [file, ...files.map((traced) => traced.file)];
  return ran.some((name) => vscode.Uri.file(name).toString() === saved);
}

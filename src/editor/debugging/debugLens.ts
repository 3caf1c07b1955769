// "Debug" above tests that failed when they were traced last.
import * as vscode from 'vscode';
import { commandOf } from '../commands';
import { setting } from '../settings';
import type { DocumentFunctions } from '../tracing/functionsOf';
import { isGood } from '../tracing/outcomeText';
import type { TraceStore } from '../tracing/traceStore';

export class DebugLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  /** Calls that failed when they were traced last, by file. */
  private readonly failed = new Map<string, Set<string>>();
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly functions: DocumentFunctions,
    traces: TraceStore,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.listening = traces.onDidReplace((trace) => {
      if (trace?.call === undefined) return;
      const calls = this.failed.get(trace.file) ?? new Set();
      if (isGood(trace.outcome)) calls.delete(trace.call);
      else calls.add(trace.call);
      this.failed.set(trace.file, calls);
      this.changed.fire();
    });
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    const failed = this.failed.get(document.fileName);
    if (!vscode.workspace.isTrusted || !setting('codeLens.enabled', document) || !failed?.size) return [];
    try {
      const functions = await this.functions.of(document, token);
      return functions
        .filter(({ isTest, calls }) => isTest && calls.some(({ text }) => failed.has(text)))
        .map(({ path, nameRange: { start } }) => {
          const range = new vscode.Range(start.line, start.column, start.line, start.column);
          const target = { uri: document.uri, functionPath: path };
          return new vscode.CodeLens(range, {
            ...commandOf('witness.debugTest', vscode.l10n.t('Debug'), target),
            tooltip: vscode.l10n.t('Find the block to blame for the failure, and a change that repairs it'),
          });
        });
    } catch (error) {
      // Nobody asked: the next version of the text asks again.
      this.log.debug(`CodeLens: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }
}

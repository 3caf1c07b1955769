// Values at the ends of lines while the Python or JavaScript debugger has stopped; VS Code asks the debugger for them.
import * as vscode from 'vscode';
import { type Engine, signalOf } from '../engine';
import { setting } from '../settings';
import { isLive } from './liveSessions';

export class StopValues implements vscode.InlineValuesProvider {
  constructor(
    private readonly engine: Engine,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async provideInlineValues(
    document: vscode.TextDocument,
    viewPort: vscode.Range,
    { stoppedLocation }: vscode.InlineValueContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineValue[]> {
    if (!isLive(vscode.debug.activeDebugSession) || !setting('inlineValues.enabled', document)) return [];
    const params = { file: document.fileName, text: document.getText(), line: stoppedLocation.end.line };
    try {
      const { names } = await this.engine.request('stoppedDocument', params, { signal: signalOf(token) });
      return names.flatMap(({ name, range: { start, end } }) => {
        const range = new vscode.Range(start.line, start.column, end.line, end.column);
        if (viewPort.intersection(range) === undefined) return [];
        return [new vscode.InlineValueVariableLookup(range, name, true)];
      });
    } catch (error) {
      // Nobody asked: what goes wrong stands in the log alone.
      if (!token.isCancellationRequested) this.log.warn(`values at the stop: ${String(error)}`);
      return [];
    }
  }
}

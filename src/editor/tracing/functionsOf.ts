import type * as vscode from 'vscode';
import type { FunctionInText } from '../../protocol/engine';
import { type Engine, signalOf } from '../engine';

/** The functions of documents as they stand in the editor, asked for once a version. */
export class DocumentFunctions {
  private known = new WeakMap<vscode.TextDocument, { version: number; functions: FunctionInText[] }>();

  constructor(private readonly engine: Engine) {}

  /** @throws EngineFailure */
  async of(document: vscode.TextDocument, token?: vscode.CancellationToken): Promise<FunctionInText[]> {
    const { version } = document;
    const known = this.known.get(document);
    if (known?.version === version) return known.functions;
    const answer = await this.engine.request(
      'functions',
      { file: document.fileName, text: document.getText() },
      token === undefined ? {} : { signal: signalOf(token) },
    );
    const functions = [...answer.functions];
    this.known.set(document, { version, functions });
    return functions;
  }

  /** What is known may no longer hold: calls stand in other files, too. */
  forget(): void {
    this.known = new WeakMap();
  }
}

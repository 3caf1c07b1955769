// What is wrong with rule documents of the workspace, as they are written.
import * as vscode from 'vscode';
import path from 'node:path';
import type { RuleFault } from '../../protocol/flow';
import type { Engine } from '../engine';
import { rangeOf } from './pathMarks';

const writingPauseMs = 400;

export class RuleDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('witness.rules');
  private readonly listening: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const check = (document: vscode.TextDocument): void => {
      void this.check(document);
    };
    this.listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument(check),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (!isRule(document)) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
          check(document);
        }, writingPauseMs);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.collection.delete(uri);
      }),
    );
    for (const document of vscode.workspace.textDocuments) check(document);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listening.dispose();
    this.collection.dispose();
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    if (!isRule(document)) return;
    const { version, uri } = document;
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(document.fileName);
    try {
      const params = { file: document.fileName, text: document.getText(), root };
      const { problems } = await this.engine.request('checkRule', params);
      if (document.version === version) this.collection.set(uri, problems.map(diagnosticOf));
    } catch (error) {
      // Nobody asked: the next version of the text asks again.
      this.log.debug(`rule document: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function isRule({ fileName, uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && fileName.endsWith('.witness-rule.yaml');
}

function diagnosticOf(fault: RuleFault): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(fault), `${fault.message} ${fault.nextStep}`);
  diagnostic.source = 'Witness';
  return diagnostic;
}

// A document with one explanation, beside the program, which keeps the focus: a second one takes the place of the first.
import * as vscode from 'vscode';

/** Sentences in it are wrapped. */
const language = 'witness-explanation';

export class ExplanationDocument implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered: vscode.Disposable;
  private readonly address: vscode.Uri;
  private text = '';

  /** @param name What the editor's tab says. */
  constructor(scheme: string, name: string) {
    this.address = vscode.Uri.from({ scheme, path: `/${name}` });
    this.registered = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.changed.event,
      provideTextDocumentContent: () => this.text,
    });
  }

  async show(text: string): Promise<void> {
    this.text = text;
    this.changed.fire(this.address);
    const opened = await vscode.workspace.openTextDocument(this.address);
    const document =
      opened.languageId === language
        ? opened
        : await vscode.languages.setTextDocumentLanguage(opened, language);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }
}

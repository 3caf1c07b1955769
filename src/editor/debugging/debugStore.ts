// The session of debugging that is on show, and whether the text is still the one it is about.
import * as vscode from 'vscode';
import { type DebugSession, isSameText } from './debugSession';

/** `fixed`: the fix was applied and nothing else was changed. */
export type TextState = 'same' | 'fixed' | 'changed';

export class DebugStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  private session: DebugSession | undefined;
  /** What the engine was given, by absolute path. */
  private texts: Readonly<Record<string, string>> = {};

  /** Fires when something is learned, and when the text of the program under suspicion changes. */
  readonly onDidChange = this.changed.event;

  constructor() {
    this.listening = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && this.isAbout(document)) this.changed.fire();
    });
  }

  get current(): DebugSession | undefined {
    return this.session;
  }

  begin(session: DebugSession, texts: Readonly<Record<string, string>>): void {
    this.texts = texts;
    this.show(session);
  }

  show(session: DebugSession | undefined): void {
    this.session = session;
    this.changed.fire();
  }

  /** Whether a document is the program under suspicion. */
  isAbout({ uri }: vscode.TextDocument): boolean {
    const file = this.session?.file;
    return file !== undefined && vscode.Uri.file(file).toString() === uri.toString();
  }

  /** How the text of the program stands to the one that was debugged. */
  get textState(): TextState {
    const { session } = this;
    const document = vscode.workspace.textDocuments.find((item) => this.isAbout(item));
    if (document === undefined || session?.file === undefined) return 'same';
    const text = document.getText();
    const debugged = session.answer?.text ?? this.texts[session.file];
    if (debugged === undefined || isSameText(text, debugged)) return 'same';
    const fixed = session.answer?.fixedText;
    return fixed !== undefined && isSameText(text, fixed) ? 'fixed' : 'changed';
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }
}

// The trace that is on show: its lines by document. They move with the text, and go where it changes.
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { drifted, type LineEdit } from '../../core/trace/inlineDrift';
import type { TracedFile, TraceResult } from '../../protocol/engine';

interface FileOnShow {
  readonly recorded: TracedFile;
  /** As it stands in the text now. */
  readonly current: TracedFile;
}

export class TraceStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly replaced = new vscode.EventEmitter<TraceResult | undefined>();
  private readonly files = new Map<string, FileOnShow>();
  private readonly listening: vscode.Disposable;
  private result: TraceResult | undefined;

  /** Fires when lines come, move or go. */
  readonly onDidChange = this.changed.event;
  /** Fires when another trace is on show, or none any more. */
  readonly onDidReplace = this.replaced.event;

  constructor() {
    this.listening = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.contentChanges.length > 0) this.follow(event);
    });
  }

  /** The last trace, also when the text it belongs to has changed since. */
  get last(): TraceResult | undefined {
    return this.result;
  }

  /** Whether the text of a file that ran has changed since. */
  get isStale(): boolean {
    if (this.result === undefined) return false;
    const isUnchanged = ({ recorded, current }: FileOnShow): boolean => recorded === current;
    return this.files.size < this.result.files.length || ![...this.files.values()].every(isUnchanged);
  }

  show(result: TraceResult): void {
    this.result = result;
    this.files.clear();
    for (const file of result.files) {
      this.files.set(keyOf(vscode.Uri.file(file.file)), { recorded: file, current: file });
    }
    this.replaced.fire(result);
    this.changed.fire();
  }

  clear(): void {
    this.result = undefined;
    this.files.clear();
    this.replaced.fire(undefined);
    this.changed.fire();
  }

  /** The lines of a document whose text is the one that ran. */
  fileOf(document: vscode.TextDocument): TracedFile | undefined {
    const file = this.known(document);
    return file?.current === file?.recorded ? file?.recorded : undefined;
  }

  /** Whether something of a document's file ran, whatever its text was. */
  hasFile({ uri }: vscode.TextDocument): boolean {
    return this.result?.files.some(({ file }) => keyOf(vscode.Uri.file(file)) === keyOf(uri)) === true;
  }

  /** The lines to show in a document: of a text that was edited, those that the edits left alone. */
  linesOf(document: vscode.TextDocument): TracedFile | undefined {
    return this.known(document)?.current;
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
    this.replaced.dispose();
  }

  /** A text that was changed where nobody looked is not followed. */
  private known(document: vscode.TextDocument): FileOnShow | undefined {
    const key = keyOf(document.uri);
    const file = this.files.get(key);
    if (file === undefined || file.current !== file.recorded || isTextThatRan(document, file.recorded)) {
      return file;
    }
    this.files.delete(key);
    return undefined;
  }

  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const key = keyOf(document.uri);
    const file = this.files.get(key);
    if (file === undefined) return;
    const { recorded } = file;
    const isAsItRan = recorded.sha256 !== undefined && isTextThatRan(document, recorded);
    const current = isAsItRan ? recorded : drifted(file.current, lineEdits(document, contentChanges));
    this.files.set(key, { recorded, current });
    this.changed.fire();
  }
}

function keyOf(uri: vscode.Uri): string {
  return uri.toString();
}

/** The changes of one event, last first: each then refers to a text that those before it left alone. */
function lineEdits(
  document: vscode.TextDocument,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): LineEdit[] {
  const [only] = changes;
  if (only !== undefined && changes.length === 1) return [lineEdit(document, only)];
  return [...changes]
    .sort((a, b) => b.rangeOffset - a.rangeOffset)
    .map((change) => ({ range: rangeOf(change), text: change.text, isBlank: false }));
}

/** @param document After the change. */
function lineEdit(document: vscode.TextDocument, change: vscode.TextDocumentContentChangeEvent): LineEdit {
  const { text, rangeLength } = change;
  const range = rangeOf(change);
  const { line, column } = range.start;
  const isNewLine = rangeLength === 0 && /^[^\S\r\n]*[\r\n]\s*$/.test(text);
  const isAtEnd = isNewLine && column > 0 && document.lineAt(line).text.trimEnd().length <= column;
  if (isNewLine && column === 0 && /[\r\n]$/.test(text)) return { range, text, isBlank: true };
  if (!isAtEnd || document.lineAt(line + text.split(/\r\n|\r|\n/).length - 1).text.trim() !== '') {
    return { range, text, isBlank: false };
  }
  const below = { line: line + 1, column: 0 };
  return { range: { start: below, end: below }, text: text.replaceAll(/[^\r\n]/g, ''), isBlank: true };
}

function rangeOf({ range: { start, end } }: vscode.TextDocumentContentChangeEvent): LineEdit['range'] {
  return {
    start: { line: start.line, column: start.character },
    end: { line: end.line, column: end.character },
  };
}

/** Told only of UTF-8: of other encodings the editor does not have the bytes. */
function isTextThatRan(document: vscode.TextDocument, { sha256 }: TracedFile): boolean {
  if (sha256 === undefined || !document.encoding.startsWith('utf8')) return true;
  const mark = document.encoding === 'utf8bom' ? '\ufeff' : '';
  return createHash('sha256').update(`${mark}${document.getText()}`).digest('hex') === sha256;
}

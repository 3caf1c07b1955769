// Keeps the comments of a review at their code: through edits, renames, other branches, a new window.
import * as vscode from 'vscode';
import { locate } from '../../core/review/anchor';
import type { ReviewStore, ShownComment } from './reviewStore';

export class CommentAnchors implements vscode.Disposable {
  private readonly listening: vscode.Disposable;

  constructor(private readonly store: ReviewStore) {
    this.listening = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.follow(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.follow(document);
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.rename(oldUri, newUri);
      }),
    );
  }

  /** Looks up all of them, e.g. in a new window. */
  async findAll(): Promise<void> {
    const files = new Map(this.store.comments.map(({ uri }) => [uri.toString(), uri]));
    for (const uri of files.values()) {
      const document = await vscode.workspace.openTextDocument(uri).then(
        (opened) => opened,
        () => undefined,
      );
      if (document !== undefined) this.follow(document);
      else for (const item of this.within(uri)) this.store.place(item.comment.id, uri, undefined);
    }
  }

  dispose(): void {
    this.listening.dispose();
  }

  private follow(document: vscode.TextDocument): void {
    const own = this.within(document.uri);
    if (own.length === 0) return;
    const text = document.getText();
    for (const { comment, uri, lines, state } of own) {
      const line = locate(comment.code, text, lines.start);
      const isAsBefore = line === lines.start && state !== 'outdated';
      if (!isAsBefore) this.store.place(comment.id, uri, line);
    }
  }

  private rename(from: vscode.Uri, to: vscode.Uri): void {
    for (const { comment, uri, lines } of this.store.comments) {
      const inside = uri.path === from.path || uri.path.startsWith(`${from.path}/`);
      if (!inside) continue;
      this.store.place(
        comment.id,
        to.with({ path: to.path + uri.path.slice(from.path.length) }),
        lines.start,
      );
    }
  }

  private within(uri: vscode.Uri): ShownComment[] {
    return this.store.comments.filter((item) => item.uri.toString() === uri.toString());
  }
}

// Keeps the comments of a review at their code: through edits, renames, other branches, a new window.
import path from 'node:path';
import * as vscode from 'vscode';
import { locate } from '../../core/review/anchor';
import { CommentedFolders, type TouchedFiles } from './commentedFolders';
import type { ReviewStore, ShownComment } from './reviewStore';

/** So many new files are searched for code that is gone from its own. */
const mostSearched = 20;

export class CommentAnchors implements vscode.Disposable {
  private readonly folders = new CommentedFolders();
  private readonly listening: vscode.Disposable;
  /** Files that have come since, the last ones first: which of two files came and which went is told in any order. */
  private created: readonly vscode.Uri[] = [];

  constructor(private readonly store: ReviewStore) {
    this.listening = vscode.Disposable.from(
      this.folders,
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.follow(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.follow(document, contentChanges);
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.rename(oldUri, newUri);
      }),
      this.folders.onDidTouch((touched) => void this.lookAgain(touched)),
      store.onDidChange(() => {
        this.watch();
      }),
    );
    this.watch();
  }

  /** Looks up all of them, e.g. in a new window. */
  async findAll(): Promise<void> {
    for (const shown of this.store.comments) await this.find(shown);
  }

  dispose(): void {
    this.listening.dispose();
  }

  private watch(): void {
    this.folders.watch(
      this.store.comments.flatMap(({ comment, uri }) => [uri, this.store.uriOf(comment.file)]),
    );
  }

  private async lookAgain({ created, changed }: TouchedFiles): Promise<void> {
    const touched = new Set([...created, ...changed].map(String));
    this.created = [...created, ...this.created].slice(0, mostSearched);
    for (const shown of this.store.comments) {
      const isTouched = touched.has(shown.uri.toString());
      if (isTouched || shown.state === 'outdated') await this.find(shown);
    }
  }

  /** Where its code is: in its file, in the one it was written about, or else in a new one of the same language. */
  private async find({ comment, uri, lines }: ShownComment): Promise<void> {
    const others = this.created.filter((other) => path.extname(other.path) === path.extname(uri.path));
    const places = [uri, this.store.uriOf(comment.file), ...others];
    for (const place of new Map(places.map((each) => [each.toString(), each])).values()) {
      const text = await textAt(place);
      const line = text === undefined ? undefined : locate(comment.code, text, lines.start);
      if (line === undefined) continue;
      this.store.place(comment.id, place, line);
      return;
    }
    this.store.place(comment.id, uri, lines.start, true);
  }

  private follow(
    document: vscode.TextDocument,
    changes: readonly vscode.TextDocumentContentChangeEvent[] = [],
  ): void {
    const own = this.within(document.uri);
    if (own.length === 0) return;
    const text = document.getText();
    for (const { comment, uri, lines } of own) {
      const near = lineAfter(changes, lines.start);
      const line = locate(comment.code, text, near);
      this.store.place(comment.id, uri, line ?? near, line === undefined);
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

/** Where a 0-based line has gone to: the same code may stand nearer by now. */
function lineAfter(changes: readonly vscode.TextDocumentContentChangeEvent[], line: number): number {
  const above = changes.filter(({ range }) => range.end.line <= line);
  const added = above.map(
    ({ range: { start, end }, text }) => text.split('\n').length - 1 - (end.line - start.line),
  );
  return Math.max(0, line + added.reduce((sum, each) => sum + each, 0));
}

/** Of a file on disk, as the editor has it, which may not have been saved; undefined where it is not there. */
async function textAt(uri: vscode.Uri): Promise<string | undefined> {
  try {
    await vscode.workspace.fs.stat(uri);
    return (await vscode.workspace.openTextDocument(uri)).getText();
  } catch {
    return undefined;
  }
}

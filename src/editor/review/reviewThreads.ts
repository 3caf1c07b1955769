// The comments of a review at their lines, as threads of VS Code's own.
import * as vscode from 'vscode';
import type { ReviewComment } from '../../core/review/reviewReport';
import { commentBody } from './commentBody';
import type { ReviewStore, ShownComment } from './reviewStore';

export class ReviewThreads implements vscode.Disposable {
  private readonly controller = vscode.comments.createCommentController('witness.review', 'Witness');
  private readonly threads = new Map<string, vscode.CommentThread>();
  /** What each thread says. */
  private readonly said = new Map<string, ReviewComment>();
  private readonly listening: vscode.Disposable;

  constructor(private readonly store: ReviewStore) {
    this.listening = store.onDidChange(() => {
      this.update();
    });
    this.update();
  }

  /** The id of a thread's comment. */
  idOf(thread: vscode.CommentThread): string | undefined {
    return [...this.threads].find(([, known]) => known === thread)?.[0];
  }

  /** Opens a comment's thread, where it has one. */
  expand(id: string): void {
    const thread = this.threads.get(id);
    if (thread !== undefined) thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
  }

  dispose(): void {
    this.listening.dispose();
    this.controller.dispose();
  }

  private update(): void {
    const shown = this.store.comments.filter(({ state }) => state !== 'dismissed');
    const wanted = new Set(shown.map(({ comment }) => comment.id));
    for (const [id, thread] of this.threads) {
      if (wanted.has(id)) continue;
      thread.dispose();
      this.threads.delete(id);
    }
    for (const item of shown) this.showThread(item);
  }

  private showThread(item: ShownComment): void {
    const { comment, uri, lines, state } = item;
    const known = this.threads.get(comment.id);
    const isElsewhere = known !== undefined && known.uri.toString() !== uri.toString();
    if (isElsewhere) known.dispose();
    const range = new vscode.Range(lines.start, 0, lines.start, 0);
    const thread = known !== undefined && !isElsewhere ? known : this.newThread(item, range);
    this.threads.set(comment.id, thread);
    thread.range = range;
    if (this.said.get(comment.id) !== comment) thread.comments = [commentOf(item)];
    this.said.set(comment.id, comment);
    thread.label =
      state === 'outdated'
        ? vscode.l10n.t('{0} (outdated: the code has changed)', comment.title)
        : comment.title;
    thread.contextValue = state;
    const isOpen = state === 'open';
    thread.state = isOpen ? vscode.CommentThreadState.Unresolved : vscode.CommentThreadState.Resolved;
    if (!isOpen) thread.collapsibleState = vscode.CommentThreadCollapsibleState.Collapsed;
  }

  private newThread(item: ShownComment, range: vscode.Range): vscode.CommentThread {
    const thread = this.controller.createCommentThread(item.uri, range, [commentOf(item)]);
    thread.canReply = false;
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Collapsed;
    return thread;
  }
}

function commentOf({ comment }: ShownComment): vscode.Comment {
  return {
    author: { name: 'Witness' },
    body: commentBody(comment),
    label: comment.level === 'claimed' ? vscode.l10n.t('claimed, not checked') : comment.level,
    mode: vscode.CommentMode.Preview,
  };
}

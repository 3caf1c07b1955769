// The review on show, and what people have said of its comments; kept with the workspace.
import * as vscode from 'vscode';
import type { ReviewComment, ReviewedFile } from '../../core/review/reviewReport';
import type { RefinementOutcome } from '../../core/review/refinement';
import type { ReviewAnswer, ReviewedRange } from '../../protocol/review';

/** `outdated`: the code that it is about is gone. */
export type CommentState = 'open' | 'resolved' | 'dismissed' | 'outdated';

export interface ShownComment {
  readonly comment: ReviewComment;
  /** Where it stands now; of an outdated one, where it stood. */
  readonly uri: vscode.Uri;
  /** 0-based, half-open. */
  readonly lines: { readonly start: number; readonly end: number };
  readonly state: CommentState;
  /** Why it was dismissed. */
  readonly reason?: string;
}

/** What was reviewed, and how it is asked for again. */
export interface KeptChange {
  readonly folder: string;
  readonly range: ReviewedRange;
}

interface Kept {
  readonly title: string;
  /** Absent in what another version of Witness kept. */
  readonly change?: KeptChange;
  readonly answer: ReviewAnswer;
  readonly resolved: readonly string[];
}

/** A comment that somebody does not want to see again, by its id. */
type Dismissals = Readonly<Record<string, { readonly reason: string }>>;

const reviewKey = 'review.onShow';
const dismissedKey = 'review.dismissed';

export class ReviewStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private kept: Kept | undefined;
  private readonly places = new Map<string, Pick<ShownComment, 'uri' | 'lines'> & { isGone: boolean }>();

  /** Fires when something else is to be shown. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {
    this.kept = memory.get<Kept>(reviewKey);
  }

  get title(): string | undefined {
    return this.kept?.title;
  }

  get files(): readonly ReviewedFile[] {
    return this.kept?.answer.files ?? [];
  }

  get notes(): readonly string[] {
    return this.kept?.answer.notes ?? [];
  }

  get answer(): ReviewAnswer | undefined {
    return this.kept?.answer;
  }

  get comments(): readonly ShownComment[] {
    const dismissed = this.memory.get<Dismissals>(dismissedKey, {});
    return (this.kept?.answer.comments ?? []).map((comment) => {
      const { uri, lines, isGone } = this.placeOf(comment);
      const reason = dismissed[comment.id]?.reason;
      const isResolved = this.kept?.resolved.includes(comment.id) === true;
      const state =
        reason !== undefined ? 'dismissed' : isResolved ? 'resolved' : isGone ? 'outdated' : 'open';
      return { comment, uri, lines, state, ...(reason !== undefined && { reason }) };
    });
  }

  uriOf(path: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.file(this.kept?.answer.root ?? '/'), path);
  }

  get change(): KeptChange | undefined {
    return this.kept?.change;
  }

  async show(answer: ReviewAnswer, title: string, change: KeptChange): Promise<void> {
    this.places.clear();
    await this.keep({ answer, title, change, resolved: [] });
  }

  /** Says where a comment stands now; undefined where its code is gone. */
  place(id: string, uri: vscode.Uri, line: number | undefined): void {
    const comment = this.kept?.answer.comments.find((item) => item.id === id);
    if (comment === undefined) return;
    const { lines } = this.placeOf(comment);
    const start = line ?? lines.start;
    const moved = { start, end: start + comment.lines.end - comment.lines.start };
    this.places.set(id, { uri, lines: moved, isGone: line === undefined });
    this.changed.fire();
  }

  async resolve(id: string): Promise<void> {
    if (this.kept === undefined) return;
    await this.keep({ ...this.kept, resolved: [...this.kept.resolved, id] });
  }

  /** Keeps what came of refining a comment. */
  async refine(id: string, { refinement, unrefined }: RefinementOutcome): Promise<void> {
    if (this.kept === undefined) return;
    const { answer } = this.kept;
    const comments = answer.comments.map((comment) =>
      comment.id === id
        ? {
            ...comment,
            ...(refinement !== undefined && { refinement }),
            ...(unrefined !== undefined && { unrefined }),
          }
        : comment,
    );
    await this.keep({ ...this.kept, answer: { ...answer, comments } });
  }

  async dismiss(id: string, reason: string): Promise<void> {
    const known = this.memory.get<Dismissals>(dismissedKey, {});
    await this.memory.update(dismissedKey, { ...known, [id]: { reason } });
    this.changed.fire();
  }

  /** Shows a comment again that was dismissed or resolved. */
  async restore(id: string): Promise<void> {
    const known = Object.entries(this.memory.get<Dismissals>(dismissedKey, {}));
    await this.memory.update(dismissedKey, Object.fromEntries(known.filter(([other]) => other !== id)));
    if (this.kept === undefined) return;
    await this.keep({ ...this.kept, resolved: this.kept.resolved.filter((other) => other !== id) });
  }

  async clear(): Promise<void> {
    this.places.clear();
    await this.keep(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private placeOf(comment: ReviewComment): Pick<ShownComment, 'uri' | 'lines'> & { isGone: boolean } {
    const found = this.places.get(comment.id);
    return found ?? { uri: this.uriOf(comment.file), lines: comment.lines, isGone: false };
  }

  private async keep(kept: Kept | undefined): Promise<void> {
    this.kept = kept;
    await this.memory.update(reviewKey, kept);
    this.changed.fire();
  }
}

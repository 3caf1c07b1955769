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

/** Where a comment was found last. */
interface Place {
  readonly uri: vscode.Uri;
  readonly lines: ShownComment['lines'];
  readonly isGone: boolean;
}

/** Places by the ids of comments, as they are kept: they change with every edit above, the review does not. */
type KeptPlaces = Readonly<
  Record<string, { readonly uri: string; readonly start: number; readonly isGone: boolean }>
>;

const reviewKey = 'review.onShow';
const placesKey = 'review.places';
const dismissedKey = 'review.dismissed';

export class ReviewStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private kept: Kept | undefined;
  private readonly places = new Map<string, Place>();

  /** Fires when something else is to be shown. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly memory: vscode.Memento) {
    this.kept = memory.get<Kept>(reviewKey);
    const places = memory.get<KeptPlaces>(placesKey, {});
    for (const comment of this.kept?.answer.comments ?? []) {
      const place = places[comment.id];
      if (place === undefined) continue;
      const { uri, start, isGone } = place;
      this.places.set(comment.id, { uri: vscode.Uri.parse(uri), lines: linesFrom(start, comment), isGone });
    }
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
    void this.keepPlaces();
    await this.keep({ answer, title, change, resolved: [] });
  }

  /** Says where a comment stands now, or would, were its code not gone. @param line 0-based */
  place(id: string, uri: vscode.Uri, line: number, isGone = false): void {
    const comment = this.kept?.answer.comments.find((item) => item.id === id);
    if (comment === undefined) return;
    const before = this.placeOf(comment);
    const lines = linesFrom(line, comment);
    const isThere = before.uri.toString() === uri.toString() && before.lines.start === lines.start;
    if (isThere && before.isGone === isGone) return;
    this.places.set(id, { uri, lines, isGone });
    void this.keepPlaces();
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
    void this.keepPlaces();
    await this.keep(undefined);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private placeOf(comment: ReviewComment): Place {
    const found = this.places.get(comment.id);
    return found ?? { uri: this.uriOf(comment.file), lines: comment.lines, isGone: false };
  }

  private async keepPlaces(): Promise<void> {
    const places: KeptPlaces = Object.fromEntries(
      [...this.places].map(([id, { uri, lines, isGone }]) => [
        id,
        { uri: uri.toString(), start: lines.start, isGone },
      ]),
    );
    await this.memory.update(placesKey, this.places.size === 0 ? undefined : places);
  }

  private async keep(kept: Kept | undefined): Promise<void> {
    this.kept = kept;
    await this.memory.update(reviewKey, kept);
    this.changed.fire();
  }
}

/** As many lines as a comment is about, from one on. */
function linesFrom(start: number, { lines }: ReviewComment): ShownComment['lines'] {
  return { start, end: start + lines.end - lines.start };
}

// The piece of code that was run last, and which of its runs is on show.
import * as vscode from 'vscode';
import type { FragmentView } from '../../core/fragment/fragmentView';
import type { FragmentAnswer } from '../../protocol/fragment';

/** What was asked for, so that it can be run again with other values. */
export interface FragmentOrder {
  readonly uri: vscode.Uri;
  /** 0-based lines, both ends included. */
  readonly from: number;
  readonly to: number;
  /** Expressions for what is missing, by path. */
  readonly given: Readonly<Record<string, string>>;
}

export interface ShownFragment {
  readonly order: FragmentOrder;
  readonly answer: FragmentAnswer;
  /** Which of the views is on show. */
  readonly index: number;
}

export class FragmentStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private shown: ShownFragment | undefined;
  readonly onDidChange = this.changed.event;

  get current(): ShownFragment | undefined {
    return this.shown;
  }

  get view(): FragmentView | undefined {
    return this.shown?.answer.views[this.shown.index];
  }

  show(order: FragmentOrder, answer: FragmentAnswer): void {
    this.shown = { order, answer, index: 0 };
    this.changed.fire();
  }

  showView(index: number): void {
    if (this.shown === undefined) return;
    this.shown = { ...this.shown, index };
    this.changed.fire();
  }

  clear(): void {
    if (this.shown === undefined) return;
    this.shown = undefined;
    this.changed.fire();
  }

  /** The run that is on show in a document. */
  of(document: vscode.TextDocument): ShownFragment | undefined {
    return this.shown?.order.uri.toString() === document.uri.toString() ? this.shown : undefined;
  }

  dispose(): void {
    this.changed.dispose();
  }
}

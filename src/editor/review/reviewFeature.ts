// Review in the editor: what in a change needs a look, and comments with evidence at their lines.
import * as vscode from 'vscode';
import { markdown } from '../../core/review/exports';
import { lookThreshold } from '../../core/review/reviewReport';
import type { ModelChoice } from '../../protocol/model';
import type { ReviewedRange } from '../../protocol/review';
import type { Commands } from '../commands';
import { setContextKey } from '../contextKeys';
import { type Dialogs, windowDialogs } from '../dialogs';
import type { Engine } from '../engine';
import { CommentAnchors } from './commentAnchors';
import { RefinedCode } from './refinedCode';
import { ReviewRun } from './reviewRun';
import { ReviewStore, type ShownComment } from './reviewStore';
import { ReviewThreads } from './reviewThreads';
import { type ReviewElement, ReviewTree } from './reviewTree';

type ReviewCommand =
  | 'witness.reviewChanges'
  | 'witness.reviewBranch'
  | 'witness.reviewCommit'
  | 'witness.cancelReview'
  | 'witness.showComment'
  | 'witness.nextComment'
  | 'witness.previousComment'
  | 'witness.resolveComment'
  | 'witness.dismissComment'
  | 'witness.restoreComment'
  | 'witness.traceComment'
  | 'witness.refineComment'
  | 'witness.showRefinement'
  | 'witness.applyRefinement'
  | 'witness.openReviewed'
  | 'witness.copyReview'
  | 'witness.clearReview';

/** What a command about a comment may be handed: a thread, an element of the view, an id, the document of its refined code. */
export type CommentTarget = vscode.CommentThread | ReviewElement | vscode.Uri | string;

export interface ReviewParts {
  readonly engine: Engine;
  readonly log: vscode.LogOutputChannel;
  readonly memory: vscode.Memento;
  readonly showRunning: (what: string | undefined) => void;
  /** Traces a call of something in a document. */
  readonly trace: (document: vscode.TextDocument, call: string) => Promise<unknown>;
  readonly chosenModel: () => Promise<ModelChoice | undefined>;
  readonly dialogs?: Dialogs;
}

export class ReviewFeature implements vscode.Disposable {
  readonly store: ReviewStore;
  private readonly dialogs: Dialogs;
  private readonly run: ReviewRun;
  private readonly threads: ReviewThreads;
  private readonly anchors: CommentAnchors;
  private readonly refined: RefinedCode;
  private readonly tree: ReviewTree;
  private readonly view: vscode.TreeView<ReviewElement>;
  private readonly listening: vscode.Disposable;
  private current: string | undefined;

  constructor(private readonly parts: ReviewParts) {
    this.dialogs = parts.dialogs ?? windowDialogs;
    this.store = new ReviewStore(parts.memory);
    this.run = new ReviewRun({ ...parts, store: this.store });
    this.tree = new ReviewTree(this.store);
    this.view = vscode.window.createTreeView('witness.review', { treeDataProvider: this.tree });
    this.anchors = new CommentAnchors(this.store);
    this.refined = new RefinedCode(this.store, this.dialogs);
    this.threads = new ReviewThreads(this.store);
    this.listening = this.store.onDidChange(() => {
      this.showState();
    });
    this.showState();
    // A review of the window before.
    void this.anchors.findAll();
  }

  commands(): Pick<Commands, ReviewCommand> {
    return {
      'witness.reviewChanges': () =>
        this.review({ kind: 'working' }, vscode.l10n.t('Changes since the last commit')),
      'witness.reviewBranch': () => this.reviewBranch(),
      'witness.reviewCommit': () => this.reviewCommit(),
      'witness.cancelReview': () => {
        this.run.cancel();
      },
      'witness.showComment': (target) => this.reveal(this.shownOf(target)),
      'witness.nextComment': () => this.goOn(1),
      'witness.previousComment': () => this.goOn(-1),
      'witness.resolveComment': async (target) => {
        const shown = this.shownOf(target);
        if (shown !== undefined) await this.store.resolve(shown.comment.id);
      },
      'witness.dismissComment': (target, reason) => this.dismiss(this.shownOf(target), reason),
      'witness.restoreComment': async (target) => {
        const shown = this.shownOf(target);
        if (shown !== undefined) await this.store.restore(shown.comment.id);
      },
      'witness.traceComment': (target) => this.traceCall(this.shownOf(target)),
      'witness.refineComment': (target) => this.refine(this.shownOf(target)),
      'witness.showRefinement': async (target) => {
        const shown = this.shownOf(target);
        if (shown !== undefined) await this.refined.show(shown);
      },
      'witness.applyRefinement': (target) => this.applyRefinement(this.shownOf(target)),
      'witness.openReviewed': async (file, line) => {
        const at = new vscode.Range(line, 0, line, 0);
        await vscode.window.showTextDocument(this.store.uriOf(file), { selection: at, preview: true });
      },
      'witness.copyReview': async () => {
        const { answer } = this.store;
        if (answer !== undefined) await vscode.env.clipboard.writeText(`${markdown(answer)}\n`);
      },
      'witness.clearReview': () => this.store.clear(),
    };
  }

  dispose(): void {
    for (const part of [
      this.listening,
      this.run,
      this.view,
      this.tree,
      this.threads,
      this.anchors,
      this.refined,
      this.store,
    ]) {
      part.dispose();
    }
  }

  private async review(range: ReviewedRange, title: string): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      await this.dialogs.warn(
        vscode.l10n.t('Witness runs nothing in a workspace that is not trusted, so nothing was reviewed.'),
      );
      return;
    }
    const folder = folderOfEditor();
    if (folder === undefined) {
      await this.dialogs.warn(
        vscode.l10n.t('No folder is open, so there is nothing to review. Open a folder first.'),
      );
      return;
    }
    if (!(await this.run.start({ folder, range }, title))) return;
    await this.anchors.findAll();
    await vscode.commands.executeCommand('witness.review.focus', { preserveFocus: true });
  }

  private async reviewBranch(): Promise<void> {
    const base = await this.askCommit(vscode.l10n.t('Since which branch or commit?'), 'main');
    if (base !== undefined) {
      await this.review({ kind: 'base', base }, vscode.l10n.t('Changes since {0}', base));
    }
  }

  private async reviewCommit(): Promise<void> {
    const to = await this.askCommit(vscode.l10n.t('Which commit?'), 'HEAD');
    if (to !== undefined) {
      await this.review({ kind: 'commits', from: `${to}^`, to }, vscode.l10n.t('Commit {0}', to));
    }
  }

  private async askCommit(title: string, value: string): Promise<string | undefined> {
    const problem = (answer: string): string | undefined =>
      /^[^-\s]\S*$/.test(answer) ? undefined : vscode.l10n.t('The name of a branch, a tag or a commit.');
    const prompt = vscode.l10n.t('A branch, a tag or a commit');
    return this.dialogs.askText({ title, prompt, value, selection: [0, value.length], problem });
  }

  /** @param given A menu hands over what is selected, another extension perhaps a reason. */
  private async dismiss(shown: ShownComment | undefined, given: unknown): Promise<void> {
    if (shown === undefined) return;
    const reason = typeof given === 'string' ? given : await this.askReason();
    if (reason !== undefined) await this.store.dismiss(shown.comment.id, reason.trim());
  }

  private async askReason(): Promise<string | undefined> {
    return this.dialogs.askText({
      title: vscode.l10n.t('Why is this not worth a comment?'),
      prompt: vscode.l10n.t('It is not shown again for this code; it stays listed in the Review view.'),
      value: '',
      selection: [0, 0],
      problem: (answer) => (answer.trim() === '' ? vscode.l10n.t('Say why.') : undefined),
    });
  }

  private async traceCall(shown: ShownComment | undefined): Promise<void> {
    const call = shown?.comment.difference?.call;
    if (shown === undefined || call === undefined) return;
    await this.parts.trace(await vscode.workspace.openTextDocument(shown.uri), call);
  }

  /** The text may have changed since it was reviewed; the engine reads what is saved. */
  private async refine(shown: ShownComment | undefined): Promise<void> {
    const { change } = this.store;
    if (shown === undefined || change === undefined) return;
    const { id } = shown.comment;
    const asked = { folder: vscode.Uri.file(change.folder), range: change.range };
    const outcome = await this.run.refine(asked, shown.comment);
    if (outcome === undefined) return;
    await this.store.refine(id, outcome);
    this.threads.expand(id);
    const refined = this.shownOf(id);
    if (refined !== undefined) await this.refined.show(refined);
  }

  private async applyRefinement(shown: ShownComment | undefined): Promise<void> {
    if (shown !== undefined && (await this.refined.apply(shown))) await this.store.resolve(shown.comment.id);
  }

  private async goOn(direction: 1 | -1): Promise<void> {
    const open = this.store.comments.filter(({ state }) => state === 'open');
    const at = open.findIndex(({ comment }) => comment.id === this.current);
    const start = direction === 1 ? 0 : open.length - 1;
    const next = open[at < 0 ? start : (at + direction + open.length) % open.length];
    await this.reveal(next);
  }

  private async reveal(shown: ShownComment | undefined): Promise<void> {
    if (shown === undefined) return;
    this.current = shown.comment.id;
    const { start: line } = shown.lines;
    await vscode.window.showTextDocument(shown.uri, { selection: new vscode.Range(line, 0, line, 0) });
    this.threads.expand(shown.comment.id);
  }

  private shownOf(target: CommentTarget | undefined): ShownComment | undefined {
    if (target === undefined) return this.store.comments.find(({ comment }) => comment.id === this.current);
    if (target instanceof vscode.Uri) return this.refined.commentAt(target);
    if (typeof target === 'object' && 'kind' in target) {
      return target.kind === 'comment' ? target.shown : undefined;
    }
    const id = typeof target === 'string' ? target : this.threads.idOf(target);
    return this.store.comments.find(({ comment }) => comment.id === id);
  }

  private showState(): void {
    const { title, files, comments, notes } = this.store;
    setContextKey('witness.hasReview', title !== undefined);
    setContextKey(
      'witness.hasComments',
      comments.some(({ state }) => state === 'open'),
    );
    this.view.description = title ?? '';
    const needing = files.filter(({ necessity }) => necessity >= lookThreshold).length;
    const summary =
      files.length === 0
        ? vscode.l10n.t('Nothing has changed.')
        : vscode.l10n.t('{0} of {1} changed files need a look.', needing, files.length);
    this.view.message = title === undefined ? '' : [summary, ...notes].join(' ');
  }
}

/** The folder of the workspace that holds the file that is open, or the file's own; else the first one. */
function folderOfEditor(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const own = uri && vscode.workspace.getWorkspaceFolder(uri);
  if (own !== undefined) return own.uri;
  if (uri?.scheme === 'file') return vscode.Uri.joinPath(uri, '..');
  return vscode.workspace.workspaceFolders?.[0]?.uri;
}

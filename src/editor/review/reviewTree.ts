// The Review view: the comments, the files that need a look with the reasons, those that need none, what was dismissed.
import * as vscode from 'vscode';
import { lookThreshold, type ReviewedFile, type ReviewedPart } from '../../core/review/reviewReport';
import { commandOf } from '../commands';
import type { ReviewStore, ShownComment } from './reviewStore';

type GroupId = 'claimed' | 'rest' | 'dismissed';

export type ReviewElement =
  | { readonly kind: 'comment'; readonly shown: ShownComment }
  | { readonly kind: 'file'; readonly file: ReviewedFile }
  | { readonly kind: 'part'; readonly file: ReviewedFile; readonly part: ReviewedPart }
  | {
      readonly kind: 'group';
      readonly id: GroupId;
      readonly children: readonly ReviewElement[];
    };

export class ReviewTree implements vscode.TreeDataProvider<ReviewElement>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly store: ReviewStore) {
    this.listening = store.onDidChange(() => {
      this.changed.fire();
    });
  }

  getChildren(parent?: ReviewElement): ReviewElement[] {
    if (parent === undefined) return this.roots();
    if (parent.kind === 'group') return [...parent.children];
    if (parent.kind !== 'file') return [];
    return parent.file.parts.map((part): ReviewElement => ({ kind: 'part', file: parent.file, part }));
  }

  getTreeItem(element: ReviewElement): vscode.TreeItem {
    switch (element.kind) {
      case 'comment':
        return commentItem(element.shown);
      case 'file':
        return fileItem(element.file, this.store.uriOf(element.file.path));
      case 'part':
        return this.partItem(element.file, element.part);
      case 'group':
        return groupItem(element.id, element.children.length);
    }
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }

  private roots(): ReviewElement[] {
    const comments = this.store.comments.map((shown): ReviewElement & { kind: 'comment' } => ({
      kind: 'comment',
      shown,
    }));
    const dismissed = comments.filter(({ shown }) => shown.state === 'dismissed');
    const files = this.store.files.map((file): ReviewElement & { kind: 'file' } => ({ kind: 'file', file }));
    const rest = files.filter(({ file }) => file.necessity < lookThreshold);
    const open = comments.filter((item) => !dismissed.includes(item));
    const claimed = open.filter(({ shown }) => shown.comment.level === 'claimed');
    return [
      ...open.filter((item) => !claimed.includes(item)),
      ...files.filter((item) => !rest.includes(item)),
      ...(claimed.length > 0 ? [{ kind: 'group', id: 'claimed', children: claimed } as const] : []),
      ...(rest.length > 0 ? [{ kind: 'group', id: 'rest', children: rest } as const] : []),
      ...(dismissed.length > 0 ? [{ kind: 'group', id: 'dismissed', children: dismissed } as const] : []),
    ];
  }

  private partItem(file: ReviewedFile, { path, lines, necessity, reasons }: ReviewedPart): vscode.TreeItem {
    const item = new vscode.TreeItem(path);
    item.id = `part ${file.path} ${path}`;
    item.description = reasons[0]?.text ?? '';
    item.tooltip = [necessity.toFixed(2), ...reasons.map(({ text }) => text)].join('\n');
    item.iconPath = lookIcon(necessity);
    item.command = commandOf('witness.openReviewed', vscode.l10n.t('Open'), file.path, lines.start);
    return item;
  }
}

/** What the menus of the view ask for. */
const contextValues = {
  open: 'comment-open',
  outdated: 'comment-outdated',
  resolved: 'comment-resolved',
  dismissed: 'comment-dismissed',
} as const;

function commentItem({ comment, state, reason }: ShownComment): vscode.TreeItem {
  const item = new vscode.TreeItem(comment.title);
  item.id = `comment ${comment.id}`;
  item.description = [comment.level, state === 'open' ? '' : state, reason ?? ''].filter(Boolean).join(', ');
  item.tooltip = [comment.message, comment.remark].filter(Boolean).join('\n');
  item.contextValue = contextValues[state];
  const icon = state === 'open' ? 'comment-unresolved' : 'comment';
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = commandOf('witness.showComment', vscode.l10n.t('Show Comment'), comment.id);
  return item;
}

function fileItem(
  { path, status, necessity, reasons, parts }: ReviewedFile,
  uri: vscode.Uri,
): vscode.TreeItem {
  const isOpen = necessity >= lookThreshold && parts.length > 0;
  const states = vscode.TreeItemCollapsibleState;
  const state = parts.length === 0 ? states.None : isOpen ? states.Expanded : states.Collapsed;
  const item = new vscode.TreeItem(path, state);
  item.id = `file ${path}`;
  item.resourceUri = uri;
  item.description = [status, reasons[0]?.text].filter(Boolean).join(', ');
  item.iconPath = lookIcon(necessity);
  return item;
}

function groupItem(id: GroupId, count: number): vscode.TreeItem {
  const labels = {
    claimed: vscode.l10n.t('Claimed, not checked'),
    rest: vscode.l10n.t('No look needed'),
    dismissed: vscode.l10n.t('Dismissed'),
  };
  const label = labels[id];
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.description = String(count);
  return item;
}

function lookIcon(necessity: number): vscode.ThemeIcon {
  return new vscode.ThemeIcon(necessity >= lookThreshold ? 'eye' : 'circle-outline');
}

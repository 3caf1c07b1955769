import * as vscode from 'vscode';
import { commandOf } from '../commands';
import { clip, oneLine } from '../../core/text/oneLine';
import type { WhyCause } from '../../protocol/recordings';

const longestText = 80;

/** The chain of causes: what explains a step is below it. */
export class WhyTree implements vscode.TreeDataProvider<WhyCause>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly parents = new Map<WhyCause, WhyCause>();
  private first: WhyCause | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  show(first: WhyCause | undefined): void {
    this.first = first;
    this.parents.clear();
    const enter = (cause: WhyCause): void => {
      for (const child of cause.children) {
        this.parents.set(child, cause);
        enter(child);
      }
    };
    if (first !== undefined) enter(first);
    this.changed.fire();
  }

  getChildren(cause?: WhyCause): WhyCause[] {
    if (cause !== undefined) return [...cause.children];
    return this.first === undefined ? [] : [this.first];
  }

  getParent(cause: WhyCause): WhyCause | undefined {
    return this.parents.get(cause);
  }

  getTreeItem(cause: WhyCause): vscode.TreeItem {
    const state =
      cause.children.length > 0
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.None;
    const item = new vscode.TreeItem(`${cause.number}  ${whatOf(cause)}`, state);
    item.id = `${cause.step} ${cause.number}`;
    item.description = `${reasonText(cause)} · ${vscode.l10n.t('line {0}', cause.place.line + 1)}`;
    item.contextValue = isMissing(cause) ? 'missing' : 'cause';
    item.iconPath = new vscode.ThemeIcon(iconOf(cause));
    item.command = commandOf('witness.goToCause', vscode.l10n.t('Go to Step'), cause.number);
    item.tooltip = new vscode.MarkdownString();
    item.tooltip.appendText(`$(verified-filled) ${vscode.l10n.t('witnessed')} · ${cause.call}`);
    item.tooltip.appendCodeblock(cause.source, 'python');
    item.accessibilityInformation = { label: `${cause.number}, ${whatOf(cause)}, ${reasonText(cause)}` };
    return item;
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** Whether a value was not kept that the step had. */
export function isMissing({ name, value }: WhyCause): boolean {
  return name !== undefined && value === undefined;
}

/** What a cause did, in a few words. */
export function whatOf({ name, value, source, reason, call }: WhyCause): string {
  const text = value === undefined ? undefined : clip(oneLine(value.text), longestText);
  if (reason === 'returned') return `${clip(oneLine(call), 40)} → ${text ?? '?'}`;
  if (name === undefined) return clip(source, longestText);
  return text === undefined ? `${name} (${vscode.l10n.t('value not kept')})` : `${name} = ${text}`;
}

export function reasonText({ reason }: Pick<WhyCause, 'reason'>): string {
  switch (reason) {
    case 'asked':
      return vscode.l10n.t('asked about');
    case 'wrote':
      return vscode.l10n.t('assigned here');
    case 'changed':
      return vscode.l10n.t('changed here');
    case 'argument':
      return vscode.l10n.t('given as argument');
    case 'returned':
      return vscode.l10n.t('returned here');
    case 'controls':
      return vscode.l10n.t('let it run');
  }
}

function iconOf({ reason }: WhyCause): string {
  switch (reason) {
    case 'asked':
      return 'question';
    case 'wrote':
      return 'edit';
    case 'changed':
      return 'diff-modified';
    case 'argument':
      return 'arrow-down';
    case 'returned':
      return 'arrow-up';
    case 'controls':
      return 'git-branch';
  }
}

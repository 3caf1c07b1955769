// The Paths view: findings, their steps, the ways of a value that somebody follows, and what is suppressed.
import * as vscode from 'vscode';
import type { FlowStep } from '../../core/dataflow/model';
import { commandOf } from '../commands';
import type { FlowStore, ShownPath } from './flowStore';
import { feasibilityText, levelIcons, modelNotes, placeText, plain, stopsOf } from './flowText';

export type PathElement =
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly label: string;
      readonly paths: readonly ShownPath[];
    }
  | { readonly kind: 'path'; readonly path: ShownPath; readonly parent: PathElement | undefined }
  | { readonly kind: 'stop'; readonly stop: FlowStep; readonly index: number; readonly parent: PathElement };

export class PathsTree implements vscode.TreeDataProvider<PathElement>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly store: FlowStore) {
    this.listening = store.onDidChange(() => {
      this.changed.fire();
    });
  }

  getChildren(parent?: PathElement): PathElement[] {
    if (parent === undefined) return this.roots();
    switch (parent.kind) {
      case 'group':
        return parent.paths.map((path) => ({ kind: 'path', path, parent }));
      case 'path':
        return stopsOf(parent.path.path).map((stop, index) => ({ kind: 'stop', stop, index, parent }));
      case 'stop':
        return [];
    }
  }

  getParent(element: PathElement): PathElement | undefined {
    return element.kind === 'group' ? undefined : element.parent;
  }

  /** The element of a stop of a path. */
  elementOf(id: string, index: number): PathElement | undefined {
    for (const root of this.roots()) {
      const paths = root.kind === 'group' ? this.getChildren(root) : [root];
      const found = paths.find((element) => element.kind === 'path' && element.path.id === id);
      if (found !== undefined) return this.getChildren(found)[index];
    }
    return undefined;
  }

  getTreeItem(element: PathElement): vscode.TreeItem {
    switch (element.kind) {
      case 'group':
        return groupItem(element);
      case 'path':
        return pathItem(element.path);
      case 'stop':
        return stopItem(element);
    }
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }

  private roots(): PathElement[] {
    const { followedValue, visible, suppressed, filter } = this.store;
    const groups: PathElement[] = [];
    if (followedValue !== undefined) {
      groups.push({ kind: 'group', id: 'followed', label: followedValue.title, paths: followedValue.paths });
    }
    const claimed = visible.filter(isClaimed);
    const found = visible.filter((path) => !isClaimed(path));
    groups.push(...found.map((path): PathElement => ({ kind: 'path', path, parent: undefined })));
    if (claimed.length > 0) {
      const label = vscode.l10n.t('Claimed by a Model');
      groups.push({ kind: 'group', id: 'claimed', label, paths: claimed });
    }
    if (filter.showsSuppressed && suppressed.length > 0) {
      groups.push({ kind: 'group', id: 'suppressed', label: vscode.l10n.t('Suppressed'), paths: suppressed });
    }
    return groups;
  }
}

/** It is there only if a model is right. */
function isClaimed({ level }: ShownPath): boolean {
  return level === 'claimed';
}

function groupItem({ id, label, paths }: PathElement & { kind: 'group' }): vscode.TreeItem {
  const state =
    id === 'suppressed'
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.Expanded;
  const item = new vscode.TreeItem(label, state);
  item.id = id;
  item.description = String(paths.length);
  item.contextValue = id;
  return item;
}

function pathItem(path: ShownPath): vscode.TreeItem {
  const { sink, title, suppression, rule, doubt } = path;
  const level = doubt === undefined ? path.level : vscode.l10n.t('{0}, doubtful', path.level);
  const stops = stopsOf(path.path).length;
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = path.id;
  item.description = `${placeText(sink)} · ${stepsText(stops)} · ${level}`;
  item.iconPath = new vscode.ThemeIcon(doubt === undefined ? levelIcons[path.level] : 'question');
  const kind = path.source.file.endsWith('.py') ? 'finding-python' : 'finding';
  item.contextValue = suppression === undefined ? kind : `suppressed-${suppression.by}`;
  if (rule === 'explore') item.contextValue = 'way';
  item.command = commandOf('witness.showPath', vscode.l10n.t('Show Path'), path.id);
  item.tooltip = tooltip(path);
  item.accessibilityInformation = { label: `${title}, ${plain(path.message)}, ${placeText(sink)}, ${level}` };
  return item;
}

function stopItem({ stop, index, parent }: PathElement & { kind: 'stop' }): vscode.TreeItem {
  const id = parent.kind === 'path' ? parent.path.id : '';
  const item = new vscode.TreeItem(`${index + 1}  ${stop.text}`);
  item.id = `${id} ${index}`;
  item.description = `${placeText(stop)} ${stop.function === '<module>' ? '' : stop.function}`.trim();
  item.iconPath = new vscode.ThemeIcon(stopIcons[stop.kind]);
  item.contextValue = 'stop';
  item.command = commandOf('witness.showPath', vscode.l10n.t('Show Step'), id, index);
  item.accessibilityInformation = { label: `${index + 1}, ${stop.kind}, ${stop.text}, ${placeText(stop)}` };
  return item;
}

const stopIcons: Readonly<Record<FlowStep['kind'], string>> = {
  source: 'record',
  sink: 'flame',
  call: 'arrow-right',
  return: 'arrow-left',
  assignment: 'symbol-variable',
  store: 'save',
  load: 'symbol-field',
  branch: 'git-branch',
};

function tooltip(path: ShownPath): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.appendMarkdown(`$(${levelIcons[path.level]}) **${path.level}** · \`${path.rule}\`\n\n`);
  text.appendText(plain(path.message));
  const feasibility = feasibilityText(path.feasibility);
  if (feasibility !== '') text.appendMarkdown('\n\n').appendText(feasibility);
  for (const note of modelNotes(path)) text.appendMarkdown('\n\n').appendText(note);
  for (const note of path.approximations) text.appendMarkdown('\n\n').appendText(`approximated: ${note}`);
  if (path.suppression !== undefined) {
    text.appendMarkdown('\n\n').appendText(vscode.l10n.t('Suppressed: {0}', path.suppression.reason));
  }
  return text;
}

function stepsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 step') : vscode.l10n.t('{0} steps', count);
}

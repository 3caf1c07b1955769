// The Session view.
import * as vscode from 'vscode';
import type { DebugStore } from './debugStore';
import { type SessionRow, sessionRows } from './sessionRows';

export class SessionTree implements vscode.TreeDataProvider<SessionRow>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly store: DebugStore) {
    this.listening = store.onDidChange(() => {
      this.changed.fire();
    });
  }

  getChildren(parent?: SessionRow): SessionRow[] {
    return parent === undefined
      ? sessionRows(this.store.current, this.store.textState)
      : [...parent.children];
  }

  getTreeItem({ id, label, description, icon, tooltip, patch, ...row }: SessionRow): vscode.TreeItem {
    const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(
      label,
      row.children.length === 0 ? None : row.isOpen === true ? Expanded : Collapsed,
    );
    // VS Code keeps whether an item is open under its id, from when it had nothing in it yet.
    item.id = row.children.length === 0 ? id : `${id} with more`;
    item.iconPath = new vscode.ThemeIcon(icon);
    if (description !== undefined) item.description = description;
    if (patch !== undefined) item.tooltip = new vscode.MarkdownString().appendCodeblock(patch, 'diff');
    else if (tooltip !== undefined) item.tooltip = tooltip;
    if (row.contextValue !== undefined) item.contextValue = row.contextValue;
    if (row.command !== undefined) item.command = row.command;
    item.accessibilityInformation = { label: [label, description].filter(Boolean).join(', ') };
    return item;
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }
}

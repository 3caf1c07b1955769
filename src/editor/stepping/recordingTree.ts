// The Recording view: frames and the steps in them, fetched level by level.
import path from 'node:path';
import * as vscode from 'vscode';
import type { TreeNodeId } from '../../core/trace/frameTree';
import type { TreeItemInRecording } from '../../protocol/recordings';
import { commandOf } from '../commands';
import type { Engine } from '../engine';
import { clip, oneLine } from '../../core/text/oneLine';
import { assignments } from '../tracing/inlineText';
import type { RecordingCursor } from './cursor';

const longestText = 80;

export interface RecordingElement {
  readonly item: TreeItemInRecording;
  readonly parent: RecordingElement | undefined;
}

export class RecordingTree implements vscode.TreeDataProvider<RecordingElement>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly engine: Engine,
    private readonly cursor: RecordingCursor,
  ) {}

  /** Another recording is on show. */
  refresh(): void {
    this.changed.fire();
  }

  async getChildren(parent?: RecordingElement): Promise<RecordingElement[]> {
    const recording = this.cursor.recordingRef;
    if (recording === undefined) return [];
    const node: TreeNodeId = parent?.item.id ?? { kind: 'root' };
    const { nodes } = await this.engine.request('treeChildren', { recording, node });
    return nodes.map((item) => ({ item, parent }));
  }

  getParent({ parent }: RecordingElement): RecordingElement | undefined {
    return parent;
  }

  /** The element of a step, with all above it. */
  async elementOf(step: number): Promise<RecordingElement | undefined> {
    const recording = this.cursor.recordingRef;
    if (recording === undefined) return undefined;
    const { nodes } = await this.engine.request('treePath', { recording, step });
    let element: RecordingElement | undefined;
    for (const item of nodes) element = { item, parent: element };
    return element;
  }

  getTreeItem({ item }: RecordingElement): vscode.TreeItem {
    const state = item.hasChildren
      ? vscode.TreeItemCollapsibleState.Collapsed
      : vscode.TreeItemCollapsibleState.None;
    const shown = new vscode.TreeItem(labelOf(item), state);
    shown.id = JSON.stringify(item.id);
    shown.description = descriptionOf(item);
    shown.iconPath = iconOf(item);
    shown.contextValue = item.id.kind;
    shown.command = commandOf('witness.goToStep', vscode.l10n.t('Go to Step'), item.step);
    shown.accessibilityInformation = {
      label: [labelOf(item), descriptionOf(item), lineText(item)].filter(Boolean).join(', '),
    };
    return shown;
  }

  resolveTreeItem(shown: vscode.TreeItem, { item }: RecordingElement): vscode.TreeItem {
    const tooltip = new vscode.MarkdownString();
    tooltip.appendText(`${path.basename(item.place.file)}, ${lineText(item)}`);
    const lines = [
      ...(item.raised ? [raisedText(item.raised)] : []),
      ...assignments(item.values ?? [], item.returned),
    ];
    if (lines.length > 0) tooltip.appendCodeblock(lines.map((line) => clip(line, 300)).join('\n'), 'python');
    shown.tooltip = tooltip;
    return shown;
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function labelOf(item: TreeItemInRecording): string {
  if (item.page !== undefined) return `${item.page.from.toLocaleString()} … ${item.page.to.toLocaleString()}`;
  if (item.call !== undefined) return clip(oneLine(item.call), longestText);
  const line = String(item.place.line + 1);
  return item.source === '' ? lineText(item) : `${line}  ${clip(item.source, longestText)}`;
}

function descriptionOf(item: TreeItemInRecording): string {
  if (item.raised !== undefined) return clip(raisedText(item.raised), longestText);
  return clip(assignments(item.values ?? [], item.returned).join(', '), longestText);
}

function raisedText({ type, message }: { type: string; message: string }): string {
  return oneLine(message === '' ? type : `${type}: ${message}`);
}

function lineText({ place }: TreeItemInRecording): string {
  return vscode.l10n.t('line {0}', place.line + 1);
}

function iconOf(item: TreeItemInRecording): vscode.ThemeIcon {
  if (item.raised !== undefined) {
    return new vscode.ThemeIcon('error', new vscode.ThemeColor('witness.raisedForeground'));
  }
  if (item.page !== undefined) return new vscode.ThemeIcon('ellipsis');
  return new vscode.ThemeIcon(item.call === undefined ? 'circle-small' : 'symbol-method');
}

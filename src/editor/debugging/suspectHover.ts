// The hover of a block under suspicion: its level, why it is suspected, and what was seen in runs.
import * as vscode from 'vscode';
import { levelIcons } from '../flow/flowText';
import type { DebugStore } from './debugStore';
import { verdictText } from './debugText';
import type { SuspectMarks } from './suspectMarks';

export class SuspectHover implements vscode.HoverProvider {
  constructor(
    private readonly store: DebugStore,
    private readonly marks: SuspectMarks,
  ) {}

  provideHover(document: vscode.TextDocument, { line }: vscode.Position): vscode.Hover | undefined {
    const found = this.marks
      .shown(document)
      .find(({ suspect }) => suspect.startLine <= line + 1 && line + 1 <= suspect.endLine);
    if (found === undefined) return undefined;
    const { suspect } = found;
    const { level, rank, startLine, endLine, reasons, evidence } = suspect;
    const text = new vscode.MarkdownString('', true);
    text.isTrusted = { enabledCommands: ['witness.showFix'] };
    text.appendMarkdown(`$(${levelIcons[level]}) **${level}** · `);
    const verdict = verdictText(suspect);
    text.appendText([vscode.l10n.t('suspect {0}', rank), verdict].filter((word) => word !== '').join(' · '));
    const points = [...reasons, ...evidence.map(({ ref, note }) => `${ref}, ${note}`)];
    for (const point of points) text.appendMarkdown('\n\n- ').appendText(point);
    if (this.store.current?.answer?.fix !== undefined) {
      text.appendMarkdown(`\n\n[${vscode.l10n.t('Show Fix')}](command:witness.showFix)`);
    }
    return new vscode.Hover(text, new vscode.Range(startLine - 1, 0, endLine, 0));
  }
}

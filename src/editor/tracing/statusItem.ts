// The one status-bar item: what Witness is doing, and how the last run ended.
import * as vscode from 'vscode';
import type { InterpreterInUse, TraceResult } from '../../protocol/engine';
import { commandOf } from '../commands';
import { onSettingChange, setting } from '../settings';
import { isGood, outcomeText, stepsText } from './outcomeText';
import { isTraceable } from './traceTarget';
import type { RecordingCursor } from '../stepping/cursor';
import { stepText } from '../stepping/stepText';
import type { TraceStore } from './traceStore';

/** What ends something that is shown as running. */
export type CancelCommand =
  'witness.cancelTrace' | 'witness.cancelFragment' | 'witness.cancelReview' | 'witness.cancelDebugging';

export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly listening: vscode.Disposable;
  /** What is running, the last one begun at the end. */
  private readonly running = new Map<CancelCommand, string>();
  private chosenIn: string | undefined;

  constructor(
    private readonly store: TraceStore,
    private readonly cursor: RecordingCursor,
  ) {
    this.item = vscode.window.createStatusBarItem('witness.trace', vscode.StatusBarAlignment.Left, 1);
    this.item.name = 'Witness';
    const update = (): void => {
      this.update();
    };
    this.listening = vscode.Disposable.from(
      store.onDidChange(update),
      cursor.onDidChange(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.workspace.onDidGrantWorkspaceTrust(update),
      onSettingChange(['trace.live'], update),
    );
    update();
  }

  /** What is running, and is ended by a click; undefined when it is not any more. */
  showRunning(cancel: CancelCommand, what: string | undefined): void {
    this.running.delete(cancel);
    if (what !== undefined) this.running.set(cancel, what);
    this.update();
  }

  /** How the last run's interpreter came to be chosen, where the editor chose it. */
  showChosenIn(place: string | undefined): void {
    this.chosenIn = place;
  }

  dispose(): void {
    this.listening.dispose();
    this.item.dispose();
  }

  private update(): void {
    const { last } = this.store;
    const latest = [...this.running].at(-1);
    if (latest !== undefined) this.showCancellable(...latest);
    else if (last !== undefined) this.showOutcome(last);
    else this.showIdle();
  }

  private showCancellable(cancel: CancelCommand, what: string): void {
    this.item.text = `$(loading~spin) ${what}`;
    this.item.tooltip = vscode.l10n.t('Click to cancel');
    this.item.command = commandOf(cancel, vscode.l10n.t('Cancel'));
    this.item.show();
  }

  private showOutcome(result: TraceResult): void {
    const icon = this.store.isStale ? '$(history)' : isGood(result.outcome) ? '$(pass)' : '$(error)';
    const { view } = this.cursor;
    const where =
      view === undefined ? `${outcomeText(result.outcome)} · ${stepsText(result)}` : stepText(view);
    const live = setting('trace.live') ? ' $(broadcast)' : '';
    this.item.text = `${icon} ${where}${live}`;
    this.item.tooltip = this.tooltip(result);
    this.item.command = commandOf('witness.goToOutcome', vscode.l10n.t('Go to Where the Run Ended'));
    this.item.show();
  }

  private showIdle(): void {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !isTraceable(editor.document)) {
      this.item.hide();
      return;
    }
    this.item.text = '$(pulse) Witness';
    this.item.tooltip = vscode.workspace.isTrusted
      ? vscode.l10n.t('Trace the function at the cursor')
      : vscode.l10n.t('Witness runs nothing in a workspace that is not trusted');
    this.item.command = vscode.workspace.isTrusted
      ? commandOf('witness.traceFunction', vscode.l10n.t('Trace Function'))
      : { command: 'workbench.trust.manage', title: vscode.l10n.t('Manage Workspace Trust') };
    this.item.show();
  }

  private tooltip(result: TraceResult): vscode.MarkdownString {
    const { call, entry, interpreter, durationMs, notes } = result;
    const tooltip = new vscode.MarkdownString('', true);
    tooltip.isTrusted = {
      enabledCommands: [
        'witness.clearInlineValues',
        'witness.toggleLive',
        'witness.showLog',
        'witness.recording.focus',
      ],
    };
    tooltip.appendCodeblock(call ?? result.test ?? result.launch ?? entry ?? result.file, 'python');
    tooltip.appendText(`${interpreter.description}, ${this.originText(interpreter)}\n`);
    tooltip.appendText(interpreter.executable);
    if (durationMs >= 1000) tooltip.appendText(`\n${vscode.l10n.t('{0} s', (durationMs / 1000).toFixed(1))}`);
    if (this.store.isStale) {
      tooltip.appendText(
        `\n${vscode.l10n.t('The text has changed since this run; trace again to see values.')}`,
      );
    }
    for (const note of notes) tooltip.appendText(`\n${note}`);
    const links: [string, string][] = [
      [vscode.l10n.t('Step Through'), 'witness.recording.focus'],
      [
        setting('trace.live') ? vscode.l10n.t('Turn Live Mode Off') : vscode.l10n.t('Turn Live Mode On'),
        'witness.toggleLive',
      ],
      [vscode.l10n.t('Clear Inline Values'), 'witness.clearInlineValues'],
      [vscode.l10n.t('Show Log'), 'witness.showLog'],
    ];
    tooltip.appendMarkdown(`\n\n${links.map(([title, id]) => `[${title}](command:${id})`).join(' · ')}`);
    return tooltip;
  }

  private originText({ origin }: InterpreterInUse): string {
    if (origin !== 'explicit') return vscode.l10n.t('found in {0}', origin);
    return this.chosenIn ?? vscode.l10n.t('chosen by hand');
  }
}

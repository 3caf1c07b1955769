// Above a piece that was run: how much of it ran, and what can be done with it.
import * as vscode from 'vscode';
import { commandOf } from '../commands';
import type { FragmentStore, ShownFragment } from './fragmentStore';

export class FragmentLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly store: FragmentStore) {
    this.listening = store.onDidChange(() => {
      this.changed.fire();
    });
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const shown = this.store.of(document);
    const { view } = this.store;
    if (shown === undefined || view === undefined) return [];
    const line = Math.min(shown.answer.selection.startLine, document.lineCount - 1);
    const range = document.lineAt(line).range;
    const commands = [
      commandOf('witness.runSelectionAgain', ranText(shown)),
      ...(view.invented.length > 0
        ? [
            commandOf(
              'witness.changeInventedValue',
              vscode.l10n.t('~{0} invented: change…', view.invented.length),
            ),
          ]
        : []),
      ...(view.unreached.length > 0 || shown.answer.views.length > 1
        ? [commandOf('witness.exploreBranches', branchesText(shown, view.unreached.length))]
        : []),
      commandOf('witness.replayFragment', vscode.l10n.t('Replay')),
      commandOf('witness.copyAsTest', vscode.l10n.t('Copy as Test')),
      commandOf('witness.clearFragment', vscode.l10n.t('Clear')),
    ];
    return commands.map((command) => new vscode.CodeLens(range, command));
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }
}

/** `ran 8 of 10 lines, isolated`; with other values than in the first run, which. */
function ranText({ answer, index }: ShownFragment): string {
  const view = answer.views[index];
  const executed = view?.executed.length ?? 0;
  const all = executed + (view?.notExecuted.length ?? 0);
  const text = vscode.l10n.t('Ran {0} of {1} lines, {2}', executed, all, answer.isolation);
  return view === undefined || view.title === '' ? text : vscode.l10n.t('{0}, where {1}', text, view.title);
}

function branchesText({ answer }: ShownFragment, unreached: number): string {
  if (answer.views.length > 1) return vscode.l10n.t('{0} ways through: show…', answer.views.length);
  return unreached === 1
    ? vscode.l10n.t('1 branch not reached: explore')
    : vscode.l10n.t('{0} branches not reached: explore', unreached);
}

// Tells people that something did not work: what happened, why, and the next step as a button.
import * as vscode from 'vscode';
import { EngineFailure } from '../host/engine/engineFailure';
import { runCommand } from './commands';
import type { Dialogs } from './dialogs';

interface NextStep {
  readonly label: string;
  readonly take: () => Thenable<unknown>;
}

/** Shows a failure; one that is only a cancellation is not shown. */
export async function showFailure(
  error: unknown,
  dialogs: Dialogs,
  log: vscode.LogOutputChannel,
): Promise<void> {
  if (error instanceof EngineFailure && error.kind === 'cancelled') return;
  log.error(error instanceof Error ? error : String(error));
  const steps = nextSteps(error);
  const chosen = await dialogs.fail(messageOf(error), ...steps.map((step) => step.label));
  await steps.find((step) => step.label === chosen)?.take();
}

function messageOf(error: unknown): string {
  if (!(error instanceof EngineFailure)) {
    const reason = error instanceof Error ? error.message : String(error);
    return vscode.l10n.t('Witness itself failed: {0}', reason);
  }
  return error.nextStep === undefined ? error.message : `${error.message} ${error.nextStep}`;
}

function nextSteps(error: unknown): NextStep[] {
  const log = { label: vscode.l10n.t('Show Log'), take: () => runCommand('witness.showLog') };
  if (!(error instanceof EngineFailure)) return [log];
  switch (error.kind) {
    case 'missing':
      return [
        { label: vscode.l10n.t('Open Settings'), take: () => openSetting('witness.python.interpreter') },
      ];
    case 'stopped':
      return [
        { label: vscode.l10n.t('Restart Engine'), take: () => runCommand('witness.restartEngine') },
        log,
      ];
    case 'usage':
    case 'cancelled':
      return [];
    case 'ended':
    case 'internal':
      return [log];
  }
}

function openSetting(id: string): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', id);
}

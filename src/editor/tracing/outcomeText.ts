import * as vscode from 'vscode';
import type { Outcome } from '../../core/trace/model';
import type { TraceResult } from '../../protocol/engine';
import { clip, oneLine } from '../../core/text/oneLine';

const longestValue = 30;

/** How a run ended, in a few words: `raised IndexError`, `returned 2`. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'returned':
      return outcome.value === undefined
        ? vscode.l10n.t('ran to its end')
        : vscode.l10n.t('returned {0}', clip(oneLine(outcome.value.text), longestValue));
    case 'raised':
      return vscode.l10n.t('raised {0}', outcome.exception.type);
    case 'exited':
      return vscode.l10n.t('exited with code {0}', outcome.exitCode);
    case 'timeout':
      return vscode.l10n.t('stopped after {0} s', outcome.limitMs / 1000);
    case 'crashed':
      return outcome.signal === undefined
        ? vscode.l10n.t('ended unexpectedly')
        : vscode.l10n.t('was ended by {0}', outcome.signal);
  }
}

/** Whether a run came to an end that needs no look. */
export function isGood(outcome: Outcome): boolean {
  return outcome.kind === 'returned' || (outcome.kind === 'exited' && outcome.exitCode === 0);
}

/** `37 steps`. */
export function stepsText({ stepCount }: TraceResult): string {
  return stepCount === 1 ? vscode.l10n.t('1 step') : vscode.l10n.t('{0} steps', stepCount);
}

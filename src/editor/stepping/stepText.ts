import * as vscode from 'vscode';
import type { StepView } from '../../core/trace/stepView';

/** `step 14 of 37 · parse_row, call 3`. */
export function stepText({ number, total, function: path, callNumber }: StepView): string {
  const step = vscode.l10n.t('step {0} of {1}', number.toLocaleString(), total.toLocaleString());
  if (path === '<module>') return `${step} · ${path}`;
  return `${step} · ${vscode.l10n.t('{0}, call {1}', path, callNumber.toLocaleString())}`;
}

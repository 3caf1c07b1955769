// Words for models and what they cost.
import * as vscode from 'vscode';
import { totalsText } from '../../core/model/ledger';
import type { ModelCost } from '../../protocol/model';

/** `gpt-4o-mini: 2 requests, 1,204 tokens in, 233 out`. */
export function costText({ model, cost }: ModelCost): string {
  return `${model}: ${totalsText(cost)}`;
}

/** A failure and what can be done about it, as one text. */
export function failureText(failure: { readonly message: string; readonly nextStep?: string }): string {
  return [failure.message, ...(failure.nextStep === undefined ? [] : [failure.nextStep])].join(' ');
}

export function noModelText(): string {
  return vscode.l10n.t('No model is chosen. Everything works without one.');
}

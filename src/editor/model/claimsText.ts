// What a model claims of a run, with what each claim was compared with, in words.
import path from 'node:path';
import * as vscode from 'vscode';
import { oneLine } from '../../core/text/oneLine';
import type { CheckedValue } from '../../core/reasoning/checkedClaims';
import { atStop } from '../../core/reasoning/stop';
import type { ExplainAnswer, ExplainedClaim } from '../../protocol/model';
import { costText } from './modelText';

/**
 * As a document, in the form of recordings that are read as text.
 * @param restsOn What a claim rests on, by its number.
 */
export function claimsText(
  title: string,
  { claims, modelCost }: ExplainAnswer,
  restsOn: (number: number) => string = stepText,
): string {
  const firstFalse = claims.findIndex(({ verdict }) => verdict === 'false');
  const counts = {
    holds: claims.filter(({ verdict }) => verdict === 'holds').length,
    false: claims.filter(({ verdict }) => verdict === 'false').length,
  };
  const lines = [
    title,
    `  ${vscode.l10n.t('claims: {0}, with values as recorded: {1}, false: {2}', claims.length, counts.holds, counts.false)}`,
    `  ${costText(modelCost)}`,
    ...claims.flatMap((claim, index) => ['', ...claimLines(claim, index + 1, index === firstFalse, restsOn)]),
  ];
  return `${lines.join('\n')}\n`;
}

function claimLines(
  claim: ExplainedClaim,
  number: number,
  isFirstFalse: boolean,
  restsOn: (number: number) => string,
): string[] {
  const { verdict, text, step, file, line, values } = claim;
  const place = file === '' ? '' : `, ${path.basename(file)}:${line}`;
  return [
    `${number}  ${oneLine(text)}`,
    `    ${verdictText(verdict)} · ${restsOn(step)}${place}`,
    ...values.map((value) => `    ${valueText(value, step)}`),
    ...(isFirstFalse
      ? [`    ${vscode.l10n.t('The first claim that is false: what follows may rest on it.')}`]
      : []),
  ];
}

function valueText(value: CheckedValue, step: number): string {
  const name = oneLine(value.name);
  const claimed = oneLine(value.claimed);
  const recorded = value.recorded === undefined ? undefined : oneLine(value.recorded);
  if (recorded === claimed) return `${name} = ${recorded}`;
  if (step === atStop) {
    return recorded === undefined
      ? vscode.l10n.t('{0} = {1}: the debugger does not show it', name, claimed)
      : vscode.l10n.t('{0} = {1}: the debugger shows {2}', name, claimed, recorded);
  }
  return recorded === undefined
    ? vscode.l10n.t('{0} = {1}: not in the recording', name, claimed)
    : vscode.l10n.t('{0} = {1}: the recording has {2}', name, claimed, recorded);
}

function verdictText(verdict: ExplainedClaim['verdict']): string {
  switch (verdict) {
    case 'holds':
      return vscode.l10n.t('claimed, its values witnessed');
    case 'false':
      return vscode.l10n.t('false');
    case 'open':
      return vscode.l10n.t('claimed, nothing in it could be looked up');
  }
}

function stepText(step: number): string {
  return step === atStop ? vscode.l10n.t('at the stop') : vscode.l10n.t('step {0}', step);
}

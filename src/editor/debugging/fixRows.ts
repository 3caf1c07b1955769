// The rows about a fix, and about the tests once more.
import * as vscode from 'vscode';
import type { DebugAnswer } from '../../protocol/debugging';
import { commandOf } from '../commands';
import { levelIcons } from '../flow/flowText';
import type { DebugSession } from './debugSession';
import { outcomeText, testTitle } from './debugText';
import type { SessionRow } from './sessionRows';

/** The fix with its evidence; without one, that there is none. */
export function fixRows(answer: DebugAnswer | undefined): SessionRow[] {
  if (answer === undefined || answer.failing.length === 0) return [];
  const { fix } = answer;
  if (fix === undefined) {
    const label = vscode.l10n.t('No change was found with which all tests pass');
    return [{ id: 'validate none', label, icon: 'circle-slash', children: [] }];
  }
  const fitsOnly = fix.fitsOnlyGivenTests === true;
  const all = answer.failing.length + answer.passing.length;
  return [
    {
      id: 'validate fix',
      label: vscode.l10n.t('Fix'),
      description: [
        fix.level,
        fitsOnly
          ? vscode.l10n.t('fits the given tests only')
          : vscode.l10n.t('all {0} tests pass with it', all),
      ].join(' · '),
      icon: fitsOnly ? 'warning' : levelIcons[fix.level],
      patch: fix.patch,
      contextValue: 'fix',
      command: commandOf('witness.showFix', vscode.l10n.t('Show Fix')),
      isOpen: true,
      children: fix.evidence.map(({ ref, note }, index) => ({
        id: `validate fix ${index}`,
        label: note,
        description: testTitle(ref),
        icon: 'dash',
        children: [],
      })),
    },
  ];
}

export function recheckRow(recheck: DebugSession['recheck']): SessionRow | undefined {
  if (recheck === undefined) return undefined;
  const row = { id: 'recheck', label: vscode.l10n.t('Re-check') };
  if (recheck === 'running') return { ...row, icon: 'loading~spin', children: [] };
  return {
    ...row,
    description: outcomeText(recheck),
    icon: recheck.failing.length === 0 ? 'pass' : 'error',
    children: recheck.failing.map(({ test, problem, status }) => ({
      id: `recheck ${test}`,
      label: testTitle(test),
      description: problem ?? status,
      icon: 'error',
      children: [],
    })),
  };
}

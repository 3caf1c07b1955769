// Words for sessions of debugging.
import * as vscode from 'vscode';
import type { DebugProgress } from '../../core/debugging/debugProgress';
import type { ReportedSuspect } from '../../core/debugging/debugReport';
import type { TestOutcome } from './debugSession';

/** What people call a test: `TestA::test_b` of `tests/test_a.py::TestA::test_b`. */
export function testTitle(test: string): string {
  const at = test.indexOf('::');
  return at < 0 ? test : test.slice(at + 2);
}

/** What is going on, for the status bar. */
export function progressText(progress: DebugProgress): string {
  switch (progress.stage) {
    case 'reproducing':
      return progress.tests === 1
        ? vscode.l10n.t('1 test runs')
        : vscode.l10n.t('{0} tests run', progress.tests);
    case 'reproduced':
      return outcomeText(progress);
    case 'asking':
      return vscode.l10n.t('the model is asked');
    case 'localised':
      return vscode.l10n.t('{0} suspects', progress.suspects.length);
    case 'trying':
      return vscode.l10n.t('{0} suspects on trial', progress.blocks);
    case 'repairing':
      return vscode.l10n.t('{0} changes tried', progress.tried);
    case 'validating':
      return vscode.l10n.t('changes are compared on further inputs');
  }
}

/** `1 failing, 4 passing`. */
export function outcomeText({ failing, passing }: Pick<TestOutcome, 'failing' | 'passing'>): string {
  return failing.length === 0
    ? vscode.l10n.t('all {0} tests pass', passing.length)
    : vscode.l10n.t('{0} failing, {1} passing', failing.length, passing.length);
}

/** `line 9 of merged`. */
export function placeText({
  startLine,
  endLine,
  function: name,
}: Pick<ReportedSuspect, 'startLine' | 'endLine' | 'function'>): string {
  return startLine === endLine
    ? vscode.l10n.t('line {0} of {1}', startLine, name)
    : vscode.l10n.t('lines {0}-{1} of {2}', startLine, endLine, name);
}

/** What is said of a suspect, in a few words: `to blame, a change here repairs`. */
export function verdictText({ trial, verdict }: Pick<ReportedSuspect, 'trial' | 'verdict'>): string {
  return [trial?.text, verdict].filter((text) => text !== undefined).join(', ');
}

export function suspectCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 suspect') : vscode.l10n.t('{0} suspects', count);
}

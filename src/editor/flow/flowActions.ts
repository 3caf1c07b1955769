// Quick fixes for findings: show the path, try it, make a test of it, suppress with a reason, mark as sanitizer.
import * as vscode from 'vscode';
import { commandOf } from '../commands';
import type { FlowDiagnostics } from './flowDiagnostics';

export class FlowActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];

  constructor(private readonly diagnostics: FlowDiagnostics) {}

  provideCodeActions(
    { uri }: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    return diagnostics.flatMap((diagnostic) => {
      const finding = this.diagnostics.findingOf(uri, diagnostic);
      if (finding === undefined) return [];
      const action = (command: vscode.Command): vscode.CodeAction => {
        const fix = new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix);
        fix.diagnostics = [diagnostic];
        fix.command = command;
        return fix;
      };
      return [
        action(commandOf('witness.showPath', vscode.l10n.t('Show Path'), finding.id)),
        ...(vscode.workspace.isTrusted && finding.source.file.endsWith('.py')
          ? [
              action(commandOf('witness.tryPath', vscode.l10n.t('Try This Path'), finding.id)),
              action(commandOf('witness.exportPathTest', vscode.l10n.t('Export as Test'), finding.id)),
            ]
          : []),
        action(commandOf('witness.suppressFinding', vscode.l10n.t('Suppress with a Reason…'), finding.id)),
        action(
          commandOf(
            'witness.markSanitizer',
            vscode.l10n.t('Mark a Call on the Path as Sanitizer…'),
            finding.id,
          ),
        ),
      ];
    });
  }
}

// Quick fixes for findings: show the path, suppress with a reason, mark as sanitizer.
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

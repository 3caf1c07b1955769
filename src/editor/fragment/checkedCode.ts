// Check Generated Code: the examples of a task text, run on the code at once.
import * as vscode from 'vscode';
import type { CheckCodeAnswer } from '../../protocol/fragment';
import type { Dialogs } from '../dialogs';
import { clip } from '../../core/text/oneLine';
import type { FragmentRun } from './fragmentRun';
import type { Engine } from '../engine';

export interface CheckedCodeParts {
  readonly engine: Engine;
  readonly run: FragmentRun;
  readonly dialogs: Dialogs;
  readonly tell: (message: string) => void;
  readonly readClipboard: () => Thenable<string>;
}

type Check = CheckCodeAnswer['checks'][number];

/** Checks code, and puts what came of it at the definitions that were called. */
export class CheckedCode implements vscode.Disposable {
  private readonly problems = vscode.languages.createDiagnosticCollection('witness-checks');
  private readonly listening: vscode.Disposable;

  constructor(private readonly parts: CheckedCodeParts) {
    this.listening = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      this.problems.delete(document.uri);
    });
  }

  /** Checks the selection, or the code in the clipboard. @throws EngineFailure */
  async check(): Promise<CheckCodeAnswer | undefined> {
    const { engine, run, dialogs, readClipboard } = this.parts;
    const editor = vscode.window.activeTextEditor;
    const isSelected =
      editor !== undefined && !editor.selection.isEmpty && editor.document.languageId === 'python';
    const clipboard = await readClipboard();
    const code = isSelected ? editor.document.getText(wholeLines(editor)) : clipboard;
    if (code.trim() === '') {
      await dialogs.warn(
        vscode.l10n.t(
          'There is no code to check. Select it, or copy it to the clipboard, and run the command again.',
        ),
      );
      return undefined;
    }
    const task = await this.taskText(isSelected ? clipboard : '');
    if (task === undefined) return undefined;
    const document = isSelected ? editor.document : await newDocument(code);
    const offset = isSelected ? editor.selection.start.line : 0;
    const answer = await run.ask(vscode.l10n.t('Checking the code'), document, (place, signal) =>
      engine.request('checkCode', { ...place, text: code, task }, { signal }),
    );
    if (answer !== undefined) this.tell(answer, document, code, offset);
    return answer;
  }

  dispose(): void {
    this.listening.dispose();
    this.problems.dispose();
  }

  /** The task in words: from the clipboard where the code is selected, or typed; empty for the docstrings alone. */
  private async taskText(clipboard: string): Promise<string | undefined> {
    const title = vscode.l10n.t('What is the code to do? Examples in the text become checks');
    const copied = clipboard.trim();
    const pasted = {
      label: vscode.l10n.t('The Text in the Clipboard'),
      detail: clip(copied.replaceAll(/\s+/g, ' '), 100),
    };
    const plain = { label: vscode.l10n.t('Only the Examples in Its Docstrings') };
    const typed = { label: vscode.l10n.t('Type the Task…') };
    const chosen = await this.parts.dialogs.pick<vscode.QuickPickItem>(
      title,
      copied === '' ? [plain, typed] : [pasted, plain, typed],
    );
    if (chosen === pasted) return clipboard;
    if (chosen === plain) return '';
    if (chosen === undefined) return undefined;
    return this.parts.dialogs.askText({
      title: vscode.l10n.t('Check Generated Code'),
      prompt: vscode.l10n.t('What is the code to do? Give examples, such as add(1, 2) == 3'),
      value: '',
      selection: [0, 0],
      problem: () => undefined,
    });
  }

  private tell(
    { checks, view, isolation, stopped }: CheckCodeAnswer,
    document: vscode.TextDocument,
    code: string,
    offset: number,
  ): void {
    const failed = checks.filter(({ held }) => !held);
    const lines = code.split('\n');
    const raised = (view?.errors ?? []).map(({ line, type, message, level }) => {
      const text = vscode.l10n.t('{0}: {1} ({2})', type, message, level);
      return problemAt(document, offset + line, text, level === 'witnessed' ? 'error' : 'hint');
    });
    this.problems.set(document.uri, [
      ...failed.map((check) =>
        problemAt(document, offset + definitionLine(check, lines), checkText(check), 'error'),
      ),
      ...raised,
    ]);
    this.parts.tell(summaryText(checks, failed.length, isolation, stopped));
  }
}

function summaryText(
  checks: readonly Check[],
  failed: number,
  isolation: string,
  stopped: string | undefined,
): string {
  if (stopped !== undefined) {
    return vscode.l10n.t('The code was ended by a limit ({0}), {1}.', stopped, isolation);
  }
  if (checks.length === 0) {
    return vscode.l10n.t(
      'The code ran, {0}. The text and the docstrings hold no example to check it by.',
      isolation,
    );
  }
  return failed === 0
    ? vscode.l10n.t('All {0} examples hold, {1}.', checks.length, isolation)
    : vscode.l10n.t(
        '{0} of {1} examples do not hold, {2}. They are listed as problems.',
        failed,
        checks.length,
        isolation,
      );
}

/** `add(1, 2) is 4, expected 3`. */
function checkText({ call, expected, raises, actual, error, invented }: Check): string {
  const got =
    error === undefined
      ? vscode.l10n.t('{0} is {1}', call, actual ?? '?')
      : vscode.l10n.t('{0} raised {1}', call, error);
  const wanted = raises ?? expected ?? 'True';
  const level = invented ? 'claimed' : 'witnessed';
  return vscode.l10n.t('{0}, expected {1} ({2})', got, wanted, level);
}

/** 0-based line of the definition that an example calls. */
function definitionLine({ call }: Check, lines: readonly string[]): number {
  const name = /^\w+/.exec(call)?.[0] ?? '';
  const found = lines.findIndex((line) =>
    new RegExp(`^\\s*(?:async\\s+)?(?:def|class)\\s+${name}\\b`).test(line),
  );
  return Math.max(0, found);
}

function problemAt(
  document: vscode.TextDocument,
  line: number,
  message: string,
  severity: 'error' | 'hint',
): vscode.Diagnostic {
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(Math.min(line, document.lineCount - 1));
  const problem = new vscode.Diagnostic(
    new vscode.Range(range.start.line, firstNonWhitespaceCharacterIndex, range.end.line, range.end.character),
    message,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Information,
  );
  problem.source = 'Witness';
  return problem;
}

function wholeLines({ selection, document }: vscode.TextEditor): vscode.Range {
  const end =
    selection.end.character === 0 && selection.end.line > selection.start.line
      ? selection.end.line - 1
      : selection.end.line;
  return new vscode.Range(selection.start.line, 0, end, document.lineAt(end).text.length);
}

async function newDocument(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  await vscode.window.showTextDocument(document);
  return document;
}

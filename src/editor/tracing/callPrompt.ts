// Asks people how a function is to be called.
import * as vscode from 'vscode';
import type { CallExample } from '../../core/fragment/callExamples';
import type { FunctionInText } from '../../protocol/engine';
import type { Dialogs } from '../dialogs';
import { callProblem, placeholder, prefilled, type CallProblem } from './callText';

/** What came of asking; undefined when nothing is to be done. */
export type Answer =
  | { readonly kind: 'call'; readonly call: string }
  | { readonly kind: 'test'; readonly title: string }
  /** The whole file is run, and only this function's calls are shown. */
  | { readonly kind: 'file' };

interface Choice extends vscode.QuickPickItem {
  readonly answer?: Answer;
}

export class CallPrompt {
  constructor(private readonly dialogs: Dialogs) {}

  /** Offers the calls that are known, the run of the file, and to type one. */
  async choose(target: FunctionInText, remembered: string | undefined): Promise<Answer | undefined> {
    const choices = choicesFor(target, remembered);
    const title = vscode.l10n.t('Trace {0}', target.path);
    const chosen = await this.dialogs.pick(title, choices);
    if (chosen === undefined) return undefined;
    return chosen.answer ?? this.ask(target, remembered ?? prefilled(target));
  }

  /** Lets a call be typed. */
  async ask(target: FunctionInText, prefill: string): Promise<Answer | undefined> {
    const at = prefill.indexOf(placeholder);
    const parameters = target.parameters.join(', ');
    const call = await this.dialogs.askText({
      title: vscode.l10n.t('Trace {0}', target.path),
      prompt:
        parameters === ''
          ? vscode.l10n.t('The call to run, an expression.')
          : vscode.l10n.t('The call to run, an expression. Parameters: {0}', parameters),
      value: prefill,
      selection: at < 0 ? [prefill.length, prefill.length] : [at, at + placeholder.length],
      problem: (text) => {
        const found = callProblem(text, target.language);
        return found && problemText(found);
      },
    });
    return call === undefined ? undefined : { kind: 'call', call: call.trim() };
  }
}

function choicesFor(target: FunctionInText, remembered: string | undefined): Choice[] {
  const known = target.calls.map(({ text, source, within }): Choice => {
    return { label: text, description: sourceText(source, within), answer: { kind: 'call', call: text } };
  });
  const isListed = known.some(({ label }) => label === remembered);
  const last: Choice[] =
    remembered === undefined || isListed
      ? []
      : [
          {
            label: remembered,
            description: vscode.l10n.t('last call'),
            answer: { kind: 'call', call: remembered },
          },
        ];
  return [
    ...last,
    ...known,
    { label: vscode.l10n.t('Enter a Call…'), iconPath: new vscode.ThemeIcon('edit') },
    {
      label: vscode.l10n.t('Run the File'),
      description: vscode.l10n.t('and show what {0} does in it', target.name),
      iconPath: new vscode.ThemeIcon('run'),
      answer: { kind: 'file' },
    },
  ];
}

/** Where a call was found, for people. */
export function sourceText(source: CallExample['source'] | 'memory', within: string): string {
  switch (source) {
    case 'test':
      return within === '' ? vscode.l10n.t('from a test') : vscode.l10n.t('from {0}', within);
    case 'doctest':
      return vscode.l10n.t('from a doctest');
    case 'main':
      return vscode.l10n.t('from the file itself');
    case 'call':
      return vscode.l10n.t('from {0}', within);
    case 'definition':
      return vscode.l10n.t('needs no arguments');
    case 'memory':
      return vscode.l10n.t('as last time');
  }
}

function problemText(problem: CallProblem): string {
  switch (problem) {
    case 'empty':
      return vscode.l10n.t('A call is needed, such as f(1).');
    case 'placeholder':
      return vscode.l10n.t('Put the arguments in place of {0}.', placeholder);
    case 'brackets':
      return vscode.l10n.t('The brackets do not match.');
    case 'not an expression':
      return vscode.l10n.t('This is no expression: a string is not closed, or a character has no meaning.');
  }
}

// New Rule From Description: words in, a document out, which people look at before they save it.
import path from 'node:path';
import * as vscode from 'vscode';
import type { NewRuleParams } from '../../protocol/flow';
import type { Dialogs } from '../dialogs';
import { type Engine, signalOf } from '../engine';
import type { NeededModel } from '../model/neededModel';

export interface RuleFromWordsParts {
  readonly engine: Engine;
  readonly dialogs: Dialogs;
  readonly neededModel: NeededModel;
}

type RuleLanguage = NewRuleParams['language'];

const languages: Readonly<Record<string, RuleLanguage>> = {
  java: 'java',
  python: 'python',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  typescript: 'typescript',
  typescriptreact: 'typescript',
};

/** @throws EngineFailure */
export async function ruleFromWords(parts: RuleFromWordsParts): Promise<void> {
  const { engine, dialogs } = parts;
  const params = await askForRule(parts);
  if (params === undefined) return;
  const answer = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('The model writes a rule, which is tried on its examples'),
      cancellable: true,
    },
    (_, token) => engine.request('newRule', params, { signal: signalOf(token) }),
  );
  if (answer.text === undefined || answer.file === undefined) {
    await dialogs.warn(vscode.l10n.t('There is no rule: {0}', answer.noAnswer ?? ''));
    return;
  }
  await showUnsaved(answer.file, answer.text);
}

/** Undefined where people went away before all was said. */
async function askForRule(parts: RuleFromWordsParts): Promise<NewRuleParams | undefined> {
  const { dialogs } = parts;
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (root === undefined) {
    await dialogs.warn(vscode.l10n.t('Rules belong to a folder. Open a folder first.'));
    return undefined;
  }
  const model = await parts.neededModel(
    vscode.l10n.t('Rules are made from words by a model, and none is chosen.'),
  );
  if (model === undefined) return undefined;
  const editor = vscode.window.activeTextEditor;
  const language = languages[editor?.document.languageId ?? ''] ?? (await askLanguage(dialogs));
  if (language === undefined) return undefined;
  const description = await askDescription(dialogs, language);
  if (description === undefined) return undefined;
  return { root, description, language, must: selectedCode(editor), mustNot: [], model };
}

/** What is selected is an example of what has to be found. */
function selectedCode(editor: vscode.TextEditor | undefined): string[] {
  const text = editor?.document.getText(editor.selection).trim() ?? '';
  return text === '' ? [] : [`${text}\n`];
}

async function askLanguage(dialogs: Dialogs): Promise<RuleLanguage | undefined> {
  const items = (['java', 'javascript', 'python', 'typescript'] as const).map((label) => ({ label }));
  return (await dialogs.pick(vscode.l10n.t('Which language is the rule for?'), items))?.label;
}

async function askDescription(dialogs: Dialogs, language: string): Promise<string | undefined> {
  return dialogs.askText({
    title: vscode.l10n.t('New Rule From Description'),
    prompt: vscode.l10n.t(
      'What must not reach what in {0}? What is selected in the editor is an example of it.',
      language,
    ),
    value: '',
    selection: [0, 0],
    problem: (answer) =>
      answer.trim() === ''
        ? vscode.l10n.t('For example: text from a chat message must not reach eval.')
        : undefined,
  });
}

/** A document that would be saved where rules lie; nothing is written before people do so. */
async function showUnsaved(file: string, text: string): Promise<void> {
  const uri = vscode.Uri.file(path.normalize(file)).with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  await vscode.languages.setTextDocumentLanguage(document, 'yaml');
  await editor.edit((edit) => {
    edit.replace(new vscode.Range(0, 0, document.lineCount, 0), text);
  });
}

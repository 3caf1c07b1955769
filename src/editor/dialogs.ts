// The questions that Witness asks people, apart from what it asks, so that tests can answer.
import * as vscode from 'vscode';

export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly selection: readonly [number, number];
  /** It is not shown while it is typed. */
  readonly isSecret?: boolean;
  /** What is wrong with an answer; undefined when it will do. */
  readonly problem: (answer: string) => string | undefined;
}

export interface Dialogs {
  /** Tells something that went wrong; gives the button that was pressed. */
  readonly warn: (message: string, ...buttons: string[]) => Promise<string | undefined>;
  readonly fail: (message: string, ...buttons: string[]) => Promise<string | undefined>;
  /** Asks before something that cannot be undone; nothing else can be done until it is answered. */
  readonly confirm: (message: string, detail: string, ...buttons: string[]) => Promise<string | undefined>;
  readonly pick: <T extends vscode.QuickPickItem>(
    title: string,
    items: readonly T[],
  ) => Promise<T | undefined>;
  readonly askText: (question: TextQuestion) => Promise<string | undefined>;
}

/** The dialogs of VS Code. */
export const windowDialogs: Dialogs = {
  warn: async (message, ...buttons) => vscode.window.showWarningMessage(message, ...buttons),
  fail: async (message, ...buttons) => vscode.window.showErrorMessage(message, ...buttons),
  confirm: async (message, detail, ...buttons) =>
    vscode.window.showWarningMessage(message, { modal: true, detail }, ...buttons),
  pick: async (title, items) => vscode.window.showQuickPick(items, { title }),
  askText: async ({ title, prompt, value, selection, problem, isSecret }) =>
    vscode.window.showInputBox({
      title,
      prompt,
      value,
      valueSelection: [selection[0], selection[1]],
      validateInput: problem,
      password: isSecret === true,
      ignoreFocusOut: true,
    }),
};

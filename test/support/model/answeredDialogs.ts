// Answers what VS Code would ask people.
import * as vscode from 'vscode';

type Show = (message: string, ...items: unknown[]) => Thenable<unknown>;

/** Warnings are answered with one of their buttons while the tests of a `describe` run; gives the messages that came. */
export function useAnsweredWarnings(answer: () => string | undefined): readonly string[] {
  const messages: string[] = [];
  const show: Show = (message, ...items) => {
    messages.push(message);
    const button = answer();
    return Promise.resolve(items.includes(button) ? button : undefined);
  };
  useReplaced('showWarningMessage', show);
  beforeEach(() => {
    messages.length = 0;
  });
  return messages;
}

/** Boxes for a text are filled in while the tests of a `describe` run. */
export function useTypedTexts(answer: () => string | undefined): void {
  useReplaced('showInputBox', () => Promise.resolve(answer()));
}

/** Lists of which several may be chosen are answered while the tests of a `describe` run. */
export function useChosenItems(
  choose: (items: readonly vscode.QuickPickItem[]) => readonly vscode.QuickPickItem[] | undefined,
): void {
  const show = (items: readonly vscode.QuickPickItem[]) => Promise.resolve(choose(items));
  useReplaced('showQuickPick', show);
}

function useReplaced(name: 'showWarningMessage' | 'showInputBox' | 'showQuickPick', value: unknown): void {
  const { window } = vscode;
  const original = Object.getOwnPropertyDescriptor(window, name);
  before(() => {
    Object.defineProperty(window, name, { value, configurable: true, writable: true });
  });
  after(() => {
    if (original !== undefined) Object.defineProperty(window, name, original);
  });
}

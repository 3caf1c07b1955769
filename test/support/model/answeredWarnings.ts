// Answers the warnings that VS Code would show, with one of their buttons.
import * as vscode from 'vscode';

type Show = (message: string, ...items: unknown[]) => Thenable<unknown>;

/** Warnings are answered while the tests of a `describe` run; gives the messages that came. */
export function useAnsweredWarnings(answer: () => string | undefined): readonly string[] {
  const messages: string[] = [];
  const { window } = vscode;
  const original = Object.getOwnPropertyDescriptor(window, 'showWarningMessage');
  before(() => {
    const show: Show = (message, ...items) => {
      messages.push(message);
      const button = answer();
      return Promise.resolve(items.includes(button) ? button : undefined);
    };
    Object.defineProperty(window, 'showWarningMessage', { value: show, configurable: true, writable: true });
  });
  beforeEach(() => {
    messages.length = 0;
  });
  after(() => {
    if (original !== undefined) Object.defineProperty(window, 'showWarningMessage', original);
  });
  return messages;
}

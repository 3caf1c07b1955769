// Debug What I Describe: in words what a call should give; a model writes tests from them, which people see before they are used.
import path from 'node:path';
import * as vscode from 'vscode';
import type { ClaimedTest } from '../../core/debugging/wantedTests';
import type { DescribedTestsAnswer, DescribedTestsParams } from '../../protocol/debugging';
import type { Dialogs } from '../dialogs';
import { type Engine, signalOf } from '../engine';
import { costText } from '../model/modelText';
import type { NeededModel } from '../model/neededModel';
import type { DocumentFunctions } from '../tracing/functionsOf';
import { functionAt, isTraceable } from '../tracing/traceTarget';
import { areSaved, type DebugTarget, folderOf } from './debugTarget';

export interface DescribedTargetParts {
  readonly engine: Engine;
  readonly functions: DocumentFunctions;
  readonly dialogs: Dialogs;
  readonly neededModel: NeededModel;
  readonly log: vscode.LogOutputChannel;
}

/** Undefined, and said why, where there is no program, no model or no test; also where people went away. @throws EngineFailure */
export async function describedTarget(parts: DescribedTargetParts): Promise<DebugTarget | undefined> {
  const { dialogs, engine, log } = parts;
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !isTraceable(document)) {
    await dialogs.warn(
      vscode.l10n.t('Open the program that does not do what it should, in Python, JavaScript or TypeScript.'),
    );
    return undefined;
  }
  const model = await parts.neededModel(
    vscode.l10n.t('Tests are made from words by a model, and none is chosen.'),
  );
  if (model === undefined || !(await areSaved(folderOf(document), dialogs))) return undefined;
  const words = await askWords(document, parts);
  if (words === undefined) return undefined;
  const params = { file: document.fileName, text: document.getText(), description: words, model };
  const { tests, noAnswer, modelCost } = await written(params, engine);
  log.info(costText(modelCost));
  if (noAnswer !== undefined) {
    await dialogs.warn(noAnswer);
    return undefined;
  }
  const claimed = await seenTests(tests);
  if (claimed.length === 0) return undefined;
  return { document, cwd: folderOf(document), test: words, described: { file: document.fileName, claimed } };
}

async function askWords(
  document: vscode.TextDocument,
  { functions, dialogs }: DescribedTargetParts,
): Promise<string | undefined> {
  const line = vscode.window.activeTextEditor?.selection.active.line ?? 0;
  const name = functionAt(await functions.of(document), line)?.path;
  const value = name === undefined ? '' : `${name}(`;
  const words = await dialogs.askText({
    title: vscode.l10n.t('Debug What I Describe'),
    prompt: vscode.l10n.t(
      'What should a call in {0} give? For example: median(numbers) is the middle one, or the mean of both.',
      path.basename(document.fileName),
    ),
    value,
    selection: [value.length, value.length],
    problem: (answer) =>
      answer.trim() === '' || answer.trim() === value
        ? vscode.l10n.t('Say what it should give, and for what.')
        : undefined,
  });
  return words?.trim();
}

function written(params: DescribedTestsParams, engine: Engine): Thenable<DescribedTestsAnswer> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('The model writes tests from your words'),
      cancellable: true,
    },
    (_, token) => engine.request('describedTests', params, { signal: signalOf(token) }),
  );
}

/** Those that people let stand. */
async function seenTests(tests: readonly ClaimedTest[]): Promise<readonly ClaimedTest[]> {
  const items = tests.map((claimed) => ({
    label: claimed.test,
    detail: claimed.why,
    picked: true,
    claimed,
  }));
  const kept = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('The tests that the model made of your words'),
    placeHolder: vscode.l10n.t(
      'They are claims: take out what is not so. The rest decides what is debugged.',
    ),
    canPickMany: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return (kept ?? []).map(({ claimed }) => claimed);
}

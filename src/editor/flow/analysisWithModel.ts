// Analyse with Model: functions whose source is not in the workspace, as a model knows them.
import * as vscode from 'vscode';
import type { AskedOfModel, FlowAnswer } from '../../protocol/flow';
import type { Dialogs } from '../dialogs';
import { costText } from '../model/modelText';
import type { NeededModel } from '../model/neededModel';
import type { FlowRun } from './flowRun';
import { analysable, fileOrder, workspaceOrder } from './flowTarget';

export interface AnalysisWithModelParts {
  readonly run: FlowRun;
  readonly dialogs: Dialogs;
  readonly neededModel: NeededModel;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Analyses the workspace, or the file where no folder is open.
 * @returns whether something was analysed.
 * @throws EngineFailure
 */
export async function analyseWithModel(parts: AnalysisWithModelParts): Promise<boolean> {
  const { run, dialogs, neededModel, log } = parts;
  const document = await analysable(undefined);
  const order = workspaceOrder('all') ?? (document && fileOrder(document));
  if (order === undefined) {
    await dialogs.warn(vscode.l10n.t('There is nothing to analyse: open a folder first.'));
    return false;
  }
  const model = await neededModel(
    vscode.l10n.t('A model would say what functions do whose source is not here, and none is chosen.'),
  );
  if (model === undefined) return false;
  const answer = await run.start(order, vscode.l10n.t('Analysing with a model'), model);
  if (answer === undefined) return false;
  if (answer.asked !== undefined) tell(answer, answer.asked, log);
  return true;
}

/** What came of it; nobody is waited for. */
function tell({ findings }: FlowAnswer, asked: AskedOfModel, log: vscode.LogOutputChannel): void {
  const { answered, unanswered, left, file, modelCost } = asked;
  log.info(costText(modelCost));
  for (const { about, why } of unanswered) log.info(`no answer about ${about}: ${why}`);
  if (left > 0) log.info(`${left} more questions were not asked`);
  const text = vscode.l10n.t(
    'Questions that the model answered: {0} of {1}. Paths that rest on it: {2}, that it doubts: {3}.',
    answered,
    answered + unanswered.length,
    findings.filter(({ level }) => level === 'claimed').length,
    findings.filter(({ doubt }) => doubt !== undefined).length,
  );
  const show = vscode.l10n.t('Show What It Said');
  const buttons = file === undefined ? [] : [show];
  void vscode.window.showInformationMessage(text, ...buttons).then(async (chosen) => {
    if (chosen === show && file !== undefined) {
      await vscode.window.showTextDocument(vscode.Uri.file(file));
    }
  });
}

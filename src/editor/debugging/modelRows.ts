// The rows about what a model says: claims, each with the step that it rests on.
import * as vscode from 'vscode';
import { factSentence } from '../../core/debugging/model/flowFacts';
import type { DebugAnswer } from '../../protocol/debugging';
import { commandOf } from '../commands';
import { levelIcons } from '../flow/flowText';
import { costText } from '../model/modelText';
import type { SessionRow } from './sessionRows';

/** Undefined where no model was asked. */
export function modelRow(answer: DebugAnswer | undefined): SessionRow | undefined {
  const { model, modelCost } = answer ?? {};
  if (model === undefined || modelCost === undefined) return undefined;
  const wrong = model.verdicts.filter(({ correct }) => !correct);
  return {
    id: 'model',
    label: vscode.l10n.t('Ask the Model'),
    description: costText(modelCost),
    tooltip: costText(modelCost),
    icon: model.noAnswer.length > 0 && model.verdicts.length === 0 ? 'warning' : 'comment-discussion',
    isOpen: true,
    children: [
      ...wrong.map(
        ({ block, startLine, why, step, before = {}, expected = {}, facts = [], trial }): SessionRow => ({
          id: `model ${block}`,
          label: why ?? vscode.l10n.t('It is wrong.'),
          description: `claimed · ${vscode.l10n.t('line {0}, step {1}', startLine, step ?? '?')}`,
          icon: levelIcons.claimed,
          command: commandOf('witness.showDebuggedLine', vscode.l10n.t('Show in Editor'), startLine),
          children: [
            ...Object.entries(before).map(([name, text]) =>
              plain(
                `${block} before ${name}`,
                vscode.l10n.t('{0} should be {1} before it', name, text),
                'symbol-variable',
              ),
            ),
            ...Object.entries(expected).map(([name, text]) => ({
              id: `model ${block} ${name}`,
              label: vscode.l10n.t('{0} should be {1}', name, text),
              icon: 'symbol-variable',
              children: [],
            })),
            ...facts.map((fact) => plain(`${block} ${fact.id}`, factSentence(fact), 'references')),
            ...(trial === undefined ? [] : [plain(`${block} trial`, trial.text, 'beaker')]),
          ],
        }),
      ),
      ...(model.programs === 0 ? [] : [plain('programs', programsText(model.programs))]),
      ...model.noAnswer.map((reason) => plain(reason, vscode.l10n.t('no answer: {0}', reason), 'warning')),
    ],
  };
}

function programsText(count: number): string {
  return count === 1
    ? vscode.l10n.t('1 program of its own, tried with the others')
    : vscode.l10n.t('{0} programs of its own, tried with the others', count);
}

function plain(id: string, label: string, icon = 'dash'): SessionRow {
  return { id: `model ${id}`, label, icon, children: [] };
}

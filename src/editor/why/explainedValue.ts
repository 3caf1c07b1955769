// Explain This Value with Model: what a model says of the steps that led to a value.
import * as vscode from 'vscode';
import type { WhyCause, WhyParams } from '../../protocol/recordings';
import type { Engine } from '../engine';
import type { ModelExplanation } from '../model/modelExplanation';
import { whatOf } from './whyTree';

export interface ExplainedValueParts {
  readonly engine: Engine;
  readonly explanation: ModelExplanation;
}

/**
 * @param first The first of the causes on show.
 * @param question The one that they answer.
 * @throws EngineFailure
 */
export async function explainValue(
  first: WhyCause,
  question: WhyParams,
  { engine, explanation }: ExplainedValueParts,
): Promise<void> {
  await explanation.show({
    withoutModel: vscode.l10n.t(
      'Explanations come from a model, and none is chosen. The steps that led to the value need none.',
    ),
    progress: vscode.l10n.t('The model explains the value'),
    title: vscode.l10n.t('What the model says of {0}', whatOf(first)),
    restsOn: (number) => vscode.l10n.t('cause {0}', number),
    ask: (model, signal) => engine.request('explainValue', { ...question, model }, { signal }),
  });
}

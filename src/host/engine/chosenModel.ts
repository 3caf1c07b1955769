// The model that a request names, ready for use: asked by the engine itself, or by the editor on its behalf.
import { countMessages } from '../../core/model/ledger';
import type { LanguageModel, TokenCounter } from '../../core/model/languageModel';
import { previewOf } from '../../core/model/prompt';
import type { ModelChoice, ModelCost } from '../../protocol/model';
import { hostOf } from '../model/hostOf';
import { openModel, type OpenModel } from '../model/openModel';
import type { MaySend } from '../model/permitted';
import type { EditorPort } from './editorPort';

export interface ModelTools {
  readonly editor: EditorPort;
  readonly count: TokenCounter;
  readonly environment: NodeJS.ProcessEnv;
}

/** @param options `cache`: false where each request is to be asked anew. */
export function chosenModel(
  choice: ModelChoice,
  tools: ModelTools,
  options: { readonly cache?: boolean } = {},
): Promise<OpenModel> {
  const { count, environment, editor } = tools;
  const { budget } = choice;
  const limited = budget === undefined ? {} : { budget: { tokens: budget } };
  return openModel({
    ...options,
    count,
    environment,
    maySend: asking(titleOf(choice), tools),
    settings:
      choice.kind === 'editor'
        ? { provider: editorModel(choice.id, editor), ...limited }
        : {
            protocol: choice.protocol,
            address: choice.address,
            model: choice.model,
            ...(choice.key !== undefined && { key: choice.key }),
            ...limited,
          },
  });
}

/** As people read it. */
export function titleOf(choice: ModelChoice): string {
  return choice.kind === 'editor' ? choice.id : `${choice.model} at ${hostOf(choice.address)}`;
}

export function costOf(choice: ModelChoice, { ledger }: OpenModel): ModelCost {
  return { model: titleOf(choice), cost: ledger.totals };
}

function asking(model: string, { editor, count }: ModelTools): MaySend {
  return ({ purpose, messages, maxOutput }, signal) =>
    editor.maySend(
      { model, purpose, maxOutput, tokens: countMessages(messages, count), text: previewOf(messages) },
      signal ?? new AbortController().signal,
    );
}

function editorModel(id: string, editor: EditorPort): LanguageModel {
  return {
    id: `editor ${id}`,
    complete: ({ messages, maxOutput }, signal) =>
      editor.completeInEditor({ model: id, messages, maxOutput }, signal ?? new AbortController().signal),
  };
}

// The model that the extension of `test/fixtures/scriptedModel` offers to VS Code.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../eventually';

export interface ScriptedModel {
  /** The texts of each request, in their order. */
  readonly requests: string[];
  answer: (
    text: string,
    send: (piece: string | vscode.LanguageModelToolCallPart) => void,
    token: vscode.CancellationToken,
  ) => void | Promise<void>;
}

/** Its id, as VS Code has it; waits until it is offered. `other`: one that answers alike. */
export async function scriptedModelId(family: 'scripted' | 'other' = 'scripted'): Promise<string> {
  const [model] = await eventually(
    async () => vscode.lm.selectChatModels({ vendor: 'witness-tests', family }),
    (models) => models.length > 0,
  );
  assert.ok(model);
  return model.id;
}

export async function scriptedModel(): Promise<ScriptedModel> {
  const extension = vscode.extensions.getExtension<ScriptedModel>('witness-tests.scripted-model');
  assert.ok(extension, 'the scripted model is not installed');
  return extension.activate();
}

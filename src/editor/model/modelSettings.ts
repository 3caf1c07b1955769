// Which model people have chosen: settings of the user, never of a workspace, and a key from VS Code's store of secrets.
import * as vscode from 'vscode';
import type { ModelChoice } from '../../protocol/model';
import { setting } from '../settings';
import type { ModelKeys } from './modelKeys';

export type ModelProvider = 'none' | 'editor' | 'openai' | 'anthropic';

export const providers: readonly ModelProvider[] = ['none', 'editor', 'openai', 'anthropic'];

const usualAddresses = { openai: 'https://api.openai.com/v1', anthropic: 'https://api.anthropic.com/v1' };

/** Where requests go with the present settings; undefined where the editor asks, or nobody. */
export function endpointAddress(): string | undefined {
  const provider = chosenProvider();
  if (provider !== 'openai' && provider !== 'anthropic') return undefined;
  const own = setting('model.endpoint').trim().replace(/\/+$/, '');
  return own === '' ? usualAddresses[provider] : own;
}

/** The chosen model, as requests name it; undefined where none is to be used. */
export async function chosenModel(keys: ModelKeys): Promise<ModelChoice | undefined> {
  const provider = chosenProvider();
  const name = setting('model.name').trim();
  if (provider === 'none' || name === '') return undefined;
  const limit = setting('model.budget');
  const budget = limit > 0 ? { budget: Math.ceil(limit) } : {};
  const address = endpointAddress();
  if (provider === 'editor' || address === undefined) return { kind: 'editor', id: name, ...budget };
  const key = await keys.of(address);
  return {
    kind: 'endpoint',
    protocol: provider,
    address,
    model: name,
    ...(key !== undefined && { key }),
    ...budget,
  };
}

/** Keeps a choice among the user's settings. */
export async function keepChoice(choice: {
  readonly provider: ModelProvider;
  readonly name: string;
  readonly endpoint: string;
}): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('witness');
  const keep = (name: string, value: string): Thenable<void> =>
    configuration.update(name, value === '' ? undefined : value, vscode.ConfigurationTarget.Global);
  await keep('model.name', choice.name);
  await keep('model.endpoint', choice.endpoint);
  await keep('model.provider', choice.provider);
}

function chosenProvider(): ModelProvider {
  const name = setting('model.provider');
  return providers.find((provider) => provider === name) ?? 'none';
}

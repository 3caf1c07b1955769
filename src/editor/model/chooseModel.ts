// Choose Model: one that VS Code offers, one of an endpoint, or none.
import * as vscode from 'vscode';
import type { Dialogs } from '../dialogs';
import { keepChoice, type ModelProvider } from './modelSettings';

interface ModelItem extends vscode.QuickPickItem {
  readonly provider: ModelProvider;
  /** Of one that VS Code offers. */
  readonly id?: string;
  readonly isLocal?: boolean;
}

const localAddress = 'http://127.0.0.1:11434/v1';

/** False where people went away before it was chosen. */
export async function chooseModel(dialogs: Dialogs): Promise<boolean> {
  const chosen = await dialogs.pick(vscode.l10n.t('Which model is to be asked?'), await items());
  if (chosen === undefined) return false;
  if (chosen.provider === 'none') return keep({ provider: 'none', name: '', endpoint: '' });
  if (chosen.id !== undefined) return keep({ provider: 'editor', name: chosen.id, endpoint: '' });
  const endpoint = chosen.isLocal === true ? await askAddress(dialogs) : '';
  if (endpoint === undefined) return false;
  const name = await askName(chosen.provider, dialogs);
  return name === undefined ? false : keep({ provider: chosen.provider, name: name.trim(), endpoint });
}

async function keep(choice: Parameters<typeof keepChoice>[0]): Promise<boolean> {
  await keepChoice(choice);
  return true;
}

async function items(): Promise<ModelItem[]> {
  const offered = await vscode.lm.selectChatModels();
  return [
    ...offered.map((model): ModelItem => {
      const size = vscode.l10n.t('{0} tokens', model.maxInputTokens.toLocaleString());
      return {
        label: model.name,
        description: `${model.vendor} · ${size}`,
        provider: 'editor',
        id: model.id,
      };
    }),
    {
      label: vscode.l10n.t('A model on this machine, or another endpoint…'),
      description: vscode.l10n.t('Ollama, LM Studio, llama.cpp, vLLM, OpenRouter'),
      provider: 'openai',
      isLocal: true,
    },
    { label: 'OpenAI…', description: vscode.l10n.t('with your API key'), provider: 'openai' },
    { label: 'Anthropic…', description: vscode.l10n.t('with your API key'), provider: 'anthropic' },
    { label: vscode.l10n.t('No model'), provider: 'none' },
  ];
}

async function askAddress(dialogs: Dialogs): Promise<string | undefined> {
  const address = await dialogs.askText({
    title: vscode.l10n.t('Choose Model'),
    prompt: vscode.l10n.t('The address of an endpoint that speaks the protocol of OpenAI.'),
    value: localAddress,
    selection: [0, localAddress.length],
    problem: (answer) =>
      /^https?:\/\//.test(answer.trim()) && URL.canParse(answer.trim())
        ? undefined
        : vscode.l10n.t('An address is like {0}.', localAddress),
  });
  return address?.trim();
}

async function askName(provider: ModelProvider, dialogs: Dialogs): Promise<string | undefined> {
  const example = provider === 'anthropic' ? 'claude-sonnet-4-5' : 'gpt-4o-mini';
  return dialogs.askText({
    title: vscode.l10n.t('Choose Model'),
    prompt: vscode.l10n.t('The name of the model, as its provider has it.'),
    value: '',
    selection: [0, 0],
    problem: (answer) => (answer.trim() === '' ? vscode.l10n.t('A name is like {0}.', example) : undefined),
  });
}

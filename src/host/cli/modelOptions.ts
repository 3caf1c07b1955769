// Options of commands that may use a model.
import { type Command, Option } from 'commander';
import { previewOf } from '../../core/model/prompt';
import { failed, type LanguageModel, type TokenCounter } from '../../core/model/languageModel';
import { countMessages, Ledger } from '../../core/model/ledger';
import { masked } from '../../core/model/masking';
import { secretValues } from '../../core/trace/secrets';
import { modelSettings, type ModelFlags } from '../model/modelSettings';
import { openModel, type OpenModel } from '../model/openModel';
import { tokenCounter } from '../model/tokenCounter';
import { positiveNumber } from './positiveNumber';
import type { Terminal } from './program';

export interface ModelOptions extends Omit<ModelFlags, 'model'> {
  /** False with --no-model; true where neither is given. */
  readonly model?: string | boolean;
  readonly cache?: boolean;
  readonly record?: string;
  readonly replay?: string;
  readonly preview?: boolean;
  readonly quiet?: boolean;
}

export function withModelOptions(command: Command): Command {
  return command
    .option('--model <name>', 'the model to ask; else WITNESS_MODEL; without either none is used')
    .option('--no-model', 'use no model, whatever the environment says')
    .option('--endpoint <address>', 'where the model is served, e.g. http://127.0.0.1:11434/v1')
    .addOption(new Option('--protocol <name>', 'what the endpoint speaks').choices(['openai', 'anthropic']))
    .option('--price <in:out>', 'what a million tokens cost, to reckon with, e.g. 0.15:0.60')
    .option('--budget <tokens>', 'tokens used at most, in and out together', positiveNumber)
    .option('--preview', 'print what would be sent to a model first, and send nothing')
    .option('--no-cache', 'ask anew what was answered before')
    .option('--record <file>', 'keep the requests to the model and its answers in a new file')
    .option('--replay <file>', 'take the answers from such a file; needs neither model nor key');
}

/** The model that the options and the environment name. @throws Failure */
export async function modelOf(options: ModelOptions, assets: string, terminal: Terminal): Promise<OpenModel> {
  if (options.preview === true) return previewing(assets, terminal);
  const { model, endpoint, protocol, price, budget, cache, record, replay } = options;
  const flags: ModelFlags = {
    ...(typeof model === 'string' && { model }),
    ...(model === false && { model }),
    ...(endpoint !== undefined && { endpoint }),
    ...(protocol !== undefined && { protocol }),
    ...(price !== undefined && { price }),
    ...(budget !== undefined && { budget }),
  };
  const opened = await openModel({
    settings: modelSettings(flags, terminal.environment),
    count: tokenCounter(assets),
    environment: terminal.environment,
    ...(cache !== undefined && { cache }),
    ...(record !== undefined && { record }),
    ...(replay !== undefined && model !== false && { replay }),
  });
  const isSilent = options.quiet === true || !opened.isThere;
  return isSilent ? opened : { ...opened, model: announced(opened.model, tokenCounter(assets), terminal) };
}

/** Says before each request what it costs at most; requests that were answered before cost nothing. */
function announced(model: LanguageModel, count: TokenCounter, { stderr }: Terminal): LanguageModel {
  return {
    id: model.id,
    complete: (request, signal, onText) => {
      const { purpose, messages, maxOutput } = request;
      const tokens = countMessages(messages, count);
      const article = /^[aeiou]/.test(purpose) ? 'an' : 'a';
      stderr.write(`asking for ${article} ${purpose}: about ${tokens} tokens, for ${maxOutput} at most …\n`);
      return model.complete(request, signal, onText);
    },
  };
}

/** What asking cost, once it is done. */
export function tellCost(
  { model, isThere, ledger }: OpenModel,
  { quiet, preview }: { readonly quiet?: boolean; readonly preview?: boolean },
  { stderr }: Terminal,
): void {
  if (isThere && quiet !== true && preview !== true) stderr.write(`${model.id}: ${ledger.text()}\n`);
}

/** A model that prints what it is asked, as it would leave the machine, and answers nothing. */
function previewing(assets: string, { stdout, environment }: Terminal): OpenModel {
  const count = tokenCounter(assets);
  const model: LanguageModel = {
    id: 'preview',
    complete: ({ messages }) => {
      stdout.write(`${previewOf(messages)}\n\n(${countMessages(messages, count)} tokens)\n`);
      return Promise.resolve(failed('none', 'Nothing was sent.'));
    },
  };
  return { model: masked(model, secretValues(environment)), isThere: true, ledger: new Ledger(count) };
}

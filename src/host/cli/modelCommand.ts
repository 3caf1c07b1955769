// witness model: whether the model that is set up answers.
import { Command } from 'commander';
import { Failure } from '../failure';
import { testConnection } from '../model/connectionTest';
import { modelOf, withModelOptions, type ModelOptions } from './modelOptions';
import type { ExitCode, Terminal } from './program';

interface TestOptions extends ModelOptions {
  readonly json?: boolean;
}

export function modelCommand(assets: string, terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const test = withModelOptions(new Command('test'))
    .description(
      'Ask the model one small question, and tell what it answers, how fast, and for how many tokens.',
    )
    .option('--json', 'print one JSON document')
    .action(async (options: TestOptions) => {
      finish(await run(options, assets, terminal));
    });
  return new Command('model').description('The language model that is set up.').addCommand(test);
}

async function run(options: TestOptions, assets: string, terminal: Terminal): Promise<ExitCode> {
  const { model, isThere, ledger } = await modelOf({ ...options, cache: false }, assets, terminal);
  const { failure, ms } = await testConnection(model, terminal.signal);
  if (!isThere && failure !== undefined) throw new Failure('missing', failure.message, failure.nextStep);
  if (options.json === true) {
    const told = failure === undefined ? { ok: true } : { ok: false, failure };
    terminal.stdout.write(`${JSON.stringify({ model: model.id, ...told, tokens: ledger.totals, ms })}\n`);
  } else {
    const result = failure === undefined ? 'answers as it should' : failure.message;
    terminal.stdout.write(`${model.id}: ${result}\n${ms} ms, ${ledger.text()}\n`);
    if (failure?.nextStep !== undefined) terminal.stdout.write(`${failure.nextStep}\n`);
  }
  return failure === undefined ? 0 : 1;
}

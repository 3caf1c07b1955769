// witness model: whether the model that is set up answers.
import { Command } from 'commander';
import { z } from 'zod';
import { jsonAnswer } from '../../core/model/answers';
import { ask } from '../../core/model/ask';
import { promptOf } from '../../core/model/prompt';
import { Failure } from '../failure';
import { modelOf, withModelOptions, type ModelOptions } from './modelOptions';
import type { ExitCode, Terminal } from './program';

interface TestOptions extends ModelOptions {
  readonly json?: boolean;
}

const question = promptOf({
  rules: 'You answer with one JSON document and nothing else.',
  stable: [],
  changing: [],
  question: 'Answer with {"sum": N}, where N is the sum of 19 and 23.',
});
const sum = z.object({ sum: z.number() });

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
  const begun = performance.now();
  const read = jsonAnswer(sum, (answer) => (answer.sum === 42 ? [] : ['That is not the sum.']));
  const outcome = await ask(
    model,
    { purpose: 'test', messages: question, maxOutput: 500, read },
    terminal.signal,
  );
  if (!isThere && !outcome.ok) {
    throw new Failure('missing', outcome.failure.message, outcome.failure.nextStep);
  }
  const ms = Math.round(performance.now() - begun);
  if (options.json === true) {
    const told = outcome.ok ? { ok: true } : outcome;
    terminal.stdout.write(`${JSON.stringify({ model: model.id, ...told, tokens: ledger.totals, ms })}\n`);
  } else {
    const result = outcome.ok ? 'answers as it should' : outcome.failure.message;
    terminal.stdout.write(`${model.id}: ${result}\n${ms} ms, ${ledger.text()}\n`);
    const nextStep = outcome.ok ? undefined : outcome.failure.nextStep;
    if (nextStep !== undefined) terminal.stdout.write(`${nextStep}\n`);
  }
  return outcome.ok ? 0 : 1;
}

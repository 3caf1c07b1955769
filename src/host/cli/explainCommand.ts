// witness explain: what led to a value in a recording, and what a model says of it or of the whole run, compared with the recording.
import { Command, InvalidArgumentError } from 'commander';
import path from 'node:path';
import type { LanguageModel, TokenCounter } from '../../core/model/languageModel';
import { flat, readingOrder } from '../../core/trace/causes';
import type { WhyCause, WhyNode, WhyResult } from '../../protocol/recordings';
import { Failure } from '../failure';
import { tokenCounter } from '../model/tokenCounter';
import type { Explanation } from '../recordings/checkedExplanation';
import { explainRecording } from '../recordings/explainRecording';
import { explainValue } from '../recordings/explainValue';
import { OpenRecording } from '../recordings/openRecording';
import { whyChain } from '../recordings/whyChain';
import { SyntaxService } from '../syntax/syntaxService';
import { loadRecording } from '../trace/recordingFile';
import { causesText, explanationDocument, explanationText } from './explainText';
import { modelOf, tellCost, withModelOptions, type ModelOptions } from './modelOptions';
import { recordingNamed } from './namedRecording';
import type { ExitCode, Terminal } from './program';

interface ExplainOptions extends ModelOptions {
  readonly at?: FileLine;
  readonly name?: string;
  readonly entry?: string;
  readonly json?: boolean;
}

interface FileLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export function explainCommand(
  assets: string,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): Command {
  return withModelOptions(new Command('explain'))
    .description('Tell what led to a value in a recording, and have a model say why; its claims are checked.')
    .argument('<recording>', 'a file, or a recording that is kept, or the beginning of its name')
    .option('--at <file:line>', 'the last run of this line; without it, how the run ended', fileLine)
    .option('--name <variable>', 'a variable of that line; without it, all that the line reads')
    .option('--entry <function>', 'only the calls of this function and what they call')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but the answer and errors')
    .action(async (name: string, options: ExplainOptions) => {
      finish(await run(name, options, assets, terminal));
    });
}

async function run(
  name: string,
  options: ExplainOptions,
  assets: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const { entry, at } = options;
  const { signal } = terminal;
  if (at === undefined && options.name !== undefined) {
    throw new Failure('usage', 'A variable is one of a line.', 'Name the line with --at FILE:LINE.');
  }
  const recording = await loadRecording(await recordingNamed(name, terminal));
  const open = await OpenRecording.of(recording, new SyntaxService(assets), entry);
  const chain = at && (await chainAt(open, at, options.name, terminal));
  const first = chain && readingOrder(chain.nodes);
  const causes = first === undefined ? undefined : flat<WhyNode>(first);
  const opened = await modelOf(options, assets, terminal);
  const isAsked = opened.isThere || options.preview === true;
  if (!isAsked && causes === undefined) {
    throw new Failure(
      'missing',
      'A run is explained by a model, and none is set up.',
      'Name one with --model, or a line with --at: what led to a value needs none.',
    );
  }
  const explanation = isAsked
    ? await explained(open, chain, { model: opened.model, count: tokenCounter(assets) }, { entry, signal })
    : undefined;
  if (options.preview === true) return 0;
  show({ causes, isCut: chain?.isCut === true, explanation }, options, terminal);
  tellCost(opened, options, terminal);
  return explanation !== undefined && isDoubtful(explanation) ? 1 : 0;
}

async function chainAt(
  open: OpenRecording,
  { file, line }: FileLine,
  name: string | undefined,
  { cwd }: Terminal,
): Promise<WhyResult> {
  const at = { step: open.recording.stepCount, file: path.resolve(cwd, file), line: line - 1 };
  const chain = await whyChain(open, { at, ...(name !== undefined && { name }) });
  if (chain.nodes.length > 0) return chain;
  const files = open.recording.parts.modules.map((module) => module.file);
  const next = files.includes(at.file) ? undefined : `It has: ${files.slice(0, 5).join(', ')}.`;
  throw new Failure('usage', `Line ${line} of ${file} did not run in this recording.`, next);
}

function explained(
  open: OpenRecording,
  chain: WhyResult | undefined,
  asked: { readonly model: LanguageModel; readonly count: TokenCounter },
  { entry, signal }: { readonly entry: string | undefined; readonly signal: AbortSignal },
): Promise<Explanation> {
  if (chain === undefined) return explainRecording(open, asked.model, undefined, entry, signal);
  return explainValue(open, chain, asked, signal);
}

interface Answer {
  readonly causes: readonly WhyCause[] | undefined;
  readonly isCut: boolean;
  readonly explanation: Explanation | undefined;
}

function show({ causes, isCut, explanation }: Answer, options: ExplainOptions, { stdout }: Terminal): void {
  const restsOn = causes === undefined ? 'step' : 'cause';
  if (options.json === true) {
    const document = explanationDocument(causes, isCut, explanation, restsOn);
    stdout.write(`${JSON.stringify(document)}\n`);
    return;
  }
  const parts = [
    ...(causes === undefined ? [] : [causesText(causes, isCut)]),
    ...(explanation === undefined ? [] : [explanationText(explanation, restsOn)]),
  ];
  stdout.write(`${parts.join('\n\n')}\n`);
}

/** Whether there is nothing to rely on. */
function isDoubtful({ claims, noAnswer }: Explanation): boolean {
  return noAnswer !== undefined || claims.some(({ verdict }) => verdict === 'false');
}

function fileLine(text: string): FileLine {
  const { file, line } = /^(?<file>.+):(?<line>[1-9]\d{0,8})$/.exec(text)?.groups ?? {};
  if (file === undefined || line === undefined) throw new InvalidArgumentError('Say it as FILE:LINE.');
  return { file, line: Number(line) };
}

// witness rule: a rule from words, by a model; and whether a document of a rule holds.
import { Command, Option } from 'commander';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { placeOf } from '../../core/dataflow/rules/problem';
import type { RuleLanguage } from '../../core/dataflow/rules/schema';
import { checkRuleDocument } from '../dataflow/checkRule';
import { newRule } from '../dataflow/newRule';
import { ruleTextAt } from '../dataflow/ruleFiles';
import { Failure } from '../failure';
import { SyntaxService } from '../syntax/syntaxService';
import { modelOf, tellCost, withModelOptions, type ModelOptions } from './modelOptions';
import type { ExitCode, Terminal } from './program';

interface NewOptions extends ModelOptions {
  readonly language: RuleLanguage;
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
  readonly out?: string;
}

export function ruleCommand(assets: string, terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const make = withModelOptions(new Command('new'))
    .description(
      'Have a model write a rule from words; it is checked on its examples and near-misses of them.',
    )
    .argument('<words>', 'what is dangerous where, e.g. "text from a chat message must not reach eval"')
    .addOption(
      new Option('--language <name>', 'the language of the code')
        .choices(['java', 'python', 'javascript', 'typescript'])
        .makeOptionMandatory(),
    )
    .option('--must <files...>', 'files in which the rule has to find something', [])
    .option('--must-not <files...>', 'files in which it has to find nothing', [])
    .option('--out <file>', 'write the document to a new file instead of printing it')
    .action(async (words: string, options: NewOptions) => {
      finish(await makeRule(words, options, assets, terminal));
    });
  const check = new Command('check')
    .description('Check documents of rules: their form, their queries, and what they find in their examples.')
    .argument('<files...>', 'documents')
    .action(async (files: string[]) => {
      finish(await checkRules(files, assets, terminal));
    });
  return new Command('rule')
    .description('Rules of the dataflow analysis.')
    .addCommand(make)
    .addCommand(check);
}

async function makeRule(
  description: string,
  options: NewOptions,
  assets: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const { cwd, signal, stdout } = terminal;
  const textsOf = (files: readonly string[]): Promise<string[]> =>
    Promise.all(files.map((file) => readFile(path.resolve(cwd, file), 'utf8').catch(unreadable)));
  const worded = {
    description,
    language: options.language,
    must: await textsOf(options.must),
    mustNot: await textsOf(options.mustNot),
  };
  const opened = await modelOf(options, assets, terminal);
  const syntax = new SyntaxService(assets);
  const made = await newRule(worded, cwd, { assets, syntax, model: opened.model, signal });
  if (options.preview === true) return 0;
  tellCost(opened, options, terminal);
  if (made.text === undefined) throw new Failure('missing', `There is no rule: ${made.noAnswer ?? ''}`);
  if (options.out === undefined) stdout.write(made.text);
  else await write(path.resolve(cwd, options.out), made.text);
  return 0;
}

async function checkRules(
  files: readonly string[],
  assets: string,
  { cwd, stdout }: Terminal,
): Promise<ExitCode> {
  const syntax = new SyntaxService(assets);
  let count = 0;
  for (const name of files) {
    const { file, text } = await ruleTextAt(path.resolve(cwd, name));
    for (const problem of await checkRuleDocument({ file, text, root: cwd }, { assets, syntax })) {
      stdout.write(`${placeOf({ ...problem, file: name })}: ${problem.message} ${problem.nextStep}\n`);
      count++;
    }
  }
  return count > 0 ? 1 : 0;
}

function unreadable(error: unknown): never {
  throw new Failure('usage', `An example cannot be read: ${String(error)}`, 'Give files that exist.');
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { flag: 'wx' }).catch((error: unknown) => {
    throw new Failure(
      'usage',
      `The rule cannot be written: ${String(error)}`,
      'Name a file that is not there yet.',
    );
  });
}

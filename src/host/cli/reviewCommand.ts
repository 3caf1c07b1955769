// witness review: what in a change needs a look, and what is to be said about it, with evidence.
import { Command, Option } from 'commander';
import { writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ChangedFile } from '../../core/review/change';
import { gitHubReview, markdown } from '../../core/review/exports';
import { reviewSarif } from '../../core/review/sarif';
import { hunksBetween } from '../../core/review/hunks';
import { lookThreshold, type ReviewReport } from '../../core/review/reviewReport';
import { FlowService } from '../dataflow/flowService';
import { Failure } from '../failure';
import { RecordedValues } from '../fragment/recordedValues';
import type { OpenModel } from '../model/openModel';
import { tokenCounter } from '../model/tokenCounter';
import { BehaviourComparer } from '../review/behaviourComparer';
import { type Changes, commitRange, gitChanges } from '../review/gitChanges';
import { reviewWithModel } from '../review/model/modelReview';
import { patchChanges } from '../review/patchChanges';
import { refinedReport } from '../review/refining/refinedReport';
import { RecordedTests } from '../review/recordedTests';
import { reviewChanges } from '../review/reviewChanges';
import { teamRulesOf } from '../review/teamRules';
import type { Isolation } from '../sandbox/sandboxProcess';
import { RecordingStore } from '../store/recordingStore';
import { SyntaxService } from '../syntax/syntaxService';
import { colorsFor } from './colors';
import { modelOf, type ModelOptions, tellCost, withModelOptions } from './modelOptions';
import type { ExitCode, Terminal } from './program';
import { reviewLines } from './reviewText';

interface ReviewOptions extends ModelOptions {
  readonly base?: string;
  readonly range?: string;
  readonly staged?: boolean;
  readonly diff?: string;
  readonly refine?: boolean;
  readonly github?: boolean;
  readonly markdown?: string;
  readonly sarif?: string;
  readonly failOn: 'comment' | 'look' | 'never';
  readonly isolation: Isolation;
  readonly interpreter?: string;
  readonly cwd?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function reviewCommand(
  { assets, version }: { readonly assets: string; readonly version: string },
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): Command {
  return withModelOptions(new Command('review'))
    .description(
      'Say what in a change needs a look, and what it does differently: the working tree, unless told otherwise.',
    )
    .option('--base <ref>', 'what has changed since the branch left that one, uncommitted changes included')
    .option('--range <a..b>', 'what has changed between two commits, or in one')
    .option('--staged', 'what is staged')
    .option('--diff <file>', 'a patch, applied or not; - reads it from the input')
    .option('--refine', 'look for refined code for comments with evidence, and try it')
    .option('--github', 'print the body of a pull-request review for the API of GitHub')
    .option('--markdown <file>', 'write the review as Markdown too')
    .option('--sarif <file>', 'write the comments as SARIF 2.1.0 too')
    .addOption(
      new Option('--fail-on <what>', 'what ends with code 1')
        .choices(['comment', 'look', 'never'])
        .default('comment'),
    )
    .addOption(
      new Option(
        '--isolation <level>',
        'how both versions are confined; "limited" stops accidents, not attacks',
      )
        .choices(['isolated', 'limited'])
        .default('isolated'),
    )
    .option('--interpreter <path>', 'the Python that runs both versions')
    .option('--cwd <folder>', 'folder of the repository')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print nothing but errors')
    .addHelpText('after', examples)
    .action(async (options: ReviewOptions) => {
      finish(await run(options, { assets, version }, terminal));
    });
}

const examples = `
Examples:
  witness review
  witness review --base main --github > review.json
  witness review --range v1.0..v1.1 --json`;

async function run(
  options: ReviewOptions,
  { assets, version }: { readonly assets: string; readonly version: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const cwd = path.resolve(terminal.cwd, options.cwd ?? '.');
  const changes = await wantedChanges(options, cwd, terminal.signal);
  const opened = await modelOf(options, assets, terminal);
  const report = await reviewed(changes, opened, options, assets, terminal).catch((error: unknown) => {
    if (!terminal.signal.aborted) throw error;
    throw new Failure('usage', 'The review was cancelled.');
  });
  if (options.preview === true) return 0;
  tellCost(opened, options, terminal);
  if (options.markdown !== undefined) await write(options.markdown, markdown(report), terminal);
  if (options.sarif !== undefined) {
    const log = reviewSarif(report, { version, uriOf: encodeURI });
    await write(options.sarif, JSON.stringify(log, undefined, 2), terminal);
  }
  tell(report, changes.files, options, terminal);
  return exitCode(report, options.failOn);
}

async function write(file: string, text: string, { cwd }: Terminal): Promise<void> {
  await writeFile(path.resolve(cwd, file), `${text}\n`).catch((error: unknown) => {
    throw new Failure('usage', `${file} cannot be written: ${String(error)}`, 'Give another file.');
  });
}

async function reviewed(
  { root, files }: Changes,
  { isThere, model }: OpenModel,
  options: ReviewOptions,
  assets: string,
  terminal: Terminal,
): Promise<ReviewReport> {
  const { isolation, interpreter } = options;
  const { environment, signal } = terminal;
  const syntax = new SyntaxService(assets);
  const flow = new FlowService({ assets, syntax });
  const comparer = new BehaviourComparer({
    ...{ assets, root, isolation, environment, syntax, signal },
    ...(interpreter !== undefined && { interpreter }),
  });
  const onProgress = progressOn(terminal, options);
  const team = await teamRulesOf(root, { assets, syntax });
  const tools = { root, syntax, flow, comparer, signal, team };
  const asked = { model, count: tokenCounter(assets) };
  const store = RecordingStore.ofUser(environment);
  const recordedTests = new RecordedTests(store, root);
  try {
    const plain = await reviewChanges(files, { ...tools, recordedTests, onProgress });
    const recorded = new RecordedValues(store);
    const report = isThere
      ? await reviewWithModel(plain, files, asked, { ...tools, recorded, onAsking: onProgress })
      : plain;
    if (options.refine !== true) return report;
    return await refinedReport(report, files, { ...tools, ...(isThere && { advisor: asked }) });
  } finally {
    await comparer.dispose();
  }
}

async function wantedChanges(
  { base, range, staged, diff }: ReviewOptions,
  cwd: string,
  signal: AbortSignal,
): Promise<Changes> {
  const named = [base, range, staged, diff].filter((item) => item !== undefined).length;
  if (named > 1) {
    const nextStep = 'Give one of --base, --range, --staged and --diff.';
    throw new Failure('usage', 'More than one change is named.', nextStep);
  }
  if (diff !== undefined) return patchChanges(patchText(diff, cwd), cwd);
  if (base !== undefined) return gitChanges(cwd, { kind: 'base', base }, signal);
  if (range !== undefined) return gitChanges(cwd, commitRange(range), signal);
  return gitChanges(cwd, { kind: staged === true ? 'staged' : 'working' }, signal);
}

function patchText(file: string, cwd: string): string {
  try {
    return readFileSync(file === '-' ? process.stdin.fd : path.resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new Failure('usage', `The patch cannot be read: ${String(error)}`);
  }
}

function tell(
  report: ReviewReport,
  files: readonly ChangedFile[],
  options: ReviewOptions,
  { stdout, environment }: Terminal,
): void {
  if (options.github === true) {
    stdout.write(`${JSON.stringify(gitHubReview(report, linesOfDiff(files)), undefined, 2)}\n`);
  } else if (options.json === true) stdout.write(`${JSON.stringify(document(report))}\n`);
  else if (options.quiet !== true) {
    stdout.write(`${reviewLines(report, colorsFor(stdout, environment)).join('\n')}\n`);
  }
}

/** Lines of people's documents count from 1. */
function document({ files, comments, notes, model }: ReviewReport): object {
  const span = ({ start, end }: { start: number; end: number }) => ({ startLine: start + 1, endLine: end });
  return {
    files: files.map((file) => ({
      ...file,
      parts: file.parts.map(({ lines, ...part }) => ({ ...part, ...span(lines) })),
    })),
    comments: comments.map(({ lines, ...comment }) => ({ ...comment, ...span(lines) })),
    notes,
    ...(model !== undefined && { model, dropped: model.contradicted.length }),
  };
}

/** GitHub shows three lines around each change. */
function linesOfDiff(files: readonly ChangedFile[]): (file: string, line: number) => boolean {
  const around = 3;
  const spans = new Map(
    files.map(({ path: name, old = '', new: now = '' }) => [
      name,
      hunksBetween(old, now).map((hunk) => hunk.new),
    ]),
  );
  return (file, line) =>
    spans.get(file)?.some(({ start, end }) => line >= start - around && line < end + around) === true;
}

function progressOn({ stderr }: Terminal, { quiet, json, github }: ReviewOptions) {
  const shows = stderr.isTTY && quiet !== true && json !== true && github !== true;
  return (file: string, done: number, of: number): void => {
    if (shows) stderr.write(`${file} (${done + 1} of ${of}) …\n`);
  };
}

function exitCode({ files, comments }: ReviewReport, failOn: ReviewOptions['failOn']): ExitCode {
  if (failOn === 'never') return 0;
  if (comments.some(({ level }) => level !== 'claimed')) return 1;
  return failOn === 'look' && files.some(({ necessity }) => necessity >= lookThreshold) ? 1 : 0;
}

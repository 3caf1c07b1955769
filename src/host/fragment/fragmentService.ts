// Fragments for an editor: a warm sandbox is kept for the interpreter and the folders that were asked for last.
import path from 'node:path';
import type { RunSummary } from '../../core/fragment/fragmentReport';
import { fragmentViews } from '../../core/fragment/fragmentView';
import type { Selection } from '../../core/fragment/selection';
import { taskExamples } from '../../core/fragment/taskExamples';
import { testText } from '../../core/fragment/testText';
import { textOf } from '../../core/fragment/selection';
import type {
  CheckCodeAnswer,
  CheckCodeParams,
  FragmentAnswer,
  FragmentPiece,
  FragmentPlace,
  FragmentTestAnswer,
  FragmentTestParams,
  RecordFragmentParams,
  RunFragmentParams,
} from '../../protocol/fragment';
import type { RecordingRef } from '../../protocol/recordings';
import type { OpenModel } from '../model/openModel';
import { findPython, type PythonInterpreter } from '../python/interpreter';
import type { Recordings } from '../recordings/recordings';
import { startPythonSandbox, visibleFolders, type PythonSandbox } from '../sandbox/pythonSandbox';
import { withPlainLineEnds } from '../syntax/lineEnds';
import type { SyntaxService } from '../syntax/syntaxService';
import { existingValues } from './existingValues';
import { guidedFragment, type GuidedFragment } from './guidedFragment';
import { type Fragment, runFragment } from './partialRun';
import { keepFragment } from './recordedFragment';
import type { RecordedValues } from './recordedValues';
import { selectedFragment } from './selectedFragment';
import { WorkspaceFiles } from './workspaceCalls';

export interface FragmentTools {
  readonly assets: string;
  readonly syntax: SyntaxService;
  readonly recorded: RecordedValues;
  readonly recordings: Recordings;
  readonly environment: NodeJS.ProcessEnv;
}

interface WarmSandbox extends PythonSandbox {
  readonly key: string;
  /** E.g. `CPython 3.11.7`. */
  readonly interpreter: string;
}

/** A model with its name as people read it. */
interface TitledModel extends OpenModel {
  readonly title: string;
}

export class FragmentService {
  private warm: Promise<WarmSandbox> | undefined;
  private readonly workspace = new WorkspaceFiles();

  constructor(private readonly tools: FragmentTools) {}

  /** @throws Failure */
  async run(
    params: Omit<RunFragmentParams, 'model'>,
    signal: AbortSignal,
    model?: TitledModel,
  ): Promise<FragmentAnswer> {
    const { runs: budget, limitMs } = params;
    const { fragment, selection, warm } = await this.prepared(params);
    const { pool, level } = warm;
    const guided = model && (await guidedFragment(fragment, model.model, pool, { limitMs, signal }));
    const piece: Fragment = { ...(guided?.fragment ?? fragment), notes: true };
    const runs = await runFragment(piece, pool, { runs: budget, limitMs, signal });
    return {
      selection,
      isolation: level,
      views: fragmentViews(runs, selection),
      runs: runs.length,
      durationMs: Math.round(runs.reduce((sum, { ms }) => sum + ms, 0)),
      blocked: runs.flatMap(({ result }) => result?.blocked ?? []).slice(0, maxBlocked),
      ...stoppedBy(runs),
      ...(model && guided && { model: modelPart(model, guided) }),
    };
  }

  /** Makes a run once more and keeps its steps. @throws Failure */
  async record(params: RecordFragmentParams, signal: AbortSignal): Promise<RecordingRef> {
    const { file, cwd, text, plan, limitMs } = params;
    const { fragment, selection, warm } = await this.prepared(params);
    const job = { argument: { ...fragment, plan, limitMs, record: true }, limitMs };
    const answer = await warm.pool.run(
      { module: 'witness_fragment.running', function: 'run', ...job },
      signal,
    );
    this.tools.recordings.texts.add(text);
    const run = { file, text, cwd, selection, interpreter: warm.interpreter, limitMs };
    return { path: await keepFragment(run, answer, this.tools.recordings.store) };
  }

  /** A test of what was run, tried before it is handed out. @throws Failure */
  async test(params: FragmentTestParams, signal: AbortSignal): Promise<FragmentTestAnswer> {
    const { selection, view, file, limitMs } = params;
    const code = codeOf(selection, withPlainLineEnds(params.text));
    const source = { file: path.basename(file), code, startLine: selection.startLine, view };
    const { pool } = await this.sandbox(params);
    let answer: FragmentTestAnswer = { text: '' };
    for (const withAsserts of [true, false]) {
      const { text, name } = testText(source, withAsserts);
      const tried = await pool.run(
        {
          module: 'witness_fragment.checking',
          function: 'try_test',
          argument: { source: text, call: name, limitMs },
          limitMs,
        },
        signal,
      );
      const error = errorOf(tried.result);
      answer = { text, ...(error !== undefined && { error }) };
      if (error === undefined) return answer;
    }
    return answer;
  }

  /** Runs code, and the examples that a text and its docstrings give of it. @throws Failure */
  async check(params: CheckCodeParams, signal: AbortSignal): Promise<CheckCodeAnswer> {
    const text = withPlainLineEnds(params.text);
    const examples = taskExamples(`${params.task}\n${text}`).filter(({ call }) => isDefined(call, text));
    const { pool, level } = await this.sandbox(params);
    const fragment = { source: text, file: params.file, notes: true, examples };
    const runs = await runFragment(fragment, pool, { runs: 1, limitMs: params.limitMs, signal });
    const checked = runs[0]?.result?.checked ?? [];
    const lastLine = text.split('\n').length - 1;
    const [view] = fragmentViews(runs, { startLine: 0, endLine: lastLine, within: undefined });
    return {
      isolation: level,
      checks: examples.map((example, i) => ({
        ...example,
        ...(checked[i] ?? { held: false, error: 'it did not come to this example', invented: false }),
      })),
      ...(view !== undefined && { view }),
      ...stoppedBy(runs),
    };
  }

  async dispose(): Promise<void> {
    const warm = await this.warm?.catch(() => undefined);
    await warm?.pool.dispose();
  }

  /** The fragment with what is known of what it lacks, and a sandbox to run it in. */
  private async prepared(
    piece: FragmentPiece,
  ): Promise<{ fragment: Fragment; selection: Selection; warm: WarmSandbox }> {
    const { file, from, to, given, cwd } = piece;
    const text = withPlainLineEnds(piece.text);
    const { fragment, selection } = await selectedFragment({ file, text, from, to }, this.tools.syntax);
    const [warm, existing] = await Promise.all([
      this.sandbox(piece),
      existingValues({ file, text, cwd, selection }, { ...this.tools, workspace: this.workspace }),
    ]);
    return { fragment: { ...fragment, ...existing, given }, selection, warm };
  }

  private async sandbox(place: FragmentPlace): Promise<WarmSandbox> {
    const { cwd, file, interpreter, isolation } = place;
    const python = await findPython({
      folder: cwd,
      environment: this.tools.environment,
      ...(interpreter !== undefined && { explicit: interpreter }),
    });
    const key = JSON.stringify([python.executable, visibleFolders(cwd, [file]), isolation]);
    const known = await this.warm?.catch(() => undefined);
    if (known?.key === key) return known;
    await known?.pool.dispose();
    this.warm = this.start(key, python, place);
    return this.warm;
  }

  private async start(
    key: string,
    python: PythonInterpreter,
    { isolation, cwd, file }: FragmentPlace,
  ): Promise<WarmSandbox> {
    const started = await startPythonSandbox(python, {
      level: isolation,
      assets: this.tools.assets,
      cwd,
      files: [file],
      preload: ['witness_fragment.running', 'witness_fragment.checking'],
      size: 1,
    });
    return { ...started, key, interpreter: python.description };
  }
}

function modelPart(
  { title, ledger }: TitledModel,
  { rounds, noAnswer }: GuidedFragment,
): NonNullable<FragmentAnswer['model']> {
  return {
    model: title,
    cost: ledger.totals,
    rounds,
    ...(noAnswer !== undefined && { noAnswer }),
  };
}

const maxBlocked = 20;

function stoppedBy(runs: readonly RunSummary[]): { stopped?: string } {
  const stopped = runs[0]?.stopped;
  return stopped === undefined ? {} : { stopped };
}

/** The statements without the empty lines that keep their numbers. */
function codeOf(selection: Selection, text: string): string {
  return textOf(selection, text.split('\n')).split('\n').slice(selection.startLine).join('\n');
}

function errorOf(result: string | null): string | undefined {
  if (result === null) return 'it did not end in time';
  const answer: unknown = JSON.parse(result);
  const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : undefined;
  return typeof error === 'string' ? error : undefined;
}

/** Whether the code defines what an example calls; prose has parentheses, too. */
function isDefined(call: string, text: string): boolean {
  const name = /^\w+/.exec(call)?.[0] ?? '';
  return new RegExp(`^\\s*(?:async\\s+)?(?:def|class)\\s+${name}\\b|^${name}\\s*=`, 'm').test(text);
}

// Records one run at a time, and puts what came of it on show.
import path from 'node:path';
import * as vscode from 'vscode';
import type { Focus, FunctionInText, InterpreterInUse, TraceResult } from '../../protocol/engine';
import { setContextKey } from '../contextKeys';
import type { Engine } from '../engine';
import { chosenInterpreter, type ChosenInterpreter } from '../python/interpreter';
import { setting } from '../settings';
import { outcomeText, stepsText } from './outcomeText';
import type { StatusItem } from './statusItem';
import { titleOf } from './traceTitle';
import type { TraceStore } from './traceStore';
import { isHandedOver, unsavedTexts } from './unsavedTexts';

/** What is run: a call, or the whole file of which one function's calls are shown. */
export interface RunOrder {
  readonly call?: string;
  /** Title of a test. */
  readonly test?: string;
  /** Name of an entry of `launch.json`. */
  readonly launch?: string;
  readonly entry?: string;
  /** The recording that is made again, and where all values are to be kept. */
  readonly focus?: Focus;
  readonly wrapping: FunctionInText['wrapping'];
}

export interface TraceRunParts {
  readonly engine: Engine;
  readonly store: TraceStore;
  readonly status: StatusItem;
  readonly log: vscode.LogOutputChannel;
}

export class TraceRun {
  private current: AbortController | undefined;

  constructor(private readonly parts: TraceRunParts) {}

  cancel(): void {
    this.current?.abort();
  }

  /**
   * Runs what stands in the editors; a run that is still going on is cancelled.
   * @throws EngineFailure
   */
  async start(document: vscode.TextDocument, order: RunOrder): Promise<TraceResult> {
    this.cancel();
    const mine = new AbortController();
    this.current = mine;
    const { status, store, log } = this.parts;
    const what = titleOf({ ...order, file: document.fileName });
    log.info(`recording ${what}`);
    status.showRunning('witness.cancelTrace', vscode.l10n.t('Recording {0}', what));
    setContextKey('witness.isRecording', true);
    try {
      const result = await this.record(document, order, mine.signal);
      this.logResult(result);
      store.show({ ...result, notes: [...result.notes, ...unsavedNotes(result)] });
      return result;
    } finally {
      if (this.current === mine) {
        this.current = undefined;
        status.showRunning('witness.cancelTrace', undefined);
        setContextKey('witness.isRecording', false);
      }
    }
  }

  private async record(
    document: vscode.TextDocument,
    order: RunOrder,
    signal: AbortSignal,
  ): Promise<TraceResult> {
    // What an entry of `launch.json` runs is Python, whatever it is named after.
    const isPython = order.launch !== undefined || document.languageId === 'python';
    const chosen = isPython ? await chosenInterpreter(document) : undefined;
    this.parts.status.showChosenIn(chosen && chosenText(chosen));
    const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
    return this.parts.engine.request(
      'trace',
      {
        ...order,
        unsaved: unsavedTexts(),
        file: document.fileName,
        cwd: folder ?? path.dirname(document.fileName),
        ...(chosen !== undefined && { interpreter: chosen.path }),
        limitMs: Math.round(setting('trace.timeLimit', document) * 1000),
      },
      {
        signal,
        onProgress: ({ interpreter }) => {
          this.logInterpreter(interpreter);
        },
      },
    );
  }

  private logInterpreter({ description, executable, origin }: InterpreterInUse): void {
    this.parts.log.info(`with ${description}, ${executable} (${origin})`);
  }

  private logResult(result: TraceResult): void {
    const { log } = this.parts;
    for (const [name, text] of [
      ['stdout', result.stdout],
      ['stderr', result.stderr],
    ] as const) {
      if (text !== '') log.info(`${name}:\n${text.trimEnd()}`);
    }
    log.info(`${outcomeText(result.outcome)}, ${stepsText(result)}, ${result.durationMs} ms`);
  }
}

function chosenText({ origin }: ChosenInterpreter): string {
  return origin === 'setting'
    ? vscode.l10n.t('named in the settings')
    : vscode.l10n.t('chosen in the Python extension');
}

/** Of files whose text could not be handed over, what ran is what is on disk. */
function unsavedNotes(result: TraceResult): string[] {
  const ran = new Set(result.files.map(({ file }) => vscode.Uri.file(file).toString()));
  return vscode.workspace.textDocuments
    .filter((document) => document.isDirty && !isHandedOver(document) && ran.has(document.uri.toString()))
    .map((document) =>
      vscode.l10n.t('{0} has unsaved changes; what ran is the saved text.', path.basename(document.fileName)),
    );
}

// Tracing in the editor: the command, the CodeLens, the values at the ends of lines and the status-bar item.
import * as vscode from 'vscode';
import type { TraceResult } from '../../protocol/engine';
import type { RecordingRef } from '../../protocol/recordings';
import type { RecordingCursor } from '../stepping/cursor';
import { setContextKey } from '../contextKeys';
import { windowDialogs } from '../dialogs';
import type { Engine } from '../engine';
import type { Commands } from '../commands';
import { CallMemory } from './callMemory';
import { TraceCodeLens } from './codeLens';
import { DocumentFunctions } from './functionsOf';
import { goToOutcome } from './goToOutcome';
import { LiveMode } from './liveMode';
import { InlineValuesView } from './inlineValuesView';
import { OccurrencesHover } from './occurrencesHover';
import type { ShownFile } from './shownLines';
import { StatusItem } from './statusItem';
import { TraceFunction } from './traceCommand';
import { type RunOrder, TraceRun } from './traceRun';
import { TraceStore } from './traceStore';
import { isTraceable, traceableDocuments, type TraceTarget } from './traceTarget';

export interface TracingParts {
  readonly engine: Engine;
  readonly log: vscode.LogOutputChannel;
  readonly context: vscode.ExtensionContext;
  readonly cursor: RecordingCursor;
}

export class TracingFeature implements vscode.Disposable {
  readonly store = new TraceStore();
  readonly status: StatusItem;
  readonly functions: DocumentFunctions;
  private readonly view: InlineValuesView;
  private readonly lenses: TraceCodeLens;
  private readonly run: TraceRun;
  private readonly command: TraceFunction;
  private readonly live: LiveMode;
  private readonly registered: vscode.Disposable;

  constructor({ engine, log, context, cursor }: TracingParts) {
    const memory = new CallMemory(context.workspaceState);
    const functions = new DocumentFunctions(engine);
    this.functions = functions;
    this.status = new StatusItem(this.store, cursor);
    this.view = new InlineValuesView(this.store, cursor);
    this.lenses = new TraceCodeLens(functions, memory, log);
    this.run = new TraceRun({
      engine,
      store: this.store,
      status: this.status,
      log,
    });
    this.command = new TraceFunction({
      dialogs: windowDialogs,
      functions,
      memory,
      run: this.run,
      isTrusted: () => vscode.workspace.isTrusted,
      onRemembered: () => {
        this.lenses.refresh();
      },
    });
    this.live = new LiveMode({ store: this.store, log, runAgain: () => this.command.runAgain() });
    this.registered = vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider(traceableDocuments, this.lenses),
      vscode.languages.registerHoverProvider(traceableDocuments, new OccurrencesHover(this.store)),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (!isTraceable(document)) return;
        functions.forget();
        this.lenses.refresh();
      }),
      this.store.onDidChange(() => {
        setContextKey('witness.hasTrace', this.store.last !== undefined);
      }),
    );
  }

  /** Records what is meant, asking where need be. @throws EngineFailure */
  record(target: TraceTarget | vscode.Uri | undefined): Promise<void> {
    return this.command.run(target, 'when needed');
  }

  /** Records a file, or a call of something in it. @throws EngineFailure */
  async recordFile(
    document: vscode.TextDocument,
    call: string | undefined,
    entry: string | undefined,
  ): Promise<RecordingRef> {
    const order: RunOrder = {
      wrapping: 'none',
      ...(call !== undefined && { call }),
      ...(entry !== undefined && { entry }),
    };
    return (await this.run.start(document, order)).recording;
  }

  /**
   * Runs what is on show once more, and keeps all values of the function around a 0-based line of a file.
   * @throws EngineFailure
   */
  async recordAgain(file: string, line: number): Promise<TraceResult | undefined> {
    const { last } = this.store;
    if (last === undefined) return undefined;
    const { recording, call, test, launch, entry } = last;
    const order: RunOrder = {
      wrapping: 'none',
      focus: { recording, file, line },
      ...(call !== undefined && { call }),
      ...(test !== undefined && { test }),
      ...(launch !== undefined && { launch }),
      ...(entry !== undefined && { entry }),
    };
    return this.command.runFocused(last.file, order);
  }

  get lastTrace(): TraceResult | undefined {
    return this.store.last;
  }

  /** What is written into a document's lines. */
  shown(document: vscode.TextDocument): ShownFile {
    return this.view.shown(document);
  }

  commands(): Pick<
    Commands,
    | 'witness.traceFunction'
    | 'witness.traceFunctionWith'
    | 'witness.traceFile'
    | 'witness.traceAgain'
    | 'witness.traceConfiguration'
    | 'witness.toggleLive'
    | 'witness.clearInlineValues'
    | 'witness.cancelTrace'
    | 'witness.goToOutcome'
  > {
    return {
      'witness.traceFunction': (target) => this.command.run(target, 'when needed'),
      'witness.traceFunctionWith': (target) => this.command.run(target, 'ask'),
      'witness.traceFile': (uri) => this.command.runFile(uri),
      'witness.traceAgain': () => this.command.runAgain(),
      'witness.toggleLive': () => this.live.toggle(),
      'witness.traceConfiguration': () => this.command.runConfiguration(),
      'witness.clearInlineValues': () => {
        this.store.clear();
      },
      'witness.cancelTrace': () => {
        this.run.cancel();
      },
      'witness.goToOutcome': async () => {
        if (this.store.last !== undefined) await goToOutcome(this.store.last);
      },
    };
  }

  dispose(): void {
    this.run.cancel();
    for (const part of [this.registered, this.live, this.lenses, this.view, this.status, this.store]) {
      part.dispose();
    }
  }
}

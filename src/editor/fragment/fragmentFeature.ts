// Partial execution in the editor: Run Selection and what follows from it, Check Generated Code.
import * as vscode from 'vscode';
import type { ModelChoice } from '../../protocol/model';
import type { RecordingRef } from '../../protocol/recordings';
import type { Commands } from '../commands';
import type { Confinement } from '../confinement';
import { setContextKey } from '../contextKeys';
import { type Dialogs, windowDialogs } from '../dialogs';
import type { Engine } from '../engine';
import { CheckedCode } from './checkedCode';
import { FragmentHover } from './fragmentHover';
import { FragmentLens } from './fragmentLens';
import { FragmentMarks } from './fragmentMarks';
import { FragmentRun } from './fragmentRun';
import { type FragmentOrder, FragmentStore } from './fragmentStore';
import type { FragmentMark } from './fragmentText';
import { askValue, chosenValue } from './inventedValuePrompt';

type FragmentCommand =
  | 'witness.runSelection'
  | 'witness.runSelectionAgain'
  | 'witness.exploreBranches'
  | 'witness.changeInventedValue'
  | 'witness.replayFragment'
  | 'witness.copyAsTest'
  | 'witness.clearFragment'
  | 'witness.cancelFragment'
  | 'witness.checkGeneratedCode';

/** Runs at most, to reach other branches. */
const explorationRuns = 16;
const python: vscode.DocumentSelector = [
  { language: 'python', scheme: 'file' },
  { language: 'python', scheme: 'untitled' },
];

export interface FragmentParts {
  readonly engine: Engine;
  readonly log: vscode.LogOutputChannel;
  readonly confinement: Confinement;
  /** Shows what is running, with a way to cancel it; undefined: nothing any more. */
  readonly showRunning: (what: string | undefined) => void;
  /** Replays a recording in the debugger: from its first line, or to where something is raised. */
  readonly replay: (recording: RecordingRef, stopOnEntry: boolean) => Promise<void>;
  readonly chosenModel: () => Promise<ModelChoice | undefined>;
  readonly dialogs?: Dialogs;
  /** Tells something that went as it should, without waiting for anybody to read it. */
  readonly tell?: (message: string) => void;
}

export class FragmentFeature implements vscode.Disposable {
  readonly store = new FragmentStore();
  private readonly dialogs: Dialogs;
  private readonly tell: (message: string) => void;
  private readonly engine: Engine;
  private readonly replay: FragmentParts['replay'];
  private readonly run: FragmentRun;
  private readonly marks = new FragmentMarks(this.store);
  private readonly checked: CheckedCode;
  private readonly registered: vscode.Disposable;

  constructor(parts: FragmentParts) {
    const { engine, log, confinement, showRunning, chosenModel, replay } = parts;
    const { dialogs = windowDialogs, tell = informationMessage } = parts;
    const { store } = this;
    this.engine = engine;
    this.replay = replay;
    this.dialogs = dialogs;
    this.tell = tell;
    this.run = new FragmentRun({ engine, store, log, confinement, showRunning, chosenModel, tell });
    const readClipboard = (): Thenable<string> => vscode.env.clipboard.readText();
    this.checked = new CheckedCode({ engine, run: this.run, dialogs, tell, readClipboard });
    const lens = new FragmentLens(store);
    this.registered = vscode.Disposable.from(
      lens,
      vscode.languages.registerCodeLensProvider(python, lens),
      vscode.languages.registerHoverProvider(python, new FragmentHover(store)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // What stands there is of another text.
        if (contentChanges.length > 0 && store.of(document) !== undefined) store.clear();
      }),
      store.onDidChange(() => {
        setContextKey('witness.hasFragment', store.current !== undefined);
      }),
    );
  }

  /** What stands at the ends of a document's lines. */
  shown(document: vscode.TextDocument): FragmentMark[] {
    return this.marks.shown(document);
  }

  commands(): Pick<Commands, FragmentCommand> {
    return {
      'witness.runSelection': () => this.runSelection(),
      'witness.runSelectionAgain': () => this.again({}, 1),
      'witness.exploreBranches': (index) => this.explore(index),
      'witness.changeInventedValue': (key) => this.changeValue(key),
      'witness.replayFragment': () => this.replayRun(),
      'witness.copyAsTest': () => this.copyAsTest(),
      'witness.clearFragment': () => {
        this.store.clear();
      },
      'witness.cancelFragment': () => {
        this.run.cancel();
      },
      'witness.checkGeneratedCode': async () => {
        await this.checked.check();
      },
    };
  }

  /** Gives invented values other expressions and runs again; an empty one has the value invented. @throws EngineFailure */
  async again(given: Readonly<Record<string, string>>, runs: number): Promise<void> {
    const { current } = this.store;
    if (current === undefined) return;
    const all = Object.entries({ ...current.order.given, ...given }).filter(([, text]) => text !== '');
    await this.run.run({ ...current.order, given: Object.fromEntries(all) }, runs);
  }

  dispose(): void {
    for (const part of [this.registered, this.checked, this.run, this.marks, this.store]) part.dispose();
  }

  /** The selection, or the statement at the cursor. */
  private async runSelection(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || editor.document.languageId !== 'python') {
      await this.dialogs.warn(vscode.l10n.t('Open a Python file and select what is to run.'));
      return;
    }
    const { start, end, isEmpty } = editor.selection;
    // A selection that ends before a line's first character does not mean that line.
    const to = !isEmpty && end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    const order: FragmentOrder = { uri: editor.document.uri, from: start.line, to, given: {} };
    await this.run.run(order, 1);
    await this.sayWhyNothingRan();
  }

  private async explore(index?: number): Promise<void> {
    if (this.store.current === undefined) return;
    if (this.store.current.answer.views.length < 2) {
      await this.again({}, explorationRuns);
    }
    const views = this.store.current.answer.views;
    if (index !== undefined) {
      this.store.showView(index);
      return;
    }
    if (views.length < 2) {
      this.tell(vscode.l10n.t('No run reached more than the first one did.'));
      return;
    }
    const items = views.map((view, number) => ({
      label: number === 0 ? vscode.l10n.t('the first, most natural run') : view.title,
      description: number === 0 ? '' : vscode.l10n.t('newly reached: {0}', linesText(view.newLines)),
      number,
    }));
    const chosen = await this.dialogs.pick(vscode.l10n.t('Which way is to be shown?'), items);
    if (chosen !== undefined) this.store.showView(chosen.number);
  }

  private async changeValue(key: string | undefined): Promise<void> {
    const { view, current } = this.store;
    if (view === undefined || current === undefined) return;
    const editor = vscode.window.activeTextEditor;
    const line =
      editor?.document.uri.toString() === current.order.uri.toString()
        ? editor.selection.active.line
        : undefined;
    const value = await chosenValue(
      view.invented,
      typeof key === 'string' ? key : undefined,
      line,
      this.dialogs,
    );
    const text = value && (await askValue(value, this.dialogs));
    if (value !== undefined && text !== undefined) await this.again({ [value.key]: text }, 1);
  }

  private async replayRun(): Promise<void> {
    const { view, current } = this.store;
    if (view === undefined || current === undefined) return;
    const { uri, from, to, given } = current.order;
    const document = await vscode.workspace.openTextDocument(uri);
    const title = vscode.l10n.t('Recording the run');
    const recording = await this.run.ask(title, document, (place, signal) =>
      this.engine.request('recordFragment', { ...place, from, to, given, plan: view.plan }, { signal }),
    );
    if (recording !== undefined) await this.replay(recording, view.errors.length === 0);
  }

  private async copyAsTest(): Promise<void> {
    const { view, current } = this.store;
    if (view === undefined || current === undefined) return;
    const document = await vscode.workspace.openTextDocument(current.order.uri);
    const { selection } = current.answer;
    const answer = await this.run.ask(vscode.l10n.t('Trying the test'), document, (place, signal) =>
      this.engine.request('fragmentTest', { ...place, selection, view }, { signal }),
    );
    if (answer === undefined) return;
    await vscode.env.clipboard.writeText(answer.text);
    this.tell(
      answer.error === undefined
        ? vscode.l10n.t('The test is in the clipboard; it was tried in the sandbox and passes.')
        : vscode.l10n.t('The test is in the clipboard; in the sandbox it raised {0}.', answer.error),
    );
  }

  private async sayWhyNothingRan(): Promise<void> {
    const stopped = this.store.current?.answer.stopped;
    if (stopped === undefined) return;
    await this.dialogs.warn(
      vscode.l10n.t('The selection was ended by a limit ({0}) before it could tell what it did.', stopped),
    );
  }
}

function informationMessage(message: string): void {
  void vscode.window.showInformationMessage(message);
}

function linesText(lines: readonly number[]): string {
  return lines.map((line) => line + 1).join(', ');
}

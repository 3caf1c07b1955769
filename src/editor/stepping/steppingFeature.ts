// Stepping through the recording on show: the commands, the highlighted line, the Recording view.
import * as vscode from 'vscode';
import type { StepView } from '../../core/trace/stepView';
import type { Commands } from '../commands';
import { setContextKey } from '../contextKeys';
import type { Engine } from '../engine';
import { titleOf } from '../tracing/traceTitle';
import type { TraceStore } from '../tracing/traceStore';
import type { RecordingCursor } from './cursor';
import { CurrentStep } from './currentStep';
import { type RecordingElement, RecordingTree } from './recordingTree';

const firstDrawingMs = 400;

type SteppingCommand =
  | 'witness.stepForward'
  | 'witness.stepBack'
  | 'witness.stepInto'
  | 'witness.stepBackInto'
  | 'witness.stepOut'
  | 'witness.nextOccurrence'
  | 'witness.previousOccurrence'
  | 'witness.goToRaise'
  | 'witness.goToStart'
  | 'witness.goToEnd'
  | 'witness.goToStep'
  | 'witness.goToRunOfLine'
  | 'witness.leaveRecording';

export interface SteppingParts {
  readonly engine: Engine;
  readonly store: TraceStore;
  readonly cursor: RecordingCursor;
}

export class SteppingFeature implements vscode.Disposable {
  private readonly cursor: RecordingCursor;
  private readonly current: CurrentStep;
  private readonly tree: RecordingTree;
  private readonly view: vscode.TreeView<RecordingElement>;
  private readonly listening: vscode.Disposable;
  private isSelecting = false;

  constructor({ engine, store, cursor }: SteppingParts) {
    this.cursor = cursor;
    this.current = new CurrentStep(cursor, (document) => store.fileOf(document) !== undefined);
    this.tree = new RecordingTree(engine, cursor);
    const view = vscode.window.createTreeView('witness.recording', {
      treeDataProvider: this.tree,
      showCollapseAll: true,
    });
    this.view = view;
    this.listening = vscode.Disposable.from(
      store.onDidReplace((result) => {
        cursor.take(result?.recording);
        this.tree.refresh();
        view.description = result === undefined ? '' : titleOf(result);
      }),
      view.onDidChangeVisibility(() => {
        // A view that has just been opened loses what is selected while it is drawn for the first time.
        setTimeout(() => void this.select(), firstDrawingMs);
      }),
      cursor.onDidChange((step) => {
        setContextKey('witness.isStepping', step !== undefined);
        void this.select();
      }),
    );
  }

  /** The ids of the nodes that are selected in the view. */
  get selected(): readonly string[] {
    return this.view.selection.map(({ item }) => JSON.stringify(item.id));
  }

  commands(): Pick<Commands, SteppingCommand> {
    const { cursor } = this;
    const arrive = async (moved: Promise<void>): Promise<void> => {
      await moved;
      await this.current.reveal();
    };
    return {
      'witness.stepForward': () => arrive(cursor.move('forward')),
      'witness.stepBack': () => arrive(cursor.move('back')),
      'witness.stepInto': () => arrive(cursor.move('into')),
      'witness.stepBackInto': () => arrive(cursor.move('backInto')),
      'witness.stepOut': () => arrive(cursor.move('out')),
      'witness.nextOccurrence': () => arrive(cursor.move('nextOccurrence')),
      'witness.previousOccurrence': () => arrive(cursor.move('previousOccurrence')),
      'witness.goToRaise': () => arrive(cursor.move('raise')),
      'witness.goToStart': () => arrive(cursor.move('start')),
      'witness.goToEnd': () => arrive(cursor.move('end')),
      'witness.goToStep': (step) => arrive(cursor.goTo({ step })),
      'witness.goToRunOfLine': () => arrive(this.goToRunOfLine()),
      'witness.leaveRecording': () => {
        cursor.leave();
      },
    };
  }

  dispose(): void {
    for (const part of [this.listening, this.view, this.tree, this.current]) part.dispose();
  }

  /** Selects where one stands. VS Code may end a second reveal before the first, so one goes on after the other. */
  private async select(): Promise<void> {
    if (this.isSelecting) return;
    this.isSelecting = true;
    try {
      let selected: StepView | undefined;
      for (
        let step = this.cursor.view;
        step !== undefined && step !== selected && this.view.visible;
        step = this.cursor.view
      ) {
        selected = step;
        const element = await this.tree.elementOf(step.step);
        if (element !== undefined) await this.view.reveal(element, { select: true, focus: false });
      }
    } catch {
      // The recording or the view has gone meanwhile; what comes next selects again.
    } finally {
      this.isSelecting = false;
    }
  }

  /** The next run of the line that the text cursor is in, from where one stands. */
  private async goToRunOfLine(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return;
    const { fileName: file } = editor.document;
    const { line } = editor.selection.active;
    await this.cursor.goTo({ step: this.cursor.view?.step ?? 0, file, line });
  }
}

// "Why this value?": asks, and shows the chain as a tree, as numbered marks in the editor, and step by step by keys.
import * as vscode from 'vscode';
import type { TraceResult } from '../../protocol/engine';
import { flat, readingOrder } from '../../core/trace/causes';
import type { WhyCause, WhyNode, WhyParams } from '../../protocol/recordings';
import type { Commands } from '../commands';
import { setContextKey } from '../contextKeys';
import type { Dialogs } from '../dialogs';
import type { Engine } from '../engine';
import type { ModelExplanation } from '../model/modelExplanation';
import type { RecordingCursor } from '../stepping/cursor';
import type { TraceStore } from '../tracing/traceStore';
import { explainValue } from './explainedValue';
import { MissingValues, type ValuePlace } from './missingValues';
import { WhyMarks } from './whyMarks';
import { WhyTree } from './whyTree';

export interface WhyParts {
  readonly engine: Engine;
  readonly store: TraceStore;
  readonly cursor: RecordingCursor;
  readonly dialogs: Dialogs;
  readonly explanation: ModelExplanation;
  /** Runs what is on show once more, and keeps all values of the function around a 0-based line. */
  readonly recordAgain: (file: string, line: number) => Promise<TraceResult | undefined>;
}

type WhyQuestion = Omit<WhyParams, 'recording'>;

type WhyCommand =
  | 'witness.whyThisValue'
  | 'witness.explainValue'
  | 'witness.fetchValues'
  | 'witness.nextCause'
  | 'witness.previousCause'
  | 'witness.goToCause';

export class WhyFeature implements vscode.Disposable {
  private readonly tree = new WhyTree();
  private readonly view: vscode.TreeView<WhyCause>;
  private readonly marks: WhyMarks;
  private readonly listening: vscode.Disposable;
  private readonly missing: MissingValues;
  private question: WhyQuestion | undefined;
  private chain: readonly WhyCause[] = [];
  private current = 0;

  constructor(private readonly parts: WhyParts) {
    this.view = vscode.window.createTreeView('witness.why', { treeDataProvider: this.tree });
    this.marks = new WhyMarks((document) => parts.store.fileOf(document) !== undefined);
    this.missing = new MissingValues(parts);
    this.listening = parts.store.onDidReplace(() => {
      this.show(undefined, undefined);
    });
  }

  /** The chain on show: `number reason line name = value`, lines from 1. */
  get shown(): readonly WhyCause[] {
    return this.chain;
  }

  commands(): Pick<Commands, WhyCommand> {
    return {
      'witness.whyThisValue': () => this.ask(),
      'witness.explainValue': () => this.explain(),
      'witness.fetchValues': (place) => this.fetch(place),
      'witness.nextCause': () => this.goTo(this.current + 1),
      'witness.previousCause': () => this.goTo(this.current - 1),
      'witness.goToCause': (number) => this.goTo(number),
    };
  }

  dispose(): void {
    for (const part of [this.listening, this.view, this.tree, this.marks]) part.dispose();
  }

  /** About the name at the text cursor, as of where one stands in the recording. */
  private async ask(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const { store, cursor } = this.parts;
    const recording = cursor.recordingRef;
    if (editor === undefined || recording === undefined) return;
    if (store.fileOf(editor.document) === undefined) {
      this.say(
        vscode.l10n.t('This text is not what ran, so there is nothing to explain here. Trace it again.'),
      );
      return;
    }
    const { active } = editor.selection;
    const word = editor.document.getWordRangeAtPosition(active, /[\p{L}_$][\p{L}\p{N}_$]*/u);
    const name = word && editor.document.getText(word);
    const step = cursor.view?.step ?? Number.MAX_SAFE_INTEGER;
    const at = { step, file: editor.document.fileName, line: active.line };
    const isAnswered = await this.answer({ at, ...(name !== undefined && { name }) });
    if (!isAnswered) {
      this.say(vscode.l10n.t('This line did not run, so nothing led to it.'));
      return;
    }
    await this.goTo(1);
    await vscode.commands.executeCommand('witness.why.focus', { preserveFocus: true });
  }

  /** The chain on show, by a model. */
  private async explain(): Promise<void> {
    const [first] = this.chain;
    const recording = this.parts.cursor.recordingRef;
    if (first === undefined || this.question === undefined || recording === undefined) {
      this.say(
        vscode.l10n.t('There is no value to explain. Put the cursor on a name, and ask Why This Value?'),
      );
      return;
    }
    await explainValue(first, { recording, ...this.question }, this.parts);
  }

  /** Whether anything led to it. */
  private async answer(question: WhyQuestion): Promise<boolean> {
    const recording = this.parts.cursor.recordingRef;
    if (recording === undefined) return false;
    const { nodes } = await this.parts.engine.request('why', { recording, ...question });
    const first = readingOrder(nodes);
    if (first !== undefined) this.show(first, question);
    return first !== undefined;
  }

  /** Afterwards one stands where one stood, with the same question, as far as the run took the same way. */
  private async fetch(place: ValuePlace | WhyCause | undefined): Promise<void> {
    const { question, current } = this;
    if (!(await this.missing.fetch(place)) || question === undefined) return;
    if (await this.answer(question)) this.current = current;
  }

  private show(first: WhyCause | undefined, question: WhyQuestion | undefined): void {
    this.question = question;
    this.chain = first === undefined ? [] : flat<WhyNode>(first);
    this.current = 0;
    this.view.description = question?.name ?? '';
    this.tree.show(first);
    this.marks.show(this.chain);
    setContextKey('witness.hasCauses', first !== undefined);
  }

  private async goTo(number: number): Promise<void> {
    const cause = this.chain.find((known) => known.number === number);
    if (cause === undefined) return;
    this.current = number;
    await vscode.commands.executeCommand('witness.goToStep', cause.step);
    if (this.view.visible) await this.view.reveal(cause, { select: true, focus: false, expand: true });
  }

  /** Nobody has to answer before something else can be asked. */
  private say(message: string): void {
    void this.parts.dialogs.warn(message);
  }
}

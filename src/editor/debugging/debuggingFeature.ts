// Step-wise debugging in the editor: Debug This Failing Test, the Session view, marks, the fix.
import * as vscode from 'vscode';
import type { StatedState } from '../../core/debugging/statedStates';
import type { ModelChoice } from '../../protocol/model';
import type { Commands } from '../commands';
import type { Confinement } from '../confinement';
import { setContextKey } from '../contextKeys';
import { type Dialogs, windowDialogs } from '../dialogs';
import type { Engine } from '../engine';
import type { NeededModel } from '../model/neededModel';
import type { DocumentFunctions } from '../tracing/functionsOf';
import type { TraceStore } from '../tracing/traceStore';
import { traceableDocuments } from '../tracing/traceTarget';
import { applyFix } from './applyFix';
import { DebugLens } from './debugLens';
import { DebugRun } from './debugRun';
import { DebugStore, type TextState } from './debugStore';
import { choosePassing } from './choosePassing';
import type { SaidToBeRight } from './debugSession';
import { describedTarget } from './describedTarget';
import { debugTarget, type DebugTarget, type GivenTest } from './debugTarget';
import { testTitle } from './debugText';
import { FixPreview, fixScheme } from './fixPreview';
import { chooseInfluence } from './influence';
import type { SessionRow } from './sessionRows';
import { SessionTree } from './sessionTree';
import { askWhatIsRight, statedStates } from './stateRight';
import { SuspectHover } from './suspectHover';
import { SuspectMarks } from './suspectMarks';

type DebuggingCommand =
  | 'witness.debugTest'
  | 'witness.debugDescription'
  | 'witness.debugTestAgain'
  | 'witness.cancelDebugging'
  | 'witness.showDebuggedLine'
  | 'witness.stateRight'
  | 'witness.debugWithPassing'
  | 'witness.showInfluence'
  | 'witness.showFix'
  | 'witness.applyFix'
  | 'witness.recheckFix'
  | 'witness.clearDebugging';

export interface DebuggingParts {
  readonly engine: Engine;
  readonly log: vscode.LogOutputChannel;
  readonly confinement: Confinement;
  readonly functions: DocumentFunctions;
  readonly traces: TraceStore;
  /** Shows what is running, with a way to cancel it; undefined: nothing any more. */
  readonly showRunning: (what: string | undefined) => void;
  readonly chosenModel: () => Promise<ModelChoice | undefined>;
  readonly neededModel: NeededModel;
  readonly dialogs?: Dialogs;
}

export class DebuggingFeature implements vscode.Disposable {
  readonly store = new DebugStore();
  readonly tree = new SessionTree(this.store);
  private readonly dialogs: Dialogs;
  private readonly functions: DocumentFunctions;
  private readonly engine: Engine;
  private readonly run: DebugRun;
  private readonly marks = new SuspectMarks(this.store);
  private readonly preview = new FixPreview(this.store);
  private readonly view: vscode.TreeView<SessionRow>;
  private readonly registered: vscode.Disposable;
  private last: DebugTarget | undefined;

  constructor(private readonly parts: DebuggingParts) {
    const { engine, log, confinement, functions, traces, showRunning, chosenModel, dialogs } = parts;
    const { store } = this;
    this.dialogs = dialogs ?? windowDialogs;
    this.functions = functions;
    this.engine = engine;
    this.run = new DebugRun({ engine, store, log, confinement, showRunning, chosenModel });
    this.view = vscode.window.createTreeView('witness.session', {
      treeDataProvider: this.tree,
      showCollapseAll: true,
    });
    const lens = new DebugLens(functions, traces, log);
    this.registered = vscode.Disposable.from(
      lens,
      vscode.languages.registerCodeLensProvider(traceableDocuments, lens),
      vscode.languages.registerHoverProvider(traceableDocuments, new SuspectHover(store, this.marks)),
      vscode.workspace.registerTextDocumentContentProvider(fixScheme, this.preview),
      store.onDidChange(() => {
        this.tell();
      }),
    );
  }

  /** What is marked in a document. */
  shown(document: vscode.TextDocument): ReturnType<SuspectMarks['shown']> {
    return this.marks.shown(document);
  }

  commands(): Pick<Commands, DebuggingCommand> {
    return {
      'witness.debugTest': (given) => this.debug(given),
      'witness.debugDescription': () => this.debugDescription(),
      'witness.debugTestAgain': () => this.debugAgain(),
      'witness.cancelDebugging': () => {
        this.run.cancel();
      },
      'witness.showDebuggedLine': (line) => this.reveal(line),
      'witness.stateRight': (row, stated) => this.stateRight(row, stated),
      'witness.debugWithPassing': (recording) => this.debugWithPassing(recording),
      'witness.showInfluence': (name) => this.showInfluence(name),
      'witness.showFix': async () => {
        if (!(await this.preview.show())) await this.dialogs.warn(vscode.l10n.t('There is no fix to show.'));
      },
      'witness.applyFix': async () => {
        await applyFix(this.store, this.dialogs);
      },
      'witness.recheckFix': async () => {
        if (this.last !== undefined) await this.run.recheck(this.last);
      },
      'witness.clearDebugging': () => {
        this.run.cancel();
        this.store.show(undefined);
      },
    };
  }

  dispose(): void {
    for (const part of [
      this.registered,
      this.view,
      this.tree,
      this.preview,
      this.marks,
      this.run,
      this.store,
    ]) {
      part.dispose();
    }
  }

  private async debug(given: GivenTest | undefined): Promise<void> {
    if (!(await this.mayRun())) return;
    const target = await debugTarget(given, this.functions, this.dialogs);
    if (target !== undefined) await this.start(target);
  }

  private async debugDescription(): Promise<void> {
    if (!(await this.mayRun())) return;
    const target = await describedTarget({ ...this.parts, dialogs: this.dialogs });
    if (target !== undefined) await this.start(target);
  }

  private async debugAgain(): Promise<void> {
    if (this.last === undefined) await this.debug(undefined);
    else if (await this.mayRun()) await this.start(this.last);
  }

  private async start(target: DebugTarget, said: SaidToBeRight = {}, file?: string): Promise<void> {
    this.last = target;
    const running = this.run.start(target, said, file);
    await vscode.commands.executeCommand('witness.session.focus', { preserveFocus: true });
    await running;
  }

  /**
   * What was said before of other places counts on.
   * @param given States, where another extension knows them; else people are asked.
   */
  private async stateRight(row: SessionRow | undefined, given: unknown): Promise<void> {
    const { current, textState } = this.store;
    if (this.last === undefined || current?.file === undefined || !(await this.mayRun())) return;
    if (textState === 'changed') {
      await this.dialogs.warn(
        vscode.l10n.t(
          'The text has changed since it was debugged. Debug the test again, then say what is right.',
        ),
      );
      return;
    }
    const stated = statedStates(given) ?? (await askWhatIsRight(current, row?.block, this.dialogs));
    if (stated === undefined) return;
    const isAgain = (item: StatedState): boolean =>
      stated.some(({ line, side }) => line === item.line && side === item.side);
    const earlier = (current.said.stated ?? []).filter((item) => !isAgain(item));
    await this.start(this.last, { ...current.said, stated: [...earlier, ...stated] }, current.file);
  }

  /** @param given Path of the recording, where another extension knows it. */
  private async debugWithPassing(given: unknown): Promise<void> {
    if (this.last === undefined || !(await this.mayRun())) return;
    const passing =
      typeof given === 'string' ? given : await choosePassing(this.last, this.engine, this.dialogs);
    if (passing !== undefined) await this.start(this.last, { passing });
  }

  /** @param given Name of a value, or null for all suspects, where that is known; else people are asked. */
  private async showInfluence(given: unknown): Promise<void> {
    if (this.store.current === undefined) return;
    const chosen = await chooseInfluence(this.store.current, given, this.dialogs);
    const { influenced, ...session } = this.store.current;
    if (chosen === null && influenced !== undefined) this.store.show(session);
    else if (chosen) this.store.show({ ...session, influenced: chosen });
  }

  /** The command is disabled then, but a link or another extension may still run it. */
  private async mayRun(): Promise<boolean> {
    if (vscode.workspace.isTrusted) return true;
    await this.dialogs.warn(
      vscode.l10n.t('Witness runs nothing in a workspace that is not trusted, so nothing was debugged.'),
    );
    return false;
  }

  /** @param line From 1. */
  private async reveal(line: number): Promise<void> {
    const file = this.store.current?.file;
    if (file === undefined) return;
    const at = new vscode.Range(line - 1, 0, line - 1, 0);
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: at });
    editor.revealRange(at, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  private tell(): void {
    const { current, textState } = this.store;
    setContextKey('witness.hasDebugSession', current !== undefined);
    setContextKey('witness.hasFix', current?.answer?.fixedText !== undefined);
    this.view.description = current === undefined ? '' : testTitle(current.test);
    this.view.message = this.message(textState) ?? '';
  }

  private message(text: TextState): string | undefined {
    const { current } = this.store;
    if (current === undefined) return undefined;
    if (text === 'changed') {
      return vscode.l10n.t('The text has changed since: what stands here is of the text before.');
    }
    if (text === 'fixed') return vscode.l10n.t('The fix is applied; it is not saved by itself.');
    if (current.status === 'cancelled') return vscode.l10n.t('Cancelled: this is what is known.');
    return current.status === 'done' && current.tests?.failing.length === 0
      ? vscode.l10n.t('All tests pass, so there is nothing to debug.')
      : undefined;
  }
}

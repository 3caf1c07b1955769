// Dataflow in the editor: analyses, findings, the Paths view, following one value.
import * as vscode from 'vscode';
import type { Commands } from '../commands';
import type { Confinement } from '../confinement';
import { setContextKey } from '../contextKeys';
import { windowDialogs } from '../dialogs';
import type { Engine } from '../engine';
import type { NeededModel } from '../model/neededModel';
import { analyseWithModel } from './analysisWithModel';
import { FlowActions } from './flowActions';
import { FlowDiagnostics } from './flowDiagnostics';
import { askFilter } from './flowDialogs';
import { flowLanguages, FlowRun } from './flowRun';
import { FlowStore, type ShownPath } from './flowStore';
import { analysable, fileOrder, workspaceOrder } from './flowTarget';
import { FindingJudgement } from './findingJudgement';
import { followValue } from './followValue';
import { PathCursor } from './pathCursor';
import { PathMarks } from './pathMarks';
import { PathTrial } from './pathTrial';
import { type PathElement, PathsTree } from './pathsTree';
import { ruleFromWords } from './ruleFromWords';
import { RuleDiagnostics } from './ruleDiagnostics';

type FlowCommand =
  | 'witness.analyseFile'
  | 'witness.analyseWorkspace'
  | 'witness.analyseChanges'
  | 'witness.analyseWithModel'
  | 'witness.cancelAnalysis'
  | 'witness.showPath'
  | 'witness.nextPathStep'
  | 'witness.previousPathStep'
  | 'witness.nextPath'
  | 'witness.previousPath'
  | 'witness.clearPaths'
  | 'witness.filterPaths'
  | 'witness.whereDoesThisComeFrom'
  | 'witness.whereDoesThisGo'
  | 'witness.suppressFinding'
  | 'witness.unsuppressFinding'
  | 'witness.markSanitizer'
  | 'witness.tryPath'
  | 'witness.exportPathTest'
  | 'witness.exportSarif'
  | 'witness.newRule';

export class FlowFeature implements vscode.Disposable {
  readonly store = new FlowStore();
  readonly cursor = new PathCursor(this.store);
  private readonly run: FlowRun;
  private readonly marks = new PathMarks(this.cursor);
  private readonly tree = new PathsTree(this.store);
  private readonly view: vscode.TreeView<PathElement>;
  private readonly judgement: FindingJudgement;
  private readonly registered: vscode.Disposable;

  private readonly trial: PathTrial;

  constructor(
    private readonly engine: Engine,
    private readonly log: vscode.LogOutputChannel,
    confinement: Confinement,
    private readonly neededModel: NeededModel,
  ) {
    const { store, cursor } = this;
    const tell = (message: string): void => void vscode.window.showInformationMessage(message);
    this.trial = new PathTrial({ engine, store, confinement, dialogs: windowDialogs, tell });
    this.run = new FlowRun(engine, store, log);
    this.judgement = new FindingJudgement({
      engine,
      store,
      dialogs: windowDialogs,
      refresh: () => this.run.refresh(),
    });
    const diagnostics = new FlowDiagnostics(store);
    this.view = vscode.window.createTreeView('witness.paths', {
      treeDataProvider: this.tree,
      showCollapseAll: true,
    });
    this.registered = vscode.Disposable.from(
      diagnostics,
      new RuleDiagnostics(engine, log),
      vscode.languages.registerCodeActionsProvider(
        flowLanguages.map((language) => ({ language, scheme: 'file' })),
        new FlowActions(diagnostics),
        { providedCodeActionKinds: FlowActions.kinds },
      ),
      store.onDidChange(() => {
        this.showCounts();
      }),
      cursor.onDidChange((position) => {
        setContextKey('witness.isOnPath', position !== undefined);
        void this.select().catch(() => undefined);
      }),
    );
  }

  /** What is marked in a document. */
  shown(document: vscode.TextDocument): ReturnType<PathMarks['shown']> {
    return this.marks.shown(document);
  }

  commands(): Pick<Commands, FlowCommand> {
    const { cursor } = this;
    const arrive = (): Promise<void> => this.marks.reveal();
    return {
      'witness.analyseFile': (given) => this.analyseFile(given),
      'witness.analyseWorkspace': () => this.analyseAll('all'),
      'witness.analyseChanges': () => this.analyseAll('changes'),
      'witness.analyseWithModel': async () => {
        const { run, neededModel, log } = this;
        if (await analyseWithModel({ run, neededModel, log, dialogs: windowDialogs })) await this.openView();
      },
      'witness.cancelAnalysis': () => {
        this.run.cancel();
      },
      'witness.showPath': async (given, index) => {
        const path = this.pathOf(given);
        if (path !== undefined) cursor.goTo(path.id, index);
        await arrive();
      },
      'witness.nextPathStep': async () => {
        cursor.move(1);
        await arrive();
      },
      'witness.previousPathStep': async () => {
        cursor.move(-1);
        await arrive();
      },
      'witness.nextPath': async () => {
        cursor.moveToPath(1);
        await arrive();
      },
      'witness.previousPath': async () => {
        cursor.moveToPath(-1);
        await arrive();
      },
      'witness.clearPaths': () => {
        cursor.leave();
        this.store.clear();
      },
      'witness.filterPaths': async () => {
        const filter = await askFilter(this.store);
        if (filter !== undefined) this.store.setFilter(filter);
      },
      'witness.whereDoesThisComeFrom': () => this.follow('from'),
      'witness.whereDoesThisGo': () => this.follow('to'),
      'witness.suppressFinding': (given) => this.judgement.suppress(this.pathOf(given)),
      'witness.unsuppressFinding': (given) => this.judgement.unsuppress(this.pathOf(given)),
      'witness.markSanitizer': (given) => this.judgement.markSanitizer(this.pathOf(given)),
      'witness.tryPath': (given) => this.trial.tryPath(this.pathOf(given)),
      'witness.exportPathTest': (given) => this.trial.exportTest(this.pathOf(given)),
      'witness.exportSarif': () => this.judgement.exportSarif(),
      'witness.newRule': () =>
        ruleFromWords({ engine: this.engine, dialogs: windowDialogs, neededModel: this.neededModel }),
    };
  }

  dispose(): void {
    for (const part of [
      this.registered,
      this.view,
      this.tree,
      this.marks,
      this.run,
      this.cursor,
      this.store,
    ]) {
      part.dispose();
    }
  }

  private async analyseFile(given: vscode.Uri | undefined): Promise<void> {
    const document = await analysable(given);
    if (document === undefined) {
      await windowDialogs.warn(
        vscode.l10n.t(
          'There is nothing to analyse here: open a Java, Python, JavaScript or TypeScript file that is saved on disk.',
        ),
      );
      return;
    }
    if (document.isDirty && !(await this.isSaved(document))) return;
    await this.run.start(fileOrder(document), vscode.l10n.t('Analysing file'));
    await this.openView();
  }

  /** What is on disk is what is analysed; saving is for people to decide. */
  private async isSaved(document: vscode.TextDocument): Promise<boolean> {
    const save = vscode.l10n.t('Save and Analyse');
    const message = vscode.l10n.t(
      'This file has unsaved changes, and what is on disk is what would be analysed.',
    );
    return (await windowDialogs.warn(message, save)) === save && document.save();
  }

  private async analyseAll(scope: 'all' | 'changes'): Promise<void> {
    const order = workspaceOrder(scope);
    if (order === undefined) {
      await windowDialogs.warn(
        vscode.l10n.t('No folder is open, so there is nothing to analyse. Open a folder first.'),
      );
      return;
    }
    const title = scope === 'all' ? vscode.l10n.t('Analysing workspace') : vscode.l10n.t('Analysing changes');
    await this.run.start(order, title);
    await this.openView();
  }

  private async follow(direction: 'from' | 'to'): Promise<void> {
    const followed = await followValue(this.engine, direction, windowDialogs);
    if (followed === undefined) return;
    this.store.showFollowed(followed);
    await this.openView();
    const [first] = followed.paths;
    if (first !== undefined) this.cursor.goTo(first.id, direction === 'from' ? -1 : 0);
  }

  /** A command of the view is handed an element, one of a link an id. */
  private pathOf(given: string | PathElement | undefined): ShownPath | undefined {
    if (typeof given === 'string') return this.store.find(given);
    if (given === undefined) return this.cursor.position?.path;
    if (given.kind === 'path') return given.path;
    return given.kind === 'stop' && given.parent.kind === 'path' ? given.parent.path : undefined;
  }

  private async openView(): Promise<void> {
    await vscode.commands.executeCommand('witness.paths.focus', { preserveFocus: true });
  }

  private showCounts(): void {
    const { answer, visible, open, followedValue } = this.store;
    setContextKey('witness.hasPaths', answer !== undefined || followedValue !== undefined);
    this.view.badge =
      open.length === 0
        ? undefined
        : { value: open.length, tooltip: vscode.l10n.t('{0} findings', open.length) };
    this.view.message = messageOf(answer !== undefined, visible.length, open.length) ?? '';
  }

  private async select(): Promise<void> {
    const { position } = this.cursor;
    if (position === undefined || !this.view.visible) return;
    const element = this.tree.elementOf(position.path.id, position.index);
    if (element !== undefined) await this.view.reveal(element, { select: true, focus: false, expand: true });
  }
}

function messageOf(isAnalysed: boolean, visible: number, open: number): string | undefined {
  if (!isAnalysed) return undefined;
  if (open === 0) return vscode.l10n.t('Nothing found.');
  return visible < open ? vscode.l10n.t('{0} of {1} findings shown.', visible, open) : undefined;
}

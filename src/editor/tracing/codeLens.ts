// "Trace" above functions and tests.
import * as vscode from 'vscode';
import type { FunctionInText } from '../../protocol/engine';
import { commandOf } from '../commands';
import { onSettingChange, setting } from '../settings';
import type { CallMemory } from './callMemory';
import { sourceText } from './callPrompt';
import { planRun, type RunPlan } from './callText';
import type { DocumentFunctions } from './functionsOf';
import { clip } from '../../core/text/oneLine';
import { offered, type TraceTarget } from './traceTarget';

const longestCall = 50;

export class TraceCodeLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly functions: DocumentFunctions,
    private readonly memory: CallMemory,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const refresh = (): void => {
      this.refresh();
    };
    this.listening = vscode.Disposable.from(
      onSettingChange(['codeLens.enabled'], refresh),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    );
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    // Nothing is run in a workspace that is not trusted, so nothing is offered.
    if (!vscode.workspace.isTrusted || !setting('codeLens.enabled', document)) return [];
    try {
      const functions = await this.functions.of(document, token);
      return offered(functions).flatMap((item) => this.lenses(document, item));
    } catch (error) {
      // Nobody asked: the next version of the text asks again.
      this.log.debug(`CodeLens: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  }

  /** What is remembered of a function has changed. */
  refresh(): void {
    this.changed.fire();
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }

  private lenses(document: vscode.TextDocument, item: FunctionInText): vscode.CodeLens[] {
    const { start } = item.nameRange;
    const range = new vscode.Range(start.line, start.column, start.line, start.column);
    const target: TraceTarget = { uri: document.uri, functionPath: item.path };
    const plan = planRun(item, this.memory.get(document, item.path));
    const trace = new vscode.CodeLens(range, traceCommand(plan, target));
    const replay = commandOf('witness.replayFunction', vscode.l10n.t('Replay'), target);
    const lenses = item.isTest ? [trace, new vscode.CodeLens(range, replay)] : [trace];
    if (item.parameters.length === 0 || plan.kind !== 'call') return lenses;
    const other = commandOf('witness.traceFunctionWith', vscode.l10n.t('Other Call…'), target);
    return [...lenses, new vscode.CodeLens(range, other)];
  }
}

/** The lens says what it will run; three dots say that it will ask first. */
function traceCommand(plan: RunPlan, target: TraceTarget): vscode.Command {
  if (plan.kind === 'test') {
    const tooltip = vscode.l10n.t('Run the test {0}', plan.title);
    return { ...commandOf('witness.traceFunction', vscode.l10n.t('Trace'), target), tooltip };
  }
  if (plan.kind !== 'call') {
    return commandOf('witness.traceFunction', vscode.l10n.t('Trace…'), target);
  }
  const isPlain = plan.source === 'definition';
  const title = isPlain ? vscode.l10n.t('Trace') : vscode.l10n.t('Trace {0}', clip(plan.call, longestCall));
  const tooltip = vscode.l10n.t('Run {0}, {1}', plan.call, sourceText(plan.source, plan.within));
  return { ...commandOf('witness.traceFunction', title, target), tooltip };
}

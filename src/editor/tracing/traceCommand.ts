// The command Trace Function: from a place in a document to a run.
import * as vscode from 'vscode';
import { EngineFailure } from '../../host/engine/engineFailure';
import type { FunctionInText, TraceResult } from '../../protocol/engine';
import type { Dialogs } from '../dialogs';
import type { CallMemory } from './callMemory';
import { CallPrompt, type Answer } from './callPrompt';
import { planRun } from './callText';
import type { DocumentFunctions } from './functionsOf';
import type { RunOrder, TraceRun } from './traceRun';
import { chosenConfiguration } from './launchChoice';
import { goneText, isThere } from './recordedFile';
import { isHandedOver } from './unsavedTexts';
import { functionAt, isTraceable, offered, type TraceTarget } from './traceTarget';

export interface TraceFunctionParts {
  readonly dialogs: Dialogs;
  readonly functions: DocumentFunctions;
  readonly memory: CallMemory;
  readonly run: Pick<TraceRun, 'start'>;
  readonly isTrusted: () => boolean;
  /** A call was remembered. */
  readonly onRemembered: () => void;
}

/** `ask`: the call is asked for also where one is known. */
export type Asking = 'when needed' | 'ask';

export class TraceFunction {
  private readonly prompt: CallPrompt;
  private last: { readonly uri: vscode.Uri; readonly order: RunOrder } | undefined;

  constructor(private readonly parts: TraceFunctionParts) {
    this.prompt = new CallPrompt(parts.dialogs);
  }

  /**
   * Runs the function that is meant, or the one at the cursor, or, where there is none, the file.
   * @throws EngineFailure
   */
  async run(given: TraceTarget | vscode.Uri | undefined, asking: Asking): Promise<void> {
    const document = await this.documentToRun(given);
    if (document === undefined) return;
    const target = await this.target(document, given);
    if (target === undefined) {
      if (isTarget(given)) await this.sayGone(given);
      else await this.start(document, { wrapping: 'none' });
      return;
    }
    const answer = await this.call(document, target, asking);
    if (answer !== undefined) await this.runAnswer(document, target, answer);
  }

  /** Runs a whole file. @throws EngineFailure */
  async runFile(given: vscode.Uri | undefined): Promise<void> {
    const document = await this.documentToRun(given);
    if (document !== undefined) await this.start(document, { wrapping: 'none' });
  }

  /** Runs what was run last, as its text stands now. @throws EngineFailure */
  async runAgain(): Promise<void> {
    const { last } = this;
    if (last === undefined) {
      await this.run(undefined, 'when needed');
      return;
    }
    if (last.order.launch !== undefined) {
      if (await this.mayRun()) {
        await this.start(await vscode.workspace.openTextDocument(last.uri), last.order);
      }
      return;
    }
    const document = await this.documentToRun(last.uri);
    if (document !== undefined) await this.start(document, last.order);
  }

  /** Runs what is on show once more; what Trace Again runs stays the same. @throws EngineFailure */
  async runFocused(file: string, order: RunOrder): Promise<TraceResult | undefined> {
    if (!(await this.mayRun())) return undefined;
    return this.parts.run.start(await vscode.workspace.openTextDocument(vscode.Uri.file(file)), order);
  }

  /** Runs an entry of `launch.json`. @throws EngineFailure */
  async runConfiguration(): Promise<void> {
    if (!(await this.mayRun())) return;
    const chosen = await chosenConfiguration(this.parts.dialogs);
    if (chosen !== undefined) await this.start(chosen.document, { launch: chosen.name, wrapping: 'none' });
  }

  private async start(document: vscode.TextDocument, order: RunOrder): Promise<void> {
    this.last = { uri: document.uri, order };
    await this.parts.run.start(document, order);
  }

  /** The document that is meant, where it may be run; else says why not. */
  private async documentToRun(
    given: TraceTarget | vscode.Uri | undefined,
  ): Promise<vscode.TextDocument | undefined> {
    if (!(await this.mayRun())) return undefined;
    const gone = await missingFile(given);
    if (gone !== undefined) {
      await this.parts.dialogs.warn(goneText(gone));
      return undefined;
    }
    const document = await documentOf(given);
    if (document === undefined) {
      const message = vscode.l10n.t(
        'There is nothing to trace here: open a Python, JavaScript or TypeScript file that is saved on disk.',
      );
      await this.parts.dialogs.warn(message);
      return undefined;
    }
    return (await this.isSaved(document)) ? document : undefined;
  }

  /** The command is disabled then, but a link or another extension may still run it. */
  private async mayRun(): Promise<boolean> {
    if (this.parts.isTrusted()) return true;
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const message = vscode.l10n.t(
      'Witness runs nothing in a workspace that is not trusted, so nothing was traced.',
    );
    const chosen = await this.parts.dialogs.warn(message, manage);
    if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
    return false;
  }

  /** A text that cannot be handed over runs as it is on disk; saving is for people to decide. */
  private async isSaved(document: vscode.TextDocument): Promise<boolean> {
    if (!document.isDirty || isHandedOver(document)) return true;
    const save = vscode.l10n.t('Save and Trace');
    const message = vscode.l10n.t(
      'This file has unsaved changes and is not in UTF-8, so what is on disk is what would run.',
    );
    return (await this.parts.dialogs.warn(message, save)) === save && document.save();
  }

  private async target(
    document: vscode.TextDocument,
    given: TraceTarget | vscode.Uri | undefined,
  ): Promise<FunctionInText | undefined> {
    const functions = offered(await this.parts.functions.of(document));
    if (isTarget(given)) return functions.find(({ path }) => path === given.functionPath);
    const editor = vscode.window.activeTextEditor;
    return editor?.document === document ? functionAt(functions, editor.selection.active.line) : undefined;
  }

  /** A link can be older than the text it stands above. */
  private async sayGone({ functionPath }: TraceTarget): Promise<void> {
    const message = vscode.l10n.t(
      'The function {0} is no longer in this file, so nothing was traced. Click the link above the function as it is called now.',
      functionPath,
    );
    await this.parts.dialogs.warn(message);
  }

  private async call(
    document: vscode.TextDocument,
    target: FunctionInText,
    asking: Asking,
  ): Promise<Answer | undefined> {
    const remembered = this.parts.memory.get(document, target.path);
    if (asking === 'ask') return this.prompt.choose(target, remembered);
    const plan = planRun(target, remembered);
    switch (plan.kind) {
      case 'test':
        return plan;
      case 'call':
        return { kind: 'call', call: plan.call };
      case 'ask':
        return this.prompt.ask(target, plan.prefill);
      case 'method':
        return this.prompt.choose(target, remembered);
    }
  }

  private async runAnswer(
    document: vscode.TextDocument,
    target: FunctionInText,
    answer: Answer,
  ): Promise<void> {
    if (answer.kind === 'file') {
      await this.start(document, { entry: target.path, wrapping: 'none' });
      return;
    }
    if (answer.kind === 'test') {
      await this.start(document, { test: answer.title, wrapping: 'none' });
      return;
    }
    const { call } = answer;
    try {
      await this.start(document, { call, wrapping: target.wrapping });
    } catch (error) {
      if (!isFaultOf(call, error)) throw error;
      const other = await this.anotherCall(target, call, error);
      if (other !== undefined) await this.runAnswer(document, target, other);
      return;
    }
    await this.remember(document, target, call);
  }

  private async anotherCall(
    target: FunctionInText,
    call: string,
    { message, nextStep }: EngineFailure,
  ): Promise<Answer | undefined> {
    const change = vscode.l10n.t('Change the Call…');
    const chosen = await this.parts.dialogs.fail([message, nextStep].filter(Boolean).join(' '), change);
    return chosen === change ? this.prompt.ask(target, call) : undefined;
  }

  /** What would be run anyhow need not be remembered. */
  private async remember(document: vscode.TextDocument, target: FunctionInText, call: string): Promise<void> {
    const isBest = target.calls[0]?.text === call;
    const wanted = isBest ? undefined : call;
    if (this.parts.memory.get(document, target.path) === wanted) return;
    await this.parts.memory.set(document, target.path, wanted);
    this.parts.onRemembered();
  }
}

/** Whether a run failed because the call could not be made. */
function isFaultOf(call: string, error: unknown): error is EngineFailure {
  return error instanceof EngineFailure && error.kind === 'usage' && error.message.includes(call);
}

function isTarget(given: TraceTarget | vscode.Uri | undefined): given is TraceTarget {
  return given !== undefined && 'functionPath' in given;
}

/** The file that is meant, where it is not on disk any more. */
async function missingFile(given: TraceTarget | vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  const uri = isTarget(given) ? given.uri : given;
  return uri?.scheme !== 'file' || (await isThere(uri)) ? undefined : uri;
}

/** Menus pass the document's address, CodeLenses a target, the palette nothing. */
async function documentOf(
  given: TraceTarget | vscode.Uri | undefined,
): Promise<vscode.TextDocument | undefined> {
  const uri = isTarget(given) ? given.uri : given;
  const document =
    uri === undefined
      ? vscode.window.activeTextEditor?.document
      : await vscode.workspace.openTextDocument(uri);
  return document !== undefined && isTraceable(document) ? document : undefined;
}

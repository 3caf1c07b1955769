import * as vscode from 'vscode';
import type { GivenTest } from './debugging/debugTarget';
import type { SessionRow } from './debugging/sessionRows';
import type { PathElement } from './flow/pathsTree';
import type { CommentTarget } from './review/reviewFeature';
import type { ValuePlace } from './why/missingValues';
import type { WhyCause } from '../protocol/recordings';
import type { TraceTarget } from './tracing/traceTarget';

/** Every command and what it takes. The manifest declares the same ones. */
export interface Commands {
  'witness.traceFunction': (target?: TraceTarget | vscode.Uri) => Promise<void>;
  'witness.traceFunctionWith': (target?: TraceTarget | vscode.Uri) => Promise<void>;
  'witness.traceFile': (uri?: vscode.Uri) => Promise<void>;
  'witness.traceAgain': () => Promise<void>;
  'witness.traceConfiguration': () => Promise<void>;
  'witness.toggleLive': () => Promise<void>;
  'witness.clearInlineValues': () => void;
  'witness.cancelTrace': () => void;
  'witness.goToOutcome': () => Promise<void>;
  'witness.replayFunction': (target?: TraceTarget | vscode.Uri) => Promise<void>;
  'witness.replayRecording': () => Promise<void>;
  'witness.stepForward': () => Promise<void>;
  'witness.stepBack': () => Promise<void>;
  'witness.stepInto': () => Promise<void>;
  'witness.stepBackInto': () => Promise<void>;
  'witness.stepOut': () => Promise<void>;
  'witness.nextOccurrence': () => Promise<void>;
  'witness.previousOccurrence': () => Promise<void>;
  'witness.goToRaise': () => Promise<void>;
  'witness.goToStart': () => Promise<void>;
  'witness.goToEnd': () => Promise<void>;
  'witness.goToStep': (step: number) => Promise<void>;
  'witness.goToRunOfLine': () => Promise<void>;
  'witness.whyThisValue': () => Promise<void>;
  'witness.explainValue': () => Promise<void>;
  'witness.fetchValues': (place?: ValuePlace | WhyCause) => Promise<void>;
  'witness.nextCause': () => Promise<void>;
  'witness.previousCause': () => Promise<void>;
  'witness.goToCause': (number: number) => Promise<void>;
  'witness.explainStop': () => Promise<void>;
  'witness.showRecording': () => void;
  'witness.showRecordingText': () => Promise<void>;
  'witness.compareRecordings': () => Promise<void>;
  'witness.nextDivergence': () => Promise<void>;
  'witness.previousDivergence': () => Promise<void>;
  'witness.leaveRecording': () => void;
  'witness.deleteRecordings': () => Promise<void>;
  'witness.analyseFile': (file?: vscode.Uri) => Promise<void>;
  'witness.analyseWorkspace': () => Promise<void>;
  'witness.analyseChanges': () => Promise<void>;
  'witness.analyseWithModel': () => Promise<void>;
  'witness.cancelAnalysis': () => void;
  'witness.showPath': (path?: string | PathElement, step?: number) => Promise<void>;
  'witness.nextPathStep': () => Promise<void>;
  'witness.previousPathStep': () => Promise<void>;
  'witness.nextPath': () => Promise<void>;
  'witness.previousPath': () => Promise<void>;
  'witness.clearPaths': () => void;
  'witness.filterPaths': () => Promise<void>;
  'witness.whereDoesThisComeFrom': () => Promise<void>;
  'witness.whereDoesThisGo': () => Promise<void>;
  'witness.suppressFinding': (path?: string | PathElement) => Promise<void>;
  'witness.unsuppressFinding': (path?: string | PathElement) => Promise<void>;
  'witness.markSanitizer': (path?: string | PathElement) => Promise<void>;
  'witness.tryPath': (path?: string | PathElement) => Promise<void>;
  'witness.exportPathTest': (path?: string | PathElement) => Promise<void>;
  'witness.exportSarif': () => Promise<void>;
  'witness.newRule': () => Promise<void>;
  'witness.runSelection': () => Promise<void>;
  'witness.runSelectionAgain': () => Promise<void>;
  'witness.exploreBranches': (index?: number) => Promise<void>;
  'witness.changeInventedValue': (key?: string) => Promise<void>;
  'witness.replayFragment': () => Promise<void>;
  'witness.copyAsTest': () => Promise<void>;
  'witness.clearFragment': () => void;
  'witness.cancelFragment': () => void;
  'witness.checkGeneratedCode': () => Promise<void>;
  'witness.reviewChanges': () => Promise<void>;
  'witness.reviewBranch': () => Promise<void>;
  'witness.reviewCommit': () => Promise<void>;
  'witness.cancelReview': () => void;
  'witness.showComment': (target?: CommentTarget) => Promise<void>;
  'witness.nextComment': () => Promise<void>;
  'witness.previousComment': () => Promise<void>;
  'witness.resolveComment': (target?: CommentTarget) => Promise<void>;
  'witness.dismissComment': (target?: CommentTarget, reason?: unknown) => Promise<void>;
  'witness.restoreComment': (target?: CommentTarget) => Promise<void>;
  'witness.traceComment': (target?: CommentTarget) => Promise<void>;
  'witness.refineComment': (target?: CommentTarget) => Promise<void>;
  'witness.showRefinement': (target?: CommentTarget) => Promise<void>;
  'witness.applyRefinement': (target?: CommentTarget) => Promise<void>;
  'witness.openReviewed': (file: string, line: number) => Promise<void>;
  'witness.copyReview': () => Promise<void>;
  'witness.clearReview': () => Promise<void>;
  'witness.debugTest': (test?: GivenTest) => Promise<void>;
  'witness.debugDescription': () => Promise<void>;
  'witness.debugTestAgain': () => Promise<void>;
  'witness.cancelDebugging': () => void;
  'witness.showDebuggedLine': (line: number) => Promise<void>;
  'witness.stateRight': (row?: SessionRow, stated?: unknown) => Promise<void>;
  'witness.debugWithPassing': (recording?: unknown) => Promise<void>;
  'witness.showInfluence': (name?: unknown) => Promise<void>;
  'witness.showFix': () => Promise<void>;
  'witness.applyFix': () => Promise<void>;
  'witness.recheckFix': () => Promise<void>;
  'witness.clearDebugging': () => void;
  'witness.explainRecording': () => Promise<void>;
  'witness.chooseModel': () => Promise<void>;
  'witness.setApiKey': () => Promise<void>;
  'witness.clearApiKey': () => Promise<void>;
  'witness.testConnection': () => Promise<void>;
  'witness.restartEngine': () => Promise<void>;
  'witness.showLog': () => void;
}

export type CommandId = keyof Commands;

/** Registers all commands; what one of them throws goes to `onError`. */
export function registerCommands(table: Commands, onError: (error: unknown) => void): vscode.Disposable {
  const registered = (Object.keys(table) as CommandId[]).map((id) => {
    const run = table[id] as (...args: unknown[]) => unknown;
    return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        await run(...args);
      } catch (error) {
        onError(error);
      }
    });
  });
  return vscode.Disposable.from(...registered);
}

/** A command as a CodeLens, a status-bar item or a link in Markdown takes it. */
export function commandOf<C extends CommandId>(
  command: C,
  title: string,
  ...args: Parameters<Commands[C]>
): vscode.Command {
  return { command, title, arguments: args };
}

/** Runs one of our own commands. */
export async function runCommand<C extends CommandId>(
  command: C,
  ...args: Parameters<Commands[C]>
): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}

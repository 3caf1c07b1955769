import * as vscode from 'vscode';

/** Every context key that the manifest's `when` clauses may ask for. */
export type ContextKey =
  | 'witness.hasTrace'
  | 'witness.isRecording'
  | 'witness.isStepping'
  | 'witness.hasCauses'
  | 'witness.hasFragment'
  | 'witness.isRunningFragment'
  | 'witness.hasDebugSession'
  | 'witness.isDebugging'
  | 'witness.hasFix'
  | 'witness.hasPaths'
  | 'witness.isAnalysing'
  | 'witness.isOnPath'
  | 'witness.hasReview'
  | 'witness.hasComments'
  | 'witness.isReviewing';

/** Keeps a context key at the value that was set last. */
export function setContextKey(key: ContextKey, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}

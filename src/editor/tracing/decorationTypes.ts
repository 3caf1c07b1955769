import * as vscode from 'vscode';

/** How lines of a trace are marked; one of each for the window. */
export interface TraceDecorations {
  /** Text at the end of a line. */
  readonly value: vscode.TextEditorDecorationType;
  /** The line that an exception ended the run at, or where it was stopped. */
  readonly raised: vscode.TextEditorDecorationType;
  /** Lines that an exception passed through, or at which it was caught. */
  readonly passed: vscode.TextEditorDecorationType;
  readonly executed: vscode.TextEditorDecorationType;
  readonly notExecuted: vscode.TextEditorDecorationType;
  readonly dispose: () => void;
}

/**
 * Lines that ran have a bar at their left edge, others of the same functions a dashed one. Nothing stands in the gutter:
 * VS Code sets no breakpoint by a click beside an icon of an extension.
 */
export function createDecorations(): TraceDecorations {
  const bar = (color: string, borderStyle: string): vscode.DecorationRenderOptions => ({
    isWholeLine: true,
    borderColor: new vscode.ThemeColor(color),
    borderStyle,
    borderWidth: '0 0 0 2px',
    overviewRulerColor: new vscode.ThemeColor(color),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  const after = (color: string, more: object = {}): vscode.DecorationRenderOptions => ({
    after: { color: new vscode.ThemeColor(color), margin: '0 0 0 3ch', ...more },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  const types = {
    value: vscode.window.createTextEditorDecorationType(after('witness.inlineValueForeground')),
    raised: vscode.window.createTextEditorDecorationType({
      ...after('witness.raisedForeground', { fontWeight: 'bold' }),
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('witness.raisedLineBackground'),
      overviewRulerColor: new vscode.ThemeColor('witness.raisedForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Right,
    }),
    passed: vscode.window.createTextEditorDecorationType(after('witness.raisedForeground')),
    executed: vscode.window.createTextEditorDecorationType(bar('witness.executedBorder', 'solid')),
    notExecuted: vscode.window.createTextEditorDecorationType(bar('witness.notExecutedBorder', 'dashed')),
  };
  const dispose = (): void => {
    for (const type of Object.values(types)) type.dispose();
  };
  return { ...types, dispose };
}

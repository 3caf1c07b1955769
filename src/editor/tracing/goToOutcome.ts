import * as vscode from 'vscode';
import type { TraceResult } from '../../protocol/engine';
import { shownFile } from './recordedFile';

/** Shows where the run ended: at the line that raised or where it was stopped, else in the file that was run. */
export async function goToOutcome(result: TraceResult): Promise<void> {
  const { file, line } = placeOfOutcome(result);
  const editor = await shownFile(vscode.Uri.file(file), { preview: true });
  if (editor === undefined || line === undefined) return;
  const position = new vscode.Position(line, 0);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(
    new vscode.Range(position, position),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}

function placeOfOutcome({ file, files, outcome }: TraceResult): { file: string; line?: number } {
  if (outcome.kind === 'timeout') {
    const at = outcome.where?.stack.find(({ path }) => files.some((traced) => traced.file === path));
    return at === undefined ? { file } : { file: at.path, line: at.line - 1 };
  }
  for (const traced of files) {
    const raise = traced.raises.find(({ uncaught, origin }) => uncaught && origin);
    if (raise !== undefined) return { file: traced.file, line: raise.line };
  }
  const returned = files[0]?.lines.findLast((line) => line.returned !== undefined);
  return returned === undefined ? { file } : { file, line: returned.line };
}

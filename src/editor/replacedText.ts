// Writes a whole text into a document by the smallest edit.
import * as vscode from 'vscode';

/**
 * Makes a document another text, without saving it, so that one undo takes it back. VS Code applies an edit only to the version of the
 * document that it was made for: false where that is another one by now.
 * @param now What the document says.
 */
export async function replaced(
  document: vscode.TextDocument,
  now: string,
  wantedText: string,
): Promise<boolean> {
  const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const wanted = wantedText.replace(/^\uFEFF/, '').replaceAll(/\r\n?|\n/g, lineEnd);
  const { from, to, text } = difference(now, wanted);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(from), document.positionAt(to)), text);
  return vscode.workspace.applyEdit(edit);
}

/** The one piece of a text, by offsets, whose replacement makes it the other: the cursor and folds elsewhere stay. */
function difference(before: string, after: string): { from: number; to: number; text: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start, to: before.length - end, text: after.slice(start, after.length - end) };
}

// Refined code of a comment beside the text that it belongs to, and written into that text and no other.
import path from 'node:path';
import * as vscode from 'vscode';
import { hash } from '../../core/text/hash';
import type { Dialogs } from '../dialogs';
import { replaced } from '../replacedText';
import type { ReviewStore, ShownComment } from './reviewStore';

export const refinedScheme = 'witness-refined';

export class RefinedCode implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registered: vscode.Disposable;

  constructor(
    private readonly store: ReviewStore,
    private readonly dialogs: Dialogs,
  ) {
    this.registered = vscode.workspace.registerTextDocumentContentProvider(refinedScheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.commentAt(uri)?.comment.refinement?.text ?? '';
  }

  /** The comment whose refined code a document shows. */
  commentAt({ scheme, query }: vscode.Uri): ShownComment | undefined {
    if (scheme !== refinedScheme) return undefined;
    return this.store.comments.find(({ comment }) => comment.id === query);
  }

  /** Opens the diff; false where there is nothing to show. */
  async show({ comment, uri }: ShownComment): Promise<boolean> {
    if (comment.refinement === undefined) return false;
    const refined = vscode.Uri.from({ scheme: refinedScheme, path: uri.path, query: comment.id });
    const title = vscode.l10n.t('{0}: refined code', path.basename(uri.fsPath));
    await vscode.commands.executeCommand('vscode.diff', uri, refined, title, { preview: true });
    return true;
  }

  /** Changes the document, which is not saved; false, and said why, where nothing was written. */
  async apply({ comment, uri }: ShownComment): Promise<boolean> {
    const { refinement } = comment;
    if (refinement === undefined) return false;
    const document = await vscode.workspace.openTextDocument(uri);
    const now = document.getText();
    const isSame = hash(now.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')) === refinement.textHash;
    if (isSame && (await replaced(document, now, refinement.text))) return true;
    await this.dialogs.warn(
      vscode.l10n.t(
        '{0} has changed since the code was refined, so nothing was written. Review the changes again.',
        path.basename(uri.fsPath),
      ),
    );
    return false;
  }

  dispose(): void {
    this.registered.dispose();
  }
}

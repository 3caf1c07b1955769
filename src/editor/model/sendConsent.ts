// Nothing leaves the machine before people have seen how much it is, and could read it; asked once for each workspace and model.
import * as vscode from 'vscode';
import type { MaySendParams } from '../../protocol/model';
import type { Dialogs } from '../dialogs';

const consentKey = 'model.consent';

/** Scheme of the documents that show what would be sent. */
export const requestScheme = 'witness-request';

export class SendConsent implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private asked: Promise<boolean> | undefined;

  constructor(
    private readonly dialogs: Dialogs,
    private readonly memory: vscode.Memento,
  ) {}

  async maySend(params: MaySendParams): Promise<boolean> {
    // It holds no code.
    if (params.purpose === 'test' || this.consented().includes(params.model)) return true;
    // Requests that come meanwhile wait for the same answer.
    this.asked ??= this.ask(params).finally(() => {
      this.asked = undefined;
    });
    return this.asked;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  private async ask(params: MaySendParams): Promise<boolean> {
    const { model, tokens, maxOutput } = params;
    const send = vscode.l10n.t('Send');
    const show = vscode.l10n.t('Show What Is Sent');
    const title = vscode.l10n.t('Send code of this workspace to {0}?', model);
    const detail = vscode.l10n.t(
      'This request has about {0} tokens, its answer {1} at most. What looks like a secret is masked. Your answer is remembered for this workspace and this model.',
      tokens,
      maxOutput,
    );
    let chosen = await this.dialogs.confirm(title, detail, send, show);
    if (chosen === show) {
      await this.show(params);
      chosen = await this.dialogs.warn(title, send);
    }
    if (chosen !== send) return false;
    await this.memory.update(consentKey, [...this.consented(), model]);
    return true;
  }

  private async show({ text }: MaySendParams): Promise<void> {
    const uri = vscode.Uri.from({
      scheme: requestScheme,
      path: `/${vscode.l10n.t('Request {0}', this.texts.size + 1)}.txt`,
    });
    this.texts.set(uri.toString(), text);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  private consented(): readonly string[] {
    return this.memory.get<readonly string[]>(consentKey, []);
  }
}

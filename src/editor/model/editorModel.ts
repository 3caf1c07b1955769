// Models that VS Code offers, asked on behalf of the engine.
import * as vscode from 'vscode';
import { failed, type Completion, type Message, type Outcome } from '../../core/model/languageModel';
import type { CompleteParams } from '../../protocol/model';

export interface EditorModelLimits {
  /** Until an answer begins, and between its pieces, in milliseconds. */
  readonly idleMs: number;
  /** Of an answer, for each token that was asked for at most. */
  readonly charactersPerToken: number;
}

const usualLimits: EditorModelLimits = { idleMs: 120_000, charactersPerToken: 8 };

/** Never throws: what goes wrong is told with its reason. */
export async function completeInEditor(
  { model: id, messages, maxOutput }: CompleteParams,
  signal: AbortSignal,
  limits = usualLimits,
): Promise<Outcome<Completion>> {
  const cancellation = new vscode.CancellationTokenSource();
  const watch = new IdleWatch(limits.idleMs, cancellation);
  const cancel = (): void => {
    cancellation.cancel();
  };
  signal.addEventListener('abort', cancel);
  try {
    const [model] = await vscode.lm.selectChatModels({ id });
    if (model === undefined) {
      const next = vscode.l10n.t('Choose another one with Choose Model.');
      return failed('none', vscode.l10n.t('VS Code does not offer the model {0} now.', id), next);
    }
    const { justification } = words();
    const response = await watch.over(
      model.sendRequest(messages.map(chatMessage), { justification }, cancellation.token),
    );
    const text = await collected(response, maxOutput * limits.charactersPerToken, watch);
    if (text === undefined) {
      return failed('huge', vscode.l10n.t('The answer did not end when it should have.'));
    }
    if (text.trim() === '') return failed('empty', vscode.l10n.t('The model answered nothing.'));
    const usage = {
      input: await tokensOf(model, messages),
      cached: 0,
      output: await model.countTokens(text),
    };
    return { ok: true, value: { text, finish: 'stop', usage } };
  } catch (error) {
    if (signal.aborted) return failed('cancelled', vscode.l10n.t('The request was cancelled.'));
    if (watch.isOver) return failed('timeout', vscode.l10n.t('The model did not answer in time.'));
    return failure(error);
  } finally {
    signal.removeEventListener('abort', cancel);
    watch.stop();
    cancellation.cancel();
    cancellation.dispose();
  }
}

function words() {
  return { justification: vscode.l10n.t('Witness asks about the code that you debug, run or review.') };
}

/** Models of VS Code know no system messages. */
function chatMessage({ role, text }: Message): vscode.LanguageModelChatMessage {
  return role === 'assistant'
    ? vscode.LanguageModelChatMessage.Assistant(text)
    : vscode.LanguageModelChatMessage.User(text);
}

/** Undefined where an answer goes on beyond what was asked for. */
async function collected(
  response: vscode.LanguageModelChatResponse,
  mostCharacters: number,
  watch: IdleWatch,
): Promise<string | undefined> {
  let text = '';
  const pieces = response.text[Symbol.asyncIterator]();
  for (;;) {
    const piece = await watch.over(pieces.next());
    if (piece.done === true) return text;
    text += piece.value;
    if (text.length > mostCharacters) return undefined;
  }
}

async function tokensOf(model: vscode.LanguageModelChat, messages: readonly Message[]): Promise<number> {
  const counts = await Promise.all(messages.map(({ text }) => model.countTokens(text)));
  return counts.reduce((sum, count) => sum + count, 0);
}

function failure(error: unknown): Outcome<Completion> {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof vscode.LanguageModelError ? error.code : '';
  switch (code) {
    case vscode.LanguageModelError.NoPermissions.name:
      return failed(
        'unauthorised',
        vscode.l10n.t('VS Code does not let Witness use this model: {0}', reason),
        vscode.l10n.t('Allow it when VS Code asks, or in Manage Language Model Access.'),
      );
    case vscode.LanguageModelError.NotFound.name:
      return failed(
        'none',
        vscode.l10n.t('The model is not there any more: {0}', reason),
        vscode.l10n.t('Choose another one with Choose Model.'),
      );
    case vscode.LanguageModelError.Blocked.name:
      return failed('refused', vscode.l10n.t('The provider blocked the request: {0}', reason));
    default:
      return failed('server', vscode.l10n.t('The model of VS Code failed: {0}', reason));
  }
}

/** Cancels what has been silent for too long. */
class IdleWatch {
  isOver = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly idleMs: number,
    private readonly cancellation: vscode.CancellationTokenSource,
  ) {}

  /** The result, or an error when it does not come in time or is cancelled: some providers never notice. */
  async over<T>(step: PromiseLike<T>): Promise<T> {
    this.stop();
    this.timer = setTimeout(() => {
      this.isOver = true;
      this.cancellation.cancel();
    }, this.idleMs);
    const ended = new Promise<never>((_, reject) => {
      this.cancellation.token.onCancellationRequested(() => {
        reject(new vscode.CancellationError());
      });
    });
    return Promise.race([step, ended]);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

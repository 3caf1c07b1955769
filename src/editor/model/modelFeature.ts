// The model in the editor: which one, its key, whether it answers, and what may be sent to it.
import * as vscode from 'vscode';
import type { EditorPort } from '../../host/engine/editorPort';
import type { ModelChoice } from '../../protocol/model';
import type { Commands } from '../commands';
import { type Dialogs, windowDialogs } from '../dialogs';
import type { Engine } from '../engine';
import { chooseModel } from './chooseModel';
import { completeInEditor } from './editorModel';
import { ModelKeys } from './modelKeys';
import { chosenModel, endpointAddress } from './modelSettings';
import { costText, failureText, noModelText } from './modelText';
import { requestScheme, SendConsent } from './sendConsent';

type ModelCommand =
  'witness.chooseModel' | 'witness.setApiKey' | 'witness.clearApiKey' | 'witness.testConnection';

export interface ModelParts {
  readonly secrets: vscode.SecretStorage;
  readonly memory: vscode.Memento;
  readonly dialogs?: Dialogs;
  /** Tells something that went as it should, without waiting for anybody to read it. */
  readonly tell?: (message: string) => void;
}

export class ModelFeature implements vscode.Disposable {
  /** What the engine may ask. */
  readonly port: EditorPort;
  private readonly keys: ModelKeys;
  private readonly dialogs: Dialogs;
  private readonly tell: (message: string) => void;
  private readonly registered: vscode.Disposable;

  constructor({ secrets, memory, dialogs = windowDialogs, tell = informationMessage }: ModelParts) {
    this.keys = new ModelKeys(secrets);
    this.dialogs = dialogs;
    this.tell = tell;
    const consent = new SendConsent(dialogs, memory);
    this.port = { completeInEditor, maySend: (params) => consent.maySend(params) };
    this.registered = vscode.workspace.registerTextDocumentContentProvider(requestScheme, consent);
  }

  /** The model that requests may use; undefined where none is chosen. */
  async chosen(): Promise<ModelChoice | undefined> {
    return chosenModel(this.keys);
  }

  /** The same for what cannot do without; where none is chosen, people are told why and may choose one. */
  async needed(why: string): Promise<ModelChoice | undefined> {
    const model = await this.chosen();
    if (model !== undefined) return model;
    const choose = vscode.l10n.t('Choose Model');
    if ((await this.dialogs.warn(why, choose)) === choose) await chooseModel(this.dialogs);
    return this.chosen();
  }

  commands(engine: Engine): Pick<Commands, ModelCommand> {
    return {
      'witness.chooseModel': () => this.choose(engine),
      'witness.setApiKey': () => this.setKey(),
      'witness.clearApiKey': () => this.clearKey(),
      'witness.testConnection': () => this.test(engine),
    };
  }

  dispose(): void {
    this.registered.dispose();
  }

  private async choose(engine: Engine): Promise<void> {
    if (!(await chooseModel(this.dialogs))) return;
    const address = endpointAddress();
    if (address !== undefined && !isLocal(address) && (await this.keys.of(address)) === undefined) {
      await this.setKey();
    }
    const model = await this.chosen();
    if (model === undefined) this.tell(noModelText());
    else await this.test(engine);
  }

  private async setKey(): Promise<void> {
    const address = await this.address();
    if (address === undefined) return;
    const key = await this.dialogs.askText({
      title: vscode.l10n.t('Set API Key'),
      prompt: vscode.l10n.t("The key for {0}. It is kept in VS Code's store of secrets.", address),
      value: '',
      selection: [0, 0],
      isSecret: true,
      problem: (answer) => (answer.trim() === '' ? vscode.l10n.t('Enter the key.') : undefined),
    });
    if (key !== undefined) await this.keys.set(address, key.trim());
  }

  private async clearKey(): Promise<void> {
    const address = await this.address();
    if (address === undefined) return;
    await this.keys.clear(address);
    this.tell(vscode.l10n.t('The key for {0} is forgotten.', address));
  }

  /** Where the chosen model is served; people are told where there is no such place. */
  private async address(): Promise<string | undefined> {
    const address = endpointAddress();
    if (address !== undefined) return address;
    const choose = vscode.l10n.t('Choose Model');
    const chosen = await this.dialogs.warn(
      vscode.l10n.t('Keys are for endpoints, and no model of an endpoint is chosen.'),
      choose,
    );
    if (chosen === choose) await chooseModel(this.dialogs);
    return endpointAddress();
  }

  private async test(engine: Engine): Promise<void> {
    const model = await this.chosen();
    if (model === undefined) {
      this.tell(noModelText());
      return;
    }
    const { failure, ms, ...cost } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Asking the model') },
      () => engine.request('testModel', { model }),
    );
    if (failure === undefined) {
      this.tell(vscode.l10n.t('The model answers as it should, in {0} ms. {1}', ms, costText(cost)));
    } else {
      await this.dialogs.warn(failureText(failure));
    }
  }
}

function isLocal(address: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);
}

function informationMessage(message: string): void {
  void vscode.window.showInformationMessage(message);
}

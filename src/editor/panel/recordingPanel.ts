// The page of the recording on show: one for the window, in the editor area, found again after a reload.
import * as vscode from 'vscode';
import type { StepView } from '../../core/trace/stepView';
import type { TraceResult } from '../../protocol/engine';
import type { FromPage, PanelState, ToPage } from '../../protocol/panel';
import type { RecordingRef, StoryResult } from '../../protocol/recordings';
import { runCommand } from '../commands';
import type { Engine } from '../engine';
import type { RecordingCursor } from '../stepping/cursor';
import { stepText } from '../stepping/stepText';
import { isGood, outcomeText, stepsText } from '../tracing/outcomeText';
import { titleOf } from '../tracing/traceTitle';
import type { TraceStore } from '../tracing/traceStore';
import { panelHtml } from './panelHtml';

export const panelType = 'witness.recordingPanel';
const cardsAtOnce = 120;
const timelineColumns = 300;

export interface PanelParts {
  readonly engine: Engine;
  readonly store: TraceStore;
  readonly cursor: RecordingCursor;
  readonly extension: vscode.Uri;
  readonly onError: (error: unknown) => void;
}

export class RecordingPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private readonly registered: vscode.Disposable;
  private story: StoryResult | undefined;

  constructor(private readonly parts: PanelParts) {
    const { store, cursor } = parts;
    this.registered = vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(panelType, {
        deserializeWebviewPanel: async (panel: vscode.WebviewPanel, state: PanelState | undefined) => {
          await this.restore(state?.recording);
          this.adopt(panel);
        },
      }),
      store.onDidReplace((result) => {
        if (result === undefined) this.panel?.dispose();
        else this.attempt(() => this.showRecording(result));
      }),
      cursor.onDidChange((view) => {
        this.attempt(() => this.showStep(view));
      }),
    );
  }

  /** Whether the page is open. */
  get isOpen(): boolean {
    return this.panel !== undefined;
  }

  open(): void {
    if (this.panel !== undefined) {
      this.panel.reveal(undefined, true);
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.adopt(vscode.window.createWebviewPanel(panelType, vscode.l10n.t('Recording'), column));
  }

  /** The page itself stays: when the window is reloaded, VS Code brings it back. */
  dispose(): void {
    this.registered.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    const { extension } = this.parts;
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(extension, 'media', 'panel', `${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [
        vscode.Uri.joinPath(extension, 'media', 'panel'),
        vscode.Uri.joinPath(extension, 'dist', 'webview'),
      ],
    };
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      this.attempt(() => this.receive(message));
    });
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = undefined;
    });
    panel.webview.html = panelHtml(panel.webview, extension);
  }

  private async receive(message: FromPage): Promise<void> {
    const { cursor, store } = this.parts;
    switch (message.kind) {
      case 'ready':
        if (store.last !== undefined) await this.showRecording(store.last);
        return;
      case 'move':
        await cursor.move(message.motion);
        return;
      case 'goToNumber':
        await cursor.goTo({ number: message.number });
        return;
      case 'goToStep':
        await runCommand('witness.goToStep', message.step);
        return;
      case 'cards':
        await this.showCards(message.from, undefined);
    }
  }

  /** After a reload the recording is read from its file again. */
  private async restore(recording: RecordingRef | undefined): Promise<void> {
    if (recording === undefined || this.parts.store.last !== undefined) return;
    try {
      const { shown } = await this.parts.engine.request('openRecording', { recording });
      this.parts.store.show({ ...shown, recording });
    } catch {
      // It was deleted since; the page stays empty and says what it is for when something is traced.
    }
  }

  private async showRecording(result: TraceResult): Promise<void> {
    if (this.panel === undefined) return;
    const { recording, outcome } = result;
    const title = titleOf(result);
    const timeline = await this.parts.engine.request('timeline', { recording, columns: timelineColumns });
    this.panel.title = vscode.l10n.t('Recording: {0}', title);
    this.send({
      kind: 'recording',
      state: { recording },
      title,
      outcome: outcomeText(outcome),
      isGood: isGood(outcome),
      evidence: `${vscode.l10n.t('witnessed')} · ${stepsText(result)} · ${result.interpreter.description}`,
      total: result.stepCount,
      timeline,
    });
    await this.showCards(0, this.parts.cursor.view?.step);
    await this.showStep(this.parts.cursor.view);
  }

  private async showStep(view: StepView | undefined): Promise<void> {
    if (this.panel === undefined) return;
    const { story } = this;
    const steps = (story?.cards ?? []).flatMap(({ step }) => step ?? []);
    const isShown = view === undefined || ((steps[0] ?? 0) <= view.step && view.step <= (steps.at(-1) ?? -1));
    if (!isShown) await this.showCards(0, view.step);
    this.send(
      view === undefined
        ? { kind: 'step', number: 0, step: -1, text: '' }
        : { kind: 'step', number: view.number, step: view.step, text: stepText(view) },
    );
  }

  private async showCards(from: number, step: number | undefined): Promise<void> {
    const recording = this.parts.store.last?.recording;
    if (recording === undefined) return;
    const around = step === undefined ? {} : { step };
    this.story = await this.parts.engine.request('story', { recording, from, count: cardsAtOnce, ...around });
    this.send({ kind: 'cards', story: this.story });
  }

  private send(message: ToPage): void {
    void this.panel?.webview.postMessage(message);
  }

  private attempt(work: () => Promise<void>): void {
    work().catch(this.parts.onError);
  }
}

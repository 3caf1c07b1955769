// In a debug session of the Python or JavaScript debugger: values at the ends of lines, and Explain This Stop.
import * as vscode from 'vscode';
import type { Commands } from '../commands';
import type { Dialogs } from '../dialogs';
import type { Engine } from '../engine';
import { signalOf } from '../engine';
import { claimsText } from '../model/claimsText';
import { ExplanationDocument } from '../model/explanationDocument';
import { titleOf } from '../tracing/traceTitle';
import type { TraceStore } from '../tracing/traceStore';
import { traceableDocuments } from '../tracing/traceTarget';
import { type CurrentStop, currentStop } from './currentStop';
import type { ModelChoice } from '../../protocol/model';
import { LiveSessions } from './liveSessions';
import { type ExplainedStop, type Origin, stopText } from './stopText';
import { StopValues } from './stopValues';

export interface LiveParts {
  readonly engine: Engine;
  readonly store: TraceStore;
  readonly dialogs: Dialogs;
  /** Undefined where none is chosen: nothing is then asked. */
  readonly chosenModel: () => Promise<ModelChoice | undefined>;
  readonly log: vscode.LogOutputChannel;
}

export class LiveFeature implements vscode.Disposable {
  private readonly sessions = new LiveSessions();
  private readonly document = new ExplanationDocument('witness-stop', 'Explained Stop');
  private readonly registered: vscode.Disposable;
  private running: vscode.CancellationTokenSource | undefined;

  constructor(private readonly parts: LiveParts) {
    this.registered = vscode.languages.registerInlineValuesProvider(
      traceableDocuments,
      new StopValues(parts.engine, parts.log),
    );
  }

  commands(): Pick<Commands, 'witness.explainStop'> {
    return { 'witness.explainStop': () => this.explain() };
  }

  dispose(): void {
    this.running?.cancel();
    for (const part of [this.registered, this.document, this.sessions]) part.dispose();
  }

  private async explain(): Promise<void> {
    this.running?.cancel();
    const mine = new vscode.CancellationTokenSource();
    this.running = mine;
    const isGivenUp = (): boolean => mine.token.isCancellationRequested;
    try {
      const stop = await currentStop(this.sessions, mine.token);
      if (isGivenUp()) return;
      if (stop === undefined) {
        const message = vscode.l10n.t(
          'There is no stop to explain: no session of the Python or JavaScript debugger has stopped. Start one, and stop it at a breakpoint.',
        );
        await this.parts.dialogs.warn(message);
        return;
      }
      const told = await this.toldStop(stop, mine.token);
      if (isGivenUp()) return;
      const text = stopText(told);
      await this.document.show(text);
      const model = await this.parts.chosenModel();
      if (model === undefined || stop.frame.file === undefined || isGivenUp()) return;
      const claims = await this.claims(told, text, model, mine.token);
      if (!isGivenUp()) await this.document.show(`${text}\n${claims}`);
    } finally {
      if (this.running === mine) this.running = undefined;
      mine.dispose();
    }
  }

  private async toldStop(stop: CurrentStop, token: vscode.CancellationToken): Promise<ExplainedStop> {
    const { file, line } = stop.frame;
    if (file === undefined) return { stop, text: '', reads: [], origin: { kind: 'none' } };
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    const text = document.getText();
    const { reads } = await this.parts.engine.request(
      'stoppedDocument',
      { file, text, line },
      { signal: signalOf(token) },
    );
    return { stop, text, reads, origin: await this.origin(stop, document, reads, token) };
  }

  /** What a model says of the stop, compared with it and with the recording. */
  private async claims(
    { stop, text, origin }: ExplainedStop,
    told: string,
    model: ModelChoice,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const { file = '', line } = stop.frame;
    const step = origin.kind === 'recorded' ? origin.stop.step : undefined;
    const params = {
      ...{ file, text, line, stop: told, values: stop.variables, model },
      ...(origin.kind === 'recorded' &&
        step !== undefined && { recorded: { recording: origin.recording, step } }),
    };
    const answer = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('The model explains the stop') },
      () => this.parts.engine.request('explainStop', params, { signal: signalOf(token) }),
    );
    if (answer.noAnswer === undefined) return claimsText(vscode.l10n.t('What the model says of it'), answer);
    return `${vscode.l10n.t('The model gives no explanation: {0}', answer.noAnswer)}\n`;
  }

  /** From the recording on show, where it is one of the text that has stopped. */
  private async origin(
    { frame: { line }, variables: values }: CurrentStop,
    document: vscode.TextDocument,
    names: readonly string[],
    token: vscode.CancellationToken,
  ): Promise<Origin> {
    const { engine, store } = this.parts;
    const { last } = store;
    if (last === undefined) return { kind: 'none' };
    const traced = store.fileOf(document);
    if (traced === undefined) return { kind: store.hasFile(document) ? 'other text' : 'none' };
    const { recording } = last;
    const params = { recording, file: traced.file, line, values, names };
    const stop = await engine.request('recordedStop', params, { signal: signalOf(token) });
    return { kind: 'recorded', what: titleOf(last), recording, stop };
  }
}

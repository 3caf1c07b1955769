// What `launch.json` may say of a replay, and what is filled in where it says less.
import * as vscode from 'vscode';
import type { RecordingRef } from '../../protocol/recordings';

export const replayType = 'witness';

export interface ReplayConfiguration extends vscode.DebugConfiguration {
  /** Path of a recording; else one is made of `file`, or the one on show is taken. */
  recording?: string;
  entry?: string;
  file?: string;
  call?: string;
  stopOnEntry?: boolean;
}

export class ReplayConfigurations implements vscode.DebugConfigurationProvider {
  constructor(
    private readonly shown: () => RecordingRef | undefined,
    /** Records the function at the cursor. */
    private readonly record: () => Promise<RecordingRef | undefined>,
    private readonly recordFile: (
      document: vscode.TextDocument,
      call: string | undefined,
      entry: string | undefined,
    ) => Promise<RecordingRef>,
  ) {}

  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return [
      {
        type: replayType,
        request: 'launch',
        name: vscode.l10n.t('Replay the Last Recording'),
        stopOnEntry: true,
      },
    ];
  }

  /** Undefined where nothing is to be replayed: what went wrong has been told. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    _folder: vscode.WorkspaceFolder | undefined,
    given: ReplayConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const recording = await this.recordingFor(given);
    if (recording === undefined) return undefined;
    return {
      ...given,
      recording: recording.path,
      ...(recording.entry !== undefined && { entry: recording.entry }),
    };
  }

  /** F5 without a configuration gives an empty one. */
  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    given: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    if (Object.keys(given).length > 0) return given;
    return { ...given, type: replayType, request: 'launch', name: vscode.l10n.t('Replay') };
  }

  private async recordingFor(given: ReplayConfiguration): Promise<RecordingRef | undefined> {
    const { recording, entry, file, call } = given;
    if (recording !== undefined) return { path: recording, ...(entry !== undefined && { entry }) };
    if (file === undefined) return this.shown() ?? this.record();
    return this.recordFile(await vscode.workspace.openTextDocument(file), call, entry);
  }
}

// Commands about the recording as a whole.
import * as vscode from 'vscode';
import type { Commands } from '../commands';
import { windowDialogs } from '../dialogs';
import type { Engine } from '../engine';
import { titleOf } from '../tracing/traceTitle';
import type { TraceStore } from '../tracing/traceStore';
import { compareRecordings } from './compareRecordings';
import { deleteRecordings } from './deleteRecordings';
import type { RecordingPanel } from './recordingPanel';
import { RecordingText } from './recordingText';

export interface RecordingCommandParts {
  readonly engine: Engine;
  readonly store: TraceStore;
  readonly panel: RecordingPanel;
  readonly log: vscode.LogOutputChannel;
}

type RecordingCommand =
  | 'witness.showRecording'
  | 'witness.showRecordingText'
  | 'witness.compareRecordings'
  | 'witness.nextDivergence'
  | 'witness.previousDivergence'
  | 'witness.deleteRecordings';

export function recordingCommands({
  engine,
  store,
  panel,
  log,
}: RecordingCommandParts): Pick<Commands, RecordingCommand> {
  return {
    'witness.showRecording': () => {
      panel.open();
    },
    'witness.showRecordingText': async () => {
      const { last } = store;
      if (last === undefined) return;
      const address = RecordingText.addressOf(last.recording, titleOf(last));
      await vscode.window.showTextDocument(address, { preview: true });
    },
    'witness.compareRecordings': () => compareRecordings({ engine, store, dialogs: windowDialogs }),
    'witness.nextDivergence': async () => {
      await vscode.commands.executeCommand('workbench.action.compareEditor.nextChange');
    },
    'witness.previousDivergence': async () => {
      await vscode.commands.executeCommand('workbench.action.compareEditor.previousChange');
    },
    'witness.deleteRecordings': () => {
      const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
      return deleteRecordings({ engine, store, dialogs: windowDialogs, log }, folders);
    },
  };
}

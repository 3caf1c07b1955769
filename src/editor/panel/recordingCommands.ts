// Commands about the recording as a whole.
import * as vscode from 'vscode';
import type { Commands } from '../commands';
import type { Engine } from '../engine';
import type { TraceStore } from '../tracing/traceStore';
import type { RecordingPanel } from './recordingPanel';
import { RecordingText } from './recordingText';

export interface RecordingCommandParts {
  readonly engine: Engine;
  readonly store: TraceStore;
  readonly panel: RecordingPanel;
  readonly log: vscode.LogOutputChannel;
}

type RecordingCommand = 'witness.showRecording' | 'witness.showRecordingText' | 'witness.deleteRecordings';

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
      const what = last.call ?? last.test ?? last.launch ?? last.entry ?? last.file;
      await vscode.window.showTextDocument(RecordingText.addressOf(last.recording, what), { preview: true });
    },
    'witness.deleteRecordings': async () => {
      store.clear();
      const { deleted } = await engine.request('deleteRecordings', {});
      log.info(`deleted ${deleted} recordings`);
    },
  };
}

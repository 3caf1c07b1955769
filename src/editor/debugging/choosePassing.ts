// Debug With a Passing Recording: a recording of the test from when it passed says what its blocks should do.
import * as vscode from 'vscode';
import { isRecordingOf } from '../../host/debugging/recordedTest';
import type { Dialogs } from '../dialogs';
import type { Engine } from '../engine';
import type { DebugTarget } from './debugTarget';
import { testTitle } from './debugText';

const most = 200;

/** The path of one of the kept recordings of the same test; undefined, and said why, where there is none. @throws EngineFailure */
export async function choosePassing(
  { test, cwd }: DebugTarget,
  engine: Engine,
  dialogs: Dialogs,
): Promise<string | undefined> {
  const { recordings } = await engine.request('listRecordings', { most });
  const items = recordings
    .filter((listed) => isRecordingOf(listed, test, cwd))
    .map(({ path, startedAt, file }) => ({
      label: new Date(startedAt).toLocaleString(),
      detail: file,
      path,
    }));
  if (items.length === 0) {
    await dialogs.warn(
      vscode.l10n.t(
        'No recording of {0} is kept. Trace the test while it passes, and it will be.',
        testTitle(test),
      ),
    );
    return undefined;
  }
  const title = vscode.l10n.t('Which recording of {0} is from when it passed?', testTitle(test));
  return (await dialogs.pick(title, items))?.path;
}

// Delete All Recordings: says how many there are, of which projects and how large, before anything goes.
import * as vscode from 'vscode';
import type { KeptSize } from '../../protocol/recordings';
import type { Dialogs } from '../dialogs';
import type { Engine } from '../engine';
import type { TraceStore } from '../tracing/traceStore';

export interface DeletionParts {
  readonly engine: Engine;
  readonly store: TraceStore;
  readonly dialogs: Dialogs;
  readonly log: vscode.LogOutputChannel;
}

/** @param folders Those of the workspace. @throws EngineFailure */
export async function deleteRecordings(
  { engine, store, dialogs, log }: DeletionParts,
  folders: readonly string[],
): Promise<void> {
  const { all, here } = await engine.request('keptRecordings', { folders });
  if (all.count === 0) {
    await dialogs.warn(vscode.l10n.t('There are no recordings to delete.'));
    return;
  }
  const everything = vscode.l10n.t('Delete All {0}', all.count);
  const onlyHere = vscode.l10n.t('Delete Those of This Workspace ({0})', here.count);
  const isMixed = here.count > 0 && here.count < all.count;
  const chosen = await dialogs.confirm(
    vscode.l10n.t('Delete all recordings: {0}?', sizeText(all)),
    detailOf(all, here),
    ...(isMixed ? [onlyHere, everything] : [everything]),
  );
  if (chosen === undefined) return;
  const { deleted } = await engine.request('deleteRecordings', chosen === onlyHere ? { folders } : {});
  store.clear();
  log.info(`deleted ${deleted} recordings`);
}

function detailOf(all: KeptSize, here: KeptSize): string {
  const irrevocable = vscode.l10n.t('This cannot be undone.');
  if (here.count === all.count) return irrevocable;
  const others =
    here.count === 0
      ? vscode.l10n.t(
          'None of them is of this workspace; they are of other projects and of the command line.',
        )
      : vscode.l10n.t(
          'Of this workspace there are {0}; the others are of other projects and of the command line.',
          sizeText(here),
        );
  return `${others} ${irrevocable}`;
}

function sizeText({ count, bytes }: KeptSize): string {
  const size =
    bytes < 1_000_000
      ? vscode.l10n.t('{0} kB', Math.ceil(bytes / 1000))
      : vscode.l10n.t('{0} MB', (bytes / 1_000_000).toFixed(1));
  return count === 1 ? vscode.l10n.t('1, {0}', size) : vscode.l10n.t('{0}, {1} together', count, size);
}

// Compare Two Recordings: what ran, side by side in VS Code's diff editor, from where they first differ.
import path from 'node:path';
import * as vscode from 'vscode';
import type { ListedRecording, RecordingRef } from '../../protocol/recordings';
import type { Dialogs } from '../dialogs';
import type { Engine } from '../engine';
import type { TraceStore } from '../tracing/traceStore';
import { titleOf } from '../tracing/traceTitle';
import { firstDifferentLine } from './firstDifferentLine';
import { RecordingText } from './recordingText';

/** Recordings to choose from, the newest ones. */
const most = 50;

export interface ComparisonParts {
  readonly engine: Engine;
  readonly store: TraceStore;
  readonly dialogs: Dialogs;
}

interface Choice extends vscode.QuickPickItem {
  readonly listed: ListedRecording;
}

/** @throws EngineFailure */
export async function compareRecordings({ engine, store, dialogs }: ComparisonParts): Promise<void> {
  const { recordings } = await engine.request('listRecordings', { most });
  if (recordings.length < 2) {
    await dialogs.warn(vscode.l10n.t('There are no two recordings to compare. Trace something twice.'));
    return;
  }
  const shown = store.last?.recording;
  const choices = recordings.map((listed) => choiceOf(listed, shown));
  const isShown = ({ listed }: Choice): boolean => listed.path === shown?.path;
  const first = await dialogs.pick(
    vscode.l10n.t('Which recording is to be compared?'),
    onTop(choices, isShown),
  );
  if (first === undefined) return;
  const others = choices.filter((choice) => choice !== first);
  const second = await dialogs.pick(
    vscode.l10n.t('With which other one?'),
    onTop(others, ({ listed }) => isSameRun(listed, first.listed)),
  );
  if (second !== undefined) await showBeside(first.listed, second.listed, shown, dialogs);
}

function onTop(choices: readonly Choice[], isFirst: (choice: Choice) => boolean): Choice[] {
  return [...choices.filter(isFirst), ...choices.filter((choice) => !isFirst(choice))];
}

function choiceOf(listed: ListedRecording, shown: RecordingRef | undefined): Choice {
  const time = new Date(listed.startedAt).toLocaleString();
  return {
    label: titleOf(listed),
    description: listed.path === shown?.path ? vscode.l10n.t('{0}, on show', time) : time,
    detail: listed.file,
    listed,
  };
}

function isSameRun(a: ListedRecording, b: ListedRecording): boolean {
  return a.file === b.file && a.call === b.call && a.test === b.test;
}

/** The older one stands on the left. */
async function showBeside(
  first: ListedRecording,
  second: ListedRecording,
  shown: RecordingRef | undefined,
  dialogs: Dialogs,
): Promise<void> {
  const isInOrder = Date.parse(first.startedAt) <= Date.parse(second.startedAt);
  const [older, newer] = isInOrder ? [first, second] : [second, first];
  // What is on show may be about one function; then so is the same run at another time.
  const isFocused = [first, second].some((listed) => listed.path === shown?.path) && isSameRun(first, second);
  const entry = isFocused ? shown?.entry : undefined;
  const [left, right] = [addressOf(older, entry), addressOf(newer, entry)];
  const [before, after] = await Promise.all([textOf(left), textOf(right)]);
  const line = firstDifferentLine(before, after);
  const title = vscode.l10n.t('{0} ↔ {1}', nameOf(older), nameOf(newer));
  const selection = new vscode.Range(line ?? 0, 0, line ?? 0, 0);
  await vscode.commands.executeCommand('vscode.diff', left, right, title, { selection });
  if (line !== undefined) return;
  await dialogs.warn(vscode.l10n.t('Both recordings went the same way, with the same values.'));
}

function addressOf(listed: ListedRecording, entry: string | undefined): vscode.Uri {
  const recording = { path: listed.path, ...(entry !== undefined && { entry }) };
  return RecordingText.addressOf(recording, titleOf(listed));
}

async function textOf(address: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(address)).getText();
}

function nameOf(listed: ListedRecording): string {
  const time = new Date(listed.startedAt).toLocaleTimeString();
  return `${titleOf(listed)} (${path.basename(listed.file)}, ${time})`;
}

// Values that a recording did not keep: what was run runs once more, and of one function all values are kept.
import * as vscode from 'vscode';
import type { TraceResult } from '../../protocol/engine';
import type { Dialogs } from '../dialogs';
import type { RecordingCursor } from '../stepping/cursor';
import type { TraceStore } from '../tracing/traceStore';
import type { WhyCause } from '../../protocol/recordings';

/** A 0-based line of a file, in whose function values are missing. */
export interface ValuePlace {
  readonly file: string;
  readonly line: number;
}

export interface MissingValuesParts {
  readonly store: TraceStore;
  readonly cursor: RecordingCursor;
  readonly dialogs: Dialogs;
  readonly recordAgain: (file: string, line: number) => Promise<TraceResult | undefined>;
}

export class MissingValues {
  constructor(private readonly parts: MissingValuesParts) {}

  /**
   * The new recording takes the place of the one on show, at the same step. False where it could not be made, or took
   * another way, which is said.
   * @param given Without it, the line of the text cursor.
   * @throws EngineFailure
   */
  async fetch(given: ValuePlace | WhyCause | undefined): Promise<boolean> {
    const { store, cursor, dialogs, recordAgain } = this.parts;
    const place = given === undefined ? placeOfCursor() : 'place' in given ? given.place : given;
    if (place === undefined) return false;
    if (store.isStale) {
      await dialogs.warn(
        vscode.l10n.t(
          'The text has changed since it was recorded, so its values cannot be fetched. Trace it again.',
        ),
      );
      return false;
    }
    const step = cursor.view?.step;
    const result = await recordAgain(place.file, place.line);
    if (result === undefined) return false;
    const { differsAt } = result;
    if (differsAt !== undefined) {
      // What is said waits for nobody: the new recording is on show.
      void dialogs.warn(
        vscode.l10n.t(
          'The program took another way this time, from step {0} on. What is on show now is this run; its values are not mixed with those of the first.',
          differsAt + 1,
        ),
      );
      return false;
    }
    if (step !== undefined) await cursor.goTo({ step });
    return true;
  }
}

function placeOfCursor(): ValuePlace | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  return { file: editor.document.fileName, line: editor.selection.active.line };
}

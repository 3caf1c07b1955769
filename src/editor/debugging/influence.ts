// Show What Influenced a Value: the suspects without those that had nothing to do with a value of the failing test.
import * as vscode from 'vscode';
import { fullName, influenceNamed, type ReportedInfluence } from '../../core/debugging/influences';
import type { Dialogs } from '../dialogs';
import type { DebugSession } from './debugSession';
import { suspectCount } from './debugText';

/** `search.high = 2` */
export function valueText(influence: ReportedInfluence): string {
  const { value, function: owner } = influence;
  if (owner === undefined) return vscode.l10n.t('what the test gets');
  return value === undefined ? fullName(influence) : `${fullName(influence)} = ${value}`;
}

interface InfluenceChoice extends vscode.QuickPickItem {
  /** Null for all suspects. */
  readonly influence: ReportedInfluence | null;
}

/**
 * The value that people choose; null where they want to see all suspects again, undefined where nothing is to change.
 * @param given Its name, where another extension knows it.
 */
export async function chooseInfluence(
  { answer, influenced }: DebugSession,
  given: unknown,
  dialogs: Dialogs,
): Promise<ReportedInfluence | null | undefined> {
  if (given === null) return null;
  const influences = answer?.influences ?? [];
  if (typeof given === 'string') {
    const found = influenceNamed(given, influences);
    if (!('problem' in found)) return found;
    await dialogs.warn(found.problem);
    return undefined;
  }
  if (influences.length === 0) {
    await dialogs.warn(
      vscode.l10n.t(
        'It is not known what influenced what: no failing test in Python was recorded as a whole in this session.',
      ),
    );
    return undefined;
  }
  const items = influences.map((influence): InfluenceChoice => ({
    label: valueText(influence),
    description: suspectCount(influence.blocks.length),
    influence,
  }));
  const all: InfluenceChoice = { label: vscode.l10n.t('All suspects'), influence: null };
  return (
    await dialogs.pick(vscode.l10n.t('Which value?'), influenced === undefined ? items : [all, ...items])
  )?.influence;
}

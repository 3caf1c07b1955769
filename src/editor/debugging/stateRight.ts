// State What Is Right Here: somebody says what variables of a suspect should hold, and the session goes on with that.
import * as vscode from 'vscode';
import type { ReportedSuspect } from '../../core/debugging/debugReport';
import { isPythonLiteral } from '../../core/debugging/pythonLiteral';
import { parsedValues, type StatedState } from '../../core/debugging/statedStates';
import type { Dialogs } from '../dialogs';
import type { DebugSession } from './debugSession';
import { placeText } from './debugText';

/** States that a command was handed; the engine checks what is in them. */
export function statedStates(given: unknown): readonly StatedState[] | undefined {
  return Array.isArray(given) && given.length > 0 ? (given as readonly StatedState[]) : undefined;
}

interface SideChoice extends vscode.QuickPickItem {
  readonly side: StatedState['side'];
}

/**
 * What is right at a suspect, one side of it at a time; undefined where nothing was said.
 * @param block Its id; without it, people choose.
 */
export async function askWhatIsRight(
  { suspects = [], file = '' }: DebugSession,
  block: string | undefined,
  dialogs: Dialogs,
): Promise<readonly StatedState[] | undefined> {
  const suspect = suspects.find((item) => item.block === block) ?? (await chosenSuspect(suspects, dialogs));
  return suspect === undefined ? undefined : askOf(suspect, file.endsWith('.py'), dialogs);
}

async function chosenSuspect(
  suspects: readonly ReportedSuspect[],
  dialogs: Dialogs,
): Promise<ReportedSuspect | undefined> {
  const items = suspects.map((suspect) => ({ label: placeText(suspect), suspect }));
  return (await dialogs.pick(vscode.l10n.t('Where do you know what is right?'), items))?.suspect;
}

async function askOf(
  suspect: ReportedSuspect,
  isPython: boolean,
  dialogs: Dialogs,
): Promise<readonly StatedState[] | undefined> {
  const { seen, startLine, endLine } = suspect;
  const choice = (side: StatedState['side'], label: string): SideChoice => ({
    side,
    label,
    description: valuesText(seen?.[side] ?? {}),
  });
  const title = vscode.l10n.t('What is right at {0}', placeText(suspect));
  const chosen = await dialogs.pick<SideChoice>(title, [
    choice('exit', vscode.l10n.t('After it has run')),
    choice('entry', vscode.l10n.t('Before it runs')),
  ]);
  if (chosen === undefined) return undefined;
  const { side } = chosen;
  const value = valuesText(seen?.[side] ?? {});
  const times =
    seen === undefined || seen.runs < 2
      ? ''
      : vscode.l10n.t(
          'It ran {0} times, the last time with these; what you say holds each time, or with @2 the second.',
          seen.runs,
        );
  const said = await dialogs.askText({
    title,
    prompt: [vscode.l10n.t('Literals, e.g. low = 3, items = [1, 2]; leave out what you do not know.'), times]
      .filter((text) => text !== '')
      .join(' '),
    value,
    selection: [0, value.length],
    problem: (answer) => problemOf(answer, isPython),
  });
  if (said === undefined) return undefined;
  const { values = [], occurrence } = parsedValues(said) ?? {};
  return values.map(({ name, value: text }) => ({
    line: side === 'entry' ? startLine : endLine,
    side,
    name,
    value: text,
    ...(occurrence !== undefined && { occurrence }),
  }));
}

/** Literals of other languages than Python are looked at where they are tried. */
function problemOf(said: string, isPython: boolean): string | undefined {
  const { values } = parsedValues(said) ?? {};
  if (values === undefined) return vscode.l10n.t('Say it as name = value, name = value.');
  const wrong = values.find(({ value }) => isPython && !isPythonLiteral(value));
  return wrong === undefined ? undefined : vscode.l10n.t('{0} is not a literal.', wrong.value);
}

function valuesText(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, text]) => `${name} = ${text}`)
    .join(', ');
}

// Asks for another value in an invented one's place.
import * as vscode from 'vscode';
import type { InventedValue } from '../../core/fragment/fragmentView';
import type { Dialogs } from '../dialogs';

const plainTypes = ['str', 'int', 'float', 'bool', 'None'];

/** Which of the values is meant: the one with the key, the only one on the line, or one that is picked. */
export async function chosenValue(
  invented: readonly InventedValue[],
  key: string | undefined,
  line: number | undefined,
  dialogs: Dialogs,
): Promise<InventedValue | undefined> {
  const named = invented.find((item) => item.key === key);
  if (named !== undefined) return named;
  const here = invented.filter((item) => item.line === line);
  if (here.length === 1) return here[0];
  // What can be written down as a literal comes first.
  const offered = [...(here.length > 1 ? here : invented)].sort((a, b) => rank(a) - rank(b));
  const items = offered.map((value) => ({
    label: `${value.source === 'given' ? '' : '~'}${value.name}`,
    description: value.text,
    detail: vscode.l10n.t('line {0}: {1}, from {2}', value.line + 1, value.type, value.source),
    value,
  }));
  return (await dialogs.pick(vscode.l10n.t('Change which value?'), items))?.value;
}

function rank({ type, source }: InventedValue): number {
  if (source === 'given') return 0;
  return plainTypes.includes(type) ? 1 : type === 'callable' ? 3 : 2;
}

/** A Python expression; empty where the value is to be invented again, undefined where nothing is to change. */
export async function askValue(value: InventedValue, dialogs: Dialogs): Promise<string | undefined> {
  const isReadable = value.isLiteral || plainTypes.includes(value.type);
  const text = isReadable ? value.text : '';
  const answer = await dialogs.askText({
    title: vscode.l10n.t('Value of {0}', value.name),
    prompt: vscode.l10n.t(
      'A Python expression, evaluated in the sandbox. Leave it empty to have the value invented.',
    ),
    value: text,
    selection: [0, text.length],
    problem: () => undefined,
  });
  return answer?.trim();
}

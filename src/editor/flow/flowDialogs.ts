// What people are asked about findings.
import * as vscode from 'vscode';
import type { EvidenceLevel } from '../../core/evidence';
import type { Dialogs } from '../dialogs';
import type { Filter, FlowStore, ShownPath } from './flowStore';
import { placeText, stopsOf } from './flowText';

/** Why a finding is suppressed; undefined when somebody thinks better of it. */
export async function askReason(dialogs: Dialogs, { title }: ShownPath): Promise<string | undefined> {
  return dialogs.askText({
    title: vscode.l10n.t('Suppress: {0}', title),
    prompt: vscode.l10n.t('Why this is no problem. The reason is kept in .witness/suppressions.yaml.'),
    value: '',
    selection: [0, 0],
    problem: (answer) =>
      answer.trim() === '' ? vscode.l10n.t('Give a reason for those who come after you.') : undefined,
  });
}

/** A step of a path that holds a call which makes the value safe. */
export async function askStep(
  dialogs: Dialogs,
  { path, title }: ShownPath,
): Promise<{ file: string; line: number; column: number } | undefined> {
  const stops = stopsOf(path)
    .slice(0, -1)
    .filter(({ text }) => text.includes('('));
  const items = stops.map((stop, index) => ({
    label: `${index + 1}  ${stop.text}`,
    description: placeText(stop),
    stop,
  }));
  if (items.length === 0) {
    await dialogs.warn(vscode.l10n.t('There is no call on this path that could make the value safe.'));
    return undefined;
  }
  const chosen = await dialogs.pick(vscode.l10n.t('Which call makes the value safe for {0}?', title), items);
  return chosen && { file: chosen.stop.file, ...chosen.stop.range.start };
}

/** Which rules and levels are listed. */
export async function askFilter(store: FlowStore): Promise<Filter | undefined> {
  const { open, suppressed, filter } = store;
  const count = (of: string, key: 'rule' | 'level'): number =>
    open.filter((finding) => finding[key] === of).length;
  const rules = [...new Set(open.map(({ rule }) => rule))].sort();
  const levels: EvidenceLevel[] = [...new Set(open.map(({ level }) => level))];
  const items: (vscode.QuickPickItem & { rule?: string; level?: string; isSuppressed?: boolean })[] = [
    { label: vscode.l10n.t('Rules'), kind: vscode.QuickPickItemKind.Separator },
    ...rules.map((rule) => ({
      label: rule,
      description: String(count(rule, 'rule')),
      picked: filter.rules?.has(rule) !== false,
      rule,
    })),
    { label: vscode.l10n.t('Evidence'), kind: vscode.QuickPickItemKind.Separator },
    ...levels.map((level) => ({
      label: level,
      description: String(count(level, 'level')),
      picked: filter.levels?.has(level) !== false,
      level,
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('Suppressed findings'),
      description: String(suppressed.length),
      picked: filter.showsSuppressed,
      isSuppressed: true,
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Paths to show'),
  });
  if (chosen === undefined) return undefined;
  return {
    rules: new Set(chosen.flatMap(({ rule }) => (rule === undefined ? [] : [rule]))),
    levels: new Set(chosen.flatMap(({ level }) => (level === undefined ? [] : [level]))),
    showsSuppressed: chosen.some(({ isSuppressed }) => isSuppressed === true),
  };
}

// The hover of a line of a piece that was run: what was invented there, and what would lead to lines that did not run.
import * as vscode from 'vscode';
import { oneLine } from '../../core/text/oneLine';
import type { FragmentStore } from './fragmentStore';

export class FragmentHover implements vscode.HoverProvider {
  constructor(private readonly store: FragmentStore) {}

  provideHover(document: vscode.TextDocument, { line }: vscode.Position): vscode.Hover | undefined {
    const { view } = this.store;
    if (view === undefined || this.store.of(document) === undefined) return undefined;
    const markdown = new vscode.MarkdownString();
    markdown.isTrusted = { enabledCommands: ['witness.changeInventedValue'] };
    for (const { key, name, text, type, source } of view.invented.filter((item) => item.line === line)) {
      const target = encodeURIComponent(JSON.stringify([key]));
      const given = source === 'given' ? '' : '~';
      markdown.appendMarkdown(codeSpan(`${given}${oneLine(`${name} = ${text}`)}`));
      markdown.appendMarkdown(' · ');
      markdown.appendText(
        source === 'given' ? vscode.l10n.t('given') : vscode.l10n.t('{0}, from {1}', type, source),
      );
      markdown.appendMarkdown(
        ` · [${vscode.l10n.t('change')}](command:witness.changeInventedValue?${target})\n\n`,
      );
    }
    for (const unreached of view.unreached.filter(({ lines }) => lines.includes(line))) {
      markdown.appendText(vscode.l10n.t('Witness: not reached. {0}', leadsHere(unreached)));
      markdown.appendMarkdown('\n\n');
    }
    return markdown.value === '' ? undefined : new vscode.Hover(markdown, document.lineAt(line).range);
  }
}

/** Text as inline code of Markdown: nothing in it is a link or markup, whatever it holds. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

/** Which value would lead to a line. */
export function leadsHere({
  line,
  needs,
  decidedBy,
}: {
  line: number;
  needs: string;
  decidedBy: readonly string[];
}): string {
  const values = decidedBy.map((key) => `~${key}`).join(', ');
  switch (needs) {
    case 'true':
      return vscode.l10n.t('It runs where line {0} is true; {1} decides.', line + 1, values);
    case 'false':
      return vscode.l10n.t('It runs where line {0} is false; {1} decides.', line + 1, values);
    case 'an exception':
      return vscode.l10n.t('It runs where what line {0} tries raises an exception.', line + 1);
    default:
      return vscode.l10n.t('It runs where what line {0} goes through has elements.', line + 1);
  }
}

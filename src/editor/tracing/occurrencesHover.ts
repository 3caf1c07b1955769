// The hover of a line that ran: every time whose values were kept.
import * as vscode from 'vscode';
import type { InlineLine, InlineRaise } from '../../core/trace/inlineValues';
import { clip, oneLine } from '../../core/text/oneLine';
import { assignments } from './inlineText';
import type { ValuePlace } from '../why/missingValues';
import type { TraceStore } from './traceStore';

const longestText = 300;

export class OccurrencesHover implements vscode.HoverProvider {
  constructor(private readonly store: TraceStore) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const file = this.store.linesOf(document);
    const raise = file?.raises.find(({ line }) => line === position.line);
    const line = file?.lines.find((candidate) => candidate.line === position.line);
    const place = file && line && { file: file.file, line: line.line };
    const isRecorded = this.store.fileOf(document) !== undefined;
    const parts = [
      raise && raiseBlock(raise),
      line && lineBlock(line),
      isRecorded && place && line.kept > 0 && line.kept < line.count && fetchLink(place, line),
    ].filter((part) => part !== undefined && part !== false);
    if (parts.length === 0) return undefined;
    return new vscode.Hover(parts, document.lineAt(position.line).range);
  }
}

function raiseBlock({ type, message, uncaught, locals }: InlineRaise): vscode.MarkdownString {
  const title = uncaught
    ? vscode.l10n.t('Witness: raised here')
    : vscode.l10n.t('Witness: raised here and caught');
  const text = [oneLine(message === '' ? type : `${type}: ${message}`), ...assignments(locals)];
  return block(title, text);
}

function lineBlock({ count, kept, occurrences }: InlineLine): vscode.MarkdownString | undefined {
  if (occurrences.length === 0) return undefined;
  const title =
    count > 1
      ? vscode.l10n.t('Witness: ran {0} times, {1} kept', count, kept)
      : vscode.l10n.t('Witness: ran once');
  const width = String(occurrences.at(-1)?.nth ?? 1).length;
  const lines: string[] = [];
  let previous = 0;
  for (const { nth, values, returned } of occurrences) {
    if (nth > previous + 1) lines.push(' '.repeat(width) + '  …');
    previous = nth;
    const prefix = count > 1 ? `${String(nth).padStart(width)}  ` : '';
    lines.push(`${prefix}${assignments(values, returned).join(', ')}`);
  }
  return block(title, lines);
}

/** A value that was not kept is fetched by running once more. */
function fetchLink(place: ValuePlace, { count, kept }: InlineLine): vscode.MarkdownString {
  const link = new vscode.MarkdownString();
  link.isTrusted = { enabledCommands: ['witness.fetchValues'] };
  const title = vscode.l10n.t('Fetch the other {0}', count - kept);
  const hint = vscode.l10n.t('Runs once more and keeps all values of this function');
  const address = `command:witness.fetchValues?${encodeURIComponent(JSON.stringify([place]))}`;
  link.appendMarkdown(`[${title}](${address} "${hint}")`);
  return link;
}

/** As a code block, in which nothing that a program made up is Markdown. */
function block(title: string, lines: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.appendText(title);
  markdown.appendCodeblock(lines.map((line) => clip(line, longestText)).join('\n'), 'python');
  return markdown;
}

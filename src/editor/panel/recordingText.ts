// A recording as a text to read, search and compare: a document of its own language, never saved.
import * as vscode from 'vscode';
import type { RecordingRef, StoryCard } from '../../protocol/recordings';
import type { Engine } from '../engine';
import { oneLine } from '../../core/text/oneLine';

export const recordingScheme = 'witness-recording';
const pageLength = 500;
const longestText = 20_000;

export class RecordingText implements vscode.TextDocumentContentProvider {
  constructor(private readonly engine: Engine) {}

  /** The address of a recording's text. */
  static addressOf({ path, entry }: RecordingRef, title: string): vscode.Uri {
    const name = title.replaceAll(/[^\p{L}\p{N}_.() ]+/gu, '_').slice(0, 60);
    return vscode.Uri.from({
      scheme: recordingScheme,
      path: `/${name}.witness-recording`,
      query: JSON.stringify({ path, ...(entry !== undefined && { entry }) }),
    });
  }

  async provideTextDocumentContent(address: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const recording = JSON.parse(address.query) as RecordingRef;
    const lines: string[] = [];
    for (let from = 0; from < longestText && !token.isCancellationRequested;) {
      const page = await this.engine.request('story', { recording, from, count: pageLength });
      lines.push(...page.cards.map(textOf));
      from = page.from + page.cards.length;
      if (from < page.total && page.cards.length > 0) continue;
      if (!page.complete) lines.push(vscode.l10n.t('… only the beginning of this very long recording'));
      break;
    }
    return `${lines.join('\n')}\n`;
  }
}

function textOf({ kind, depth, text, line, changes }: StoryCard): string {
  const indent = '  '.repeat(depth);
  const number = line === undefined ? '' : `${line + 1}`.padStart(4);
  const values = changes.map(({ name, after }) => `${name} = ${oneLine(after)}`).join(', ');
  switch (kind) {
    case 'call':
      return `${indent}${oneLine(text)}`;
    case 'returned':
      return `${indent}     → ${oneLine(text)}`;
    case 'iterations':
      return `${indent}     … ${vscode.l10n.t('{0} more iterations like this', text)}`;
    case 'calls':
      return `${indent}     … ${vscode.l10n.t('{0} more calls like this', text)}`;
    case 'raised':
      return `${indent}${number} ✗ ${oneLine(text)}${values === '' ? '' : ` | ${values}`}`;
    case 'block':
      return `${indent}${number} ${oneLine(text).padEnd(Math.max(1, 44 - indent.length))}${values === '' ? '' : ` | ${values}`}`.trimEnd();
  }
}

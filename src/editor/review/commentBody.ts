// What a comment says in its thread: what was seen, the words of a model as text, and what can be done.
import * as vscode from 'vscode';
import type { ReviewComment } from '../../core/review/reviewReport';
import type { CommandId } from '../commands';

const links: readonly CommandId[] = [
  'witness.traceComment',
  'witness.refineComment',
  'witness.showRefinement',
  'witness.applyRefinement',
];

export function commentBody(comment: ReviewComment): vscode.MarkdownString {
  const body = new vscode.MarkdownString();
  body.isTrusted = { enabledCommands: [...links] };
  const paragraph = (text: string): void => {
    body.appendText(text);
    body.appendMarkdown('\n\n');
  };
  const { message, remark, level } = comment;
  const words = remark === undefined ? [] : [vscode.l10n.t('The model: {0}', remark)];
  // Of a claim the words are all there is.
  for (const text of level === 'claimed' ? [...words, message] : [message, ...words]) paragraph(text);
  const { refinement, unrefined = [] } = comment;
  if (refinement !== undefined) paragraph(refinementText(refinement));
  for (const reason of unrefined) paragraph(vscode.l10n.t('No refined code: {0}', reason));
  body.appendMarkdown(linksOf(comment).join(' · '));
  return body;
}

function refinementText({ by, strategy, told }: NonNullable<ReviewComment['refinement']>): string {
  const head =
    by === 'model'
      ? vscode.l10n.t('Refined by the model:')
      : vscode.l10n.t('Refined by the search ({0}):', strategy);
  return [head, ...told].join(' ');
}

function linksOf({ id, level, difference, refinement }: ReviewComment): string[] {
  const link = (command: CommandId, title: string): string =>
    `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([id]))})`;
  const canTrace = difference !== undefined && !difference.call.includes('Record(');
  return [
    ...(canTrace ? [link('witness.traceComment', vscode.l10n.t('Trace this call'))] : []),
    ...(refinement === undefined
      ? level === 'claimed'
        ? []
        : [link('witness.refineComment', vscode.l10n.t('Refine'))]
      : [
          link('witness.showRefinement', vscode.l10n.t('Show refined code')),
          link('witness.applyRefinement', vscode.l10n.t('Apply')),
        ]),
  ];
}

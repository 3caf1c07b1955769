// Where Does This Come From? and Where Does This Go?, for the name at the cursor.
import * as vscode from 'vscode';
import type { FlowFinding } from '../../core/dataflow/model';
import type { Dialogs } from '../dialogs';
import { type Engine, signalOf } from '../engine';
import type { FollowedValue, ShownPath } from './flowStore';
import { analysable, orderAround } from './flowTarget';

/** @throws EngineFailure */
export async function followValue(
  engine: Engine,
  direction: 'from' | 'to',
  dialogs: Dialogs,
): Promise<FollowedValue | undefined> {
  const document = await analysable(undefined);
  const editor = vscode.window.activeTextEditor;
  if (document === undefined || editor?.document !== document) {
    await dialogs.warn(
      vscode.l10n.t('Put the cursor on a variable of a Java, Python, JavaScript or TypeScript file.'),
    );
    return undefined;
  }
  if (document.isDirty && !(await document.save())) return undefined;
  const { line, character } = editor.selection.active;
  const { paths, root } = orderAround(document);
  const answer = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Following the value') },
    async (_progress, token) =>
      engine.request(
        'followValue',
        { file: document.fileName, position: { line, column: character }, direction, paths, root },
        { signal: signalOf(token) },
      ),
  );
  if (answer.name === undefined) {
    await dialogs.warn(vscode.l10n.t('There is no variable at the cursor. Put the cursor on a name.'));
    return undefined;
  }
  const title =
    direction === 'from'
      ? vscode.l10n.t('Where {0} comes from', answer.name)
      : vscode.l10n.t('Where {0} goes', answer.name);
  return { title, paths: answer.findings.map((finding, index) => asPath(finding, index, direction)) };
}

function asPath(finding: FlowFinding, index: number, direction: 'from' | 'to'): ShownPath {
  const end = direction === 'from' ? finding.path[0] : finding.path.at(-1);
  const text = end?.text ?? '';
  return { ...finding, id: `way ${index}`, title: text, message: text, severity: 'note' };
}

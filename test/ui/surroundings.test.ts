// Workspaces with several folders, and two editors of one file, in the packaged extension.
import path from 'node:path';
import { eventually } from '../support/eventually';
import { repositoryRoot } from '../support/vscode/repository';
import { useWorkbench } from '../support/vscode/workbenchHooks';

describe('a workspace with two folders', () => {
  const workbench = useWorkbench(() => ({
    version: 'stable',
    extension: { vsix: path.join(repositoryRoot, 'dist/witness.vsix') },
    workspace: path.join(repositoryRoot, 'test/fixtures/roots'),
    open: 'both.code-workspace',
  }));

  it('runs each file in its own folder, and shows its values in both editors of it', async () => {
    for (const [folder, said] of [
      ['first', 'one'],
      ['second', 'two'],
    ] as const) {
      await workbench().openFile(`${folder}/${folder}.py`);
      await workbench().codeLens('Trace');
      await workbench().clickCodeLens('Trace');
      await eventually(
        () => workbench().inlineText(5),
        (text) => text === `text = '${said}'`,
      );
    }
    await workbench().runCommand('View: Split Editor Right');
    const texts = async (): Promise<number> =>
      workbench()
        .page.locator('.editor-instance')
        .evaluateAll((editors) => {
          const after = (span: Element): string => getComputedStyle(span, '::after').content;
          const spansOf = (editor: Element): Element[] => [...editor.querySelectorAll('.view-line span')];
          return editors.filter((editor) => spansOf(editor).some((span) => after(span).includes('two')))
            .length;
        });
    await eventually(texts, (count) => count === 2);
    await workbench().screenshot('two-folders');
  });
});

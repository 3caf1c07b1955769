// What happens around a recording: files come and go, runs overtake each other, other kinds of documents are open.
import assert from 'node:assert/strict';
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { textsIn, traceFunction, usePythonFiles, witness } from '../support/witness';

const program = `import time

def double(x):
    y = x * 2
    return y

def test_double():
    assert double(3) == 6

def test_slow():
    open(__file__ + '.started', 'w').close()
    time.sleep(60)

def test_late():
    assert double(4) == 8
`;

describe('around a recording', () => {
  const open = usePythonFiles();
  let document: vscode.TextDocument;
  beforeEach(async () => {
    document = await open('twice.py', program);
    await witness();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('witness.clearInlineValues');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('a second run takes the place of the first, which is not shown any more', async () => {
    const first = traceFunction(document, 'test_slow');
    await eventually(
      () => exists(`${document.fileName}.started`),
      (isStarted) => isStarted,
    );
    await traceFunction(document, 'test_late');
    await first;
    assert.equal((await witness()).lastTrace()?.call, 'test_late()');
    assert.ok((await textsIn(document)).includes('4: y = 8'));
  });

  it('a file that is renamed shows nothing of what ran under its old name, and runs under its new one', async () => {
    await traceFunction(document, 'test_double');
    assert.ok((await textsIn(document)).includes('4: y = 6'));
    const to = vscode.Uri.joinPath(document.uri, '..', 'thrice.py');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, to);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const renamed = await vscode.workspace.openTextDocument(to);
    assert.deepEqual(await textsIn(renamed), []);
    await traceFunction(renamed, 'test_double');
    assert.ok((await textsIn(renamed)).includes('4: y = 6'));
  });

  it('a file that was deleted is still a recording to step through, and none to run', async () => {
    await traceFunction(document, 'test_double');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(document.uri);
    await vscode.commands.executeCommand('witness.goToStart');
    await vscode.commands.executeCommand('witness.stepInto');
    assert.equal((await witness()).currentStep()?.function, 'test_double');
    assert.equal(vscode.window.activeTextEditor, undefined);
    const before = (await witness()).lastTrace();
    void vscode.commands.executeCommand('witness.traceAgain');
    await assert.rejects(access(document.fileName));
    assert.equal((await witness()).lastTrace(), before);
  });

  it('a notebook is left alone', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, program, 'python');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell]),
    );
    await vscode.window.showNotebookDocument(notebook);
    const inside = notebook.cellAt(0).document;
    assert.equal(inside.languageId, 'python');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      inside.uri,
    );
    assert.deepEqual(lenses, []);
    await traceFunction(document, 'test_double');
    assert.deepEqual(await textsIn(inside), []);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      inside.uri,
      new vscode.Position(3, 6),
    );
    assert.deepEqual(hovers, []);
  });

  it('two editors of one file are one document, with the same values', async () => {
    const left = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    const right = await vscode.window.showTextDocument(document, vscode.ViewColumn.Two);
    await traceFunction(document, 'test_double');
    assert.equal(left.document, right.document);
    assert.deepEqual(await textsIn(left.document), await textsIn(right.document));
    await vscode.commands.executeCommand('witness.goToStart');
    const groups = vscode.window.tabGroups.all.map(({ tabs }) => tabs.map(({ label }) => label));
    assert.deepEqual(groups, [['twice.py'], ['twice.py']], 'stepping opens no third one');
  });

  it("people's settings, breakpoints and files stay what they were", async () => {
    const manifest = vscode.extensions.getExtension('witness.witness')?.packageJSON as Manifest;
    const names = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
    assert.ok(names.length > 5);
    const breakpoint = new vscode.SourceBreakpoint(
      new vscode.Location(document.uri, new vscode.Position(3, 0)),
    );
    vscode.debug.addBreakpoints([breakpoint]);
    try {
      await traceFunction(document, 'test_double');
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(4, 12, 4, 12);
      for (const command of ['goToStart', 'stepInto', 'goToEnd', 'whyThisValue', 'showRecording']) {
        await vscode.commands.executeCommand(`witness.${command}`);
      }
      const changed = names.filter((name) => {
        const { globalValue, workspaceValue, workspaceFolderValue } =
          vscode.workspace.getConfiguration().inspect(name) ?? {};
        return [globalValue, workspaceValue, workspaceFolderValue].some((value) => value !== undefined);
      });
      assert.deepEqual(changed, []);
      assert.deepEqual(vscode.debug.breakpoints, [breakpoint]);
      assert.equal(await readFile(document.fileName, 'utf8'), program);
      await assert.rejects(access(path.join(path.dirname(document.fileName), '.vscode')));
    } finally {
      vscode.debug.removeBreakpoints([breakpoint]);
    }
  });

  it('a large file is traced like any other', async () => {
    const filler = Array.from({ length: 4_000 }, (_, i) => `def f${i}(n):\n    m = n\n    return m\n`).join(
      '\n',
    );
    const large = await open('large.py', `${filler}\n${program}`);
    await traceFunction(large, 'test_double');
    const line = large.getText().split('\n').indexOf('    y = x * 2') + 1;
    assert.ok((await textsIn(large)).includes(`${line}: y = 6`));
    await writeFile(large.fileName, '');
  });
});

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

interface Manifest {
  readonly contributes: { readonly configuration: readonly { readonly properties: object }[] };
}

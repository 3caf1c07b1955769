// Paths run in the sandbox from the editor: what arrives is witnessed, and a test of a path opens.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Confinement } from '../../src/editor/confinement';
import { windowDialogs, type Dialogs } from '../../src/editor/dialogs';
import { Engine } from '../../src/editor/engine';
import { FlowStore } from '../../src/editor/flow/flowStore';
import { PathTrial } from '../../src/editor/flow/pathTrial';
import { witness } from '../support/witness';

const app = `import os

from flask import request


def pack(name, mode):
    if mode == "fast":
        os.system("tar " + name)


def export(mode):
    pack(request.args.get("name"), mode)
`;

describe('trying a path', () => {
  let folder = '';
  let document: vscode.TextDocument;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'witness trial '));
    await writeFile(path.join(folder, 'app.py'), app);
    document = await vscode.workspace.openTextDocument(path.join(folder, 'app.py'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('witness.clearPaths');
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('witness.analyseFile');
  });

  async function commands(): Promise<{ id: string; titles: string[] }> {
    const [finding] = (await witness()).findings();
    assert.ok(finding, 'nothing was found');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(finding.sink.line, 18, finding.sink.line, 18),
    );
    return { id: finding.id, titles: actions.map(({ title }) => title) };
  }

  it('makes the finding witnessed, with the run as its evidence', async () => {
    const { id, titles } = await commands();
    assert.ok(titles.includes('Try This Path'), titles.join(', '));
    await vscode.commands.executeCommand('witness.tryPath', id);
    const [finding] = (await witness()).findings();
    assert.equal(finding?.level, 'witnessed');
    assert.match(
      finding.evidence.find(({ kind }) => kind === 'run')?.note ?? '',
      /in place of line 12's source was part of what reached the sink on line 8/,
    );
    const [problem] = vscode.languages.getDiagnostics(document.uri);
    assert.match(problem?.message ?? '', /witnessed/, 'the problem says so as well');
  });

  it('opens a test that was tried and fails for the reason of the path', async () => {
    const { id, titles } = await commands();
    assert.ok(titles.includes('Export as Test'), titles.join(', '));
    await vscode.commands.executeCommand('witness.exportPathTest', id);
    const made = vscode.window.activeTextEditor?.document;
    assert.equal(made?.isUntitled, true);
    assert.equal(made.languageId, 'python');
    const text = made.getText();
    assert.match(text, /^def test_app_line_8\(\):$/m);
    assert.match(text, /os\.system\(at_sink\("tar " \+ name\)\)/);
    assert.match(text, /^ {4}export\(mode="fast"\)$/m, 'with what the solver found');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('says of a path that it cannot be tried, or is not there any more', async () => {
    const said: string[] = [];
    const dialogs: Dialogs = {
      ...windowDialogs,
      warn: (message) => {
        said.push(message);
        return Promise.resolve(undefined);
      },
    };
    await writeFile(path.join(folder, 'pack.py'), 'import os\n\n\ndef pack(name):\n    os.system(name)\n');
    await writeFile(
      path.join(folder, 'main.py'),
      'import sys\n\nfrom pack import pack\n\n\ndef main():\n    pack(sys.argv[1])\n',
    );
    const paths = [path.join(folder, 'pack.py'), path.join(folder, 'main.py')];
    const order = { scope: 'all', paths, root: folder } as const;
    const extension = vscode.extensions.getExtension('witness.witness');
    const log = vscode.window.createOutputChannel('trial test', { log: true });
    const engine = new Engine(
      vscode.Uri.joinPath(extension?.extensionUri ?? vscode.Uri.file('/'), 'dist/engine.js').fsPath,
      log,
    );
    try {
      const store = new FlowStore();
      store.show(await engine.request('flow', order), order);
      const [finding] = store.open;
      assert.ok(finding);
      const nothing: vscode.Memento = {
        get: <T>(_key: string, other?: T) => other,
        update: () => Promise.resolve(),
        keys: () => [],
      };
      const confinement = new Confinement(dialogs, nothing);
      const trial = new PathTrial({
        engine,
        store,
        confinement,
        dialogs,
        tell: (message) => said.push(message),
      });
      await trial.tryPath(finding);
      assert.match(said.join('\n'), /^Only a path within one Python file can be tried/);
      assert.equal(store.open[0]?.level, finding.level);
      await writeFile(path.join(folder, 'main.py'), '');
      await trial.exportTest(finding);
      assert.match(said.at(-1) ?? '', /is not there any more/);
    } finally {
      engine.dispose();
      log.dispose();
    }
  });
});

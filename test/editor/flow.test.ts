// Dataflow in the editor: findings as problems, paths walked by keys, what is suppressed, following one value.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Dialogs } from '../../src/editor/dialogs';
import { Engine } from '../../src/editor/engine';
import { FindingJudgement } from '../../src/editor/flow/findingJudgement';
import { FlowStore } from '../../src/editor/flow/flowStore';
import { eventually } from '../support/eventually';
import { witness } from '../support/witness';

const ping = `import javax.servlet.http.*;
public class Ping extends HttpServlet {
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws Exception {
    String host = request.getParameter("host");
    String command = "ping " + host;
    Runtime.getRuntime().exec(command);
  }
}
`;
const fixed = ping.replace('request.getParameter("host")', '"localhost"');

describe('dataflow', () => {
  let folder = '';
  let document: vscode.TextDocument;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'witness flow '));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('witness.clearPaths');
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const own = await mkdtemp(path.join(folder, 'project '));
    const file = path.join(own, 'Ping.java');
    await writeFile(file, ping);
    document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    await vscode.window.showTextDocument(document);
  });

  async function analysed(): Promise<vscode.Diagnostic> {
    await vscode.commands.executeCommand('witness.analyseFile');
    const [problem] = problems();
    assert.ok(problem, 'nothing was found');
    return problem;
  }

  function problems(): vscode.Diagnostic[] {
    return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Witness');
  }

  async function replaceAll(text: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    await vscode.workspace.applyEdit(edit);
    await document.save();
  }

  it('is a problem at the sink, with the way of the value as related information', async () => {
    const problem = await analysed();
    assert.equal(problem.range.start.line, 5);
    assert.equal(document.getText(problem.range), 'command');
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.equal((problem.code as { value: string }).value, 'java/command-injection');
    assert.match(problem.message, /^'command' runs as a command, .*\((?:proved|derived)/);
    const lines = problem.relatedInformation?.map(({ location }) => location.range.start.line);
    assert.deepEqual(lines, [3, 4, 5]);
  });

  it('is walked step by step, with numbers in the text, and keeps its place', async () => {
    await analysed();
    const api = await witness();
    const [finding] = api.findings();
    await vscode.commands.executeCommand('witness.showPath', finding?.id);
    assert.deepEqual(api.pathPosition(), { id: finding?.id, step: 0, steps: 3 });
    const marks = (): string[] =>
      api
        .pathMarks(document)
        .map(({ line, text, isCurrent }) => `${line + 1}:${text}${isCurrent ? '*' : ''}`);
    assert.deepEqual(marks(), ['4:1*', '5:2', '6:3']);
    await vscode.commands.executeCommand('witness.nextPathStep');
    assert.deepEqual(marks(), ['4:1', '5:2*', '6:3']);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 4);
    await replaceAll(`// a line above\n${ping}`);
    await eventually(
      () => marks(),
      (shown) => shown[0] === '5:1',
    );
    assert.deepEqual(marks(), ['5:1', '6:2*', '7:3'], 'the same step after an edit above it');
    await vscode.commands.executeCommand('witness.previousPathStep');
    assert.equal(api.pathPosition()?.step, 0);
  });

  it('is analysed again when the file is saved, within a moment', async () => {
    await analysed();
    await replaceAll(fixed);
    const saved = performance.now();
    await eventually(
      () => problems(),
      (shown) => shown.length === 0,
    );
    console.log(`      refreshed ${Math.round(performance.now() - saved)} ms after the save`);
    await replaceAll(ping);
    await eventually(
      () => problems(),
      (shown) => shown.length === 1,
    );
  });

  it('offers to show the path, to suppress and to mark what makes a value safe', async () => {
    const { range } = await analysed();
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    const titles = actions.map(({ title }) => title);
    for (const title of ['Show Path', 'Suppress with a Reason…', 'Mark a Call on the Path as Sanitizer…']) {
      assert.ok(titles.includes(title), `${title} is missing from ${titles.join(', ')}`);
    }
  });

  it('is no problem any more once a comment says so', async () => {
    await analysed();
    await replaceAll(
      ping.replace('exec(command);', 'exec(command); // witness: ignore command-injection for admins'),
    );
    await eventually(
      () => problems(),
      (shown) => shown.length === 0,
    );
    const [finding] = (await witness()).findings();
    assert.deepEqual(finding?.suppression, { by: 'comment', reason: 'for admins' });
  });

  it('follows the value at the cursor to where it comes from and where it goes', async () => {
    const editor = await vscode.window.showTextDocument(document);
    const at = (text: string): vscode.Position => document.positionAt(ping.indexOf(text));
    editor.selection = new vscode.Selection(at('command);'), at('command);'));
    await vscode.commands.executeCommand('witness.whereDoesThisComeFrom');
    const api = await witness();
    const from = api.followed();
    assert.equal(from?.title, 'Where command comes from');
    assert.ok(
      from.sources.some((line) => line === 4),
      JSON.stringify(from),
    );
    await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(at('host = '), at('host = '));
    await vscode.commands.executeCommand('witness.whereDoesThisGo');
    const to = api.followed();
    assert.equal(to?.title, 'Where host goes');
    assert.ok(
      to.sinks.some((line) => line === 6),
      JSON.stringify(to),
    );
  });
});

describe('what somebody says of a finding', () => {
  const extension = vscode.extensions.getExtension('witness.witness');
  const log = vscode.window.createOutputChannel('flow test', { log: true });
  const engine = new Engine(
    vscode.Uri.joinPath(extension?.extensionUri ?? vscode.Uri.file('/'), 'dist/engine.js').fsPath,
    log,
  );
  let root = '';
  let said: string[];

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'witness judged '));
    await writeFile(path.join(root, 'Ping.java'), ping.replace('"ping " + host', '"ping " + tidy(host)'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    engine.dispose();
    log.dispose();
    await rm(root, { recursive: true, force: true });
  });
  beforeEach(() => {
    said = [];
  });

  async function judged(
    answers: Partial<Dialogs>,
  ): Promise<{ judgement: FindingJudgement; store: FlowStore }> {
    const store = new FlowStore();
    const order = { scope: 'all', paths: [path.join(root, 'Ping.java')], root } as const;
    const refresh = async (): Promise<void> => {
      store.show(await engine.request('flow', order), order);
    };
    await refresh();
    const dialogs: Dialogs = {
      warn: (message) => {
        said.push(message);
        return Promise.resolve(undefined);
      },
      fail: () => Promise.resolve(undefined),
      confirm: () => Promise.resolve(undefined),
      pick: () => Promise.resolve(undefined),
      askText: () => Promise.resolve(undefined),
      ...answers,
    };
    return { judgement: new FindingJudgement({ engine, store, dialogs, refresh }), store };
  }

  it('is remembered with the reason, and taken back', async () => {
    const { judgement, store } = await judged({ askText: () => Promise.resolve('only we can call it') });
    const [finding] = store.open;
    assert.ok(finding);
    await judgement.suppress(finding);
    assert.deepEqual(store.open, []);
    assert.equal(store.suppressed[0]?.suppression?.reason, 'only we can call it');
    const text = await readFile(path.join(root, '.witness/suppressions.yaml'), 'utf8');
    assert.match(text, /reason: only we can call it/);
    assert.match(text, /file: Ping\.java/);
    await judgement.unsuppress(store.suppressed[0]);
    assert.equal(store.open.length, 1);
  });

  it('needs a reason', async () => {
    let problem: string | undefined;
    const { judgement, store } = await judged({
      askText: (question) => {
        problem = question.problem('  ');
        return Promise.resolve(undefined);
      },
    });
    await judgement.suppress(store.open[0]);
    assert.match(problem ?? '', /reason/);
    assert.equal(store.open.length, 1);
  });

  it('becomes a rule of the workspace when a call makes the value safe', async () => {
    const { judgement, store } = await judged({
      pick: (_title, items) => Promise.resolve(items.find(({ label }) => label.includes('tidy'))),
    });
    await judgement.markSanitizer(store.open[0]);
    assert.deepEqual(said, []);
    assert.deepEqual(store.open, [], 'the rule that was written holds at once');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /addTo:\n {2}- java\/command-injection/);
    assert.match(text, /#eq\? @name "tidy"/);
  });
});

// Values that sampling left out are fetched by running once more, from the hover and from the chain of causes.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { traceFunction, usePythonFiles, witness } from '../support/witness';

describe('values that were not kept', () => {
  const open = usePythonFiles();
  let folder = '';
  let document: vscode.TextDocument;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'witness-missing-'));
    document = await open(
      'squares.py',
      `import os

def total(n):
    t = 0
    for i in range(n):
        square = i * i
        t = t + square
    return t

def test_total():
    with open(${JSON.stringify(path.join(folder, 'runs'))}, 'a') as runs:
        runs.write('x')
    assert total(500) == 0

def test_moody():
    if not os.path.exists(${JSON.stringify(path.join(folder, 'mood'))}):
        os.mkdir(${JSON.stringify(path.join(folder, 'mood'))})
        return total(500)
    return total(400)
`,
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => vscode.commands.executeCommand('witness.clearInlineValues'));

  /** The hover over a line, from 1: its texts, and the link of Witness. */
  const hover = async (line: number): Promise<{ text: string; link: string | undefined }> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(line - 1, 8),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content as vscode.MarkdownString).value)
      .join('\n')
      .replaceAll('&nbsp;', ' ');
    return { text, link: /\(command:witness\.fetchValues\?([^ )]+)/.exec(text)?.[1] };
  };
  const follow = async (link: string | undefined): Promise<void> => {
    assert.ok(link, 'the hover offers no link');
    const args = JSON.parse(decodeURIComponent(link)) as unknown[];
    await vscode.commands.executeCommand('witness.fetchValues', ...args);
  };
  /** Goes to the nth run of line 7, and gives the step. */
  const goToRun = async (nth: number): Promise<number> => {
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(6, 8, 6, 8);
    await vscode.commands.executeCommand('witness.goToStart');
    await vscode.commands.executeCommand('witness.goToRunOfLine');
    for (let i = 1; i < nth; i++) await vscode.commands.executeCommand('witness.nextOccurrence');
    const step = (await witness()).currentStep();
    assert.equal(step?.place.line, 6);
    return step.step;
  };

  it('come by a link in the hover, which then has nothing more to offer', async () => {
    await traceFunction(document, 'test_total');
    const { text, link } = await hover(7);
    const kept = Number(/ran 500 times, (\d+) kept/.exec(text)?.[1]);
    assert.ok(kept > 0 && kept < 400, text);
    assert.match(text, new RegExp(`Fetch the other ${500 - kept}`));
    await follow(link);
    const fetched = await hover(7);
    assert.match(fetched.text, /ran 500 times, 500 kept/);
    assert.equal(fetched.link, undefined);
    assert.equal(await readFile(path.join(folder, 'runs'), 'utf8'), 'xx');
  });

  it('come in the chain of causes, which stays where it is', async () => {
    await traceFunction(document, 'test_total');
    const step = await goToRun(250);
    await vscode.commands.executeCommand('witness.whyThisValue');
    const { causes, currentStep } = await witness();
    const missing = causes()
      .filter(({ name, value }) => name === 'square' && value === undefined)
      .sort((a, b) => b.step - a.step)[0];
    assert.ok(missing, 'the value is there already');
    const before = causes().map((cause) => [cause.number, cause.step, cause.name]);
    await vscode.commands.executeCommand('witness.fetchValues', missing);
    const known = causes().find(({ number }) => number === missing.number);
    assert.equal(known?.value?.text, String(249 * 249));
    assert.deepEqual(
      causes().map((cause) => [cause.number, cause.step, cause.name]),
      before,
    );
    assert.equal(currentStep()?.step, step);
  });

  it('are not mixed with those of a run that takes another way', async () => {
    await traceFunction(document, 'test_moody');
    await follow((await hover(7)).link);
    const { lastTrace, currentStep } = await witness();
    assert.ok((lastTrace()?.differsAt ?? -1) >= 0);
    assert.match((await hover(7)).text, /ran 400 times, 400 kept/);
    assert.equal(currentStep(), undefined);
  });
});

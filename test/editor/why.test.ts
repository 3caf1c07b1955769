import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { traceFunction, usePythonFiles, witness } from '../support/witness';

const program = `def rate(n):
    base = 4
    return base * n

def price(items):
    count = items + 1
    each = rate(count)
    return each - 1

def test_price():
    assert price(2) == 10
`;

describe('Why This Value?', () => {
  const open = usePythonFiles();
  let document: vscode.TextDocument;
  before(async () => {
    document = await open('price.py', program);
  });
  beforeEach(() => traceFunction(document, 'test_price'));
  afterEach(() => vscode.commands.executeCommand('witness.clearInlineValues'));

  const ask = async (line: number, text: string): Promise<void> => {
    const editor = await vscode.window.showTextDocument(document);
    const at = document.lineAt(line - 1).text.indexOf(text);
    editor.selection = new vscode.Selection(line - 1, at, line - 1, at);
    await vscode.commands.executeCommand('witness.whyThisValue');
  };
  const causes = async (): Promise<string[]> =>
    (await witness())
      .causes()
      .map(({ number, reason, place, name = '', value }) =>
        [number, reason, place.line + 1, name, value?.text ?? ''].join(' ').trimEnd(),
      );

  it('lists the steps that led to the value of a name, in the order of reading', async () => {
    await ask(8, 'each');
    assert.deepEqual(await causes(), [
      '1 wrote 7 each 12',
      '2 wrote 6 count 3',
      '3 argument 11 items 2',
      '4 returned 3  12',
      '5 wrote 2 base 4',
      '6 argument 7 n 3',
    ]);
  });

  it('is walked by keys, and shows values as of each step', async () => {
    await ask(8, 'each');
    const line = async (): Promise<number | undefined> => (await witness()).currentStep()?.place.line;
    assert.equal(await line(), 6);
    await vscode.commands.executeCommand('witness.nextCause');
    assert.equal(await line(), 5);
    await vscode.commands.executeCommand('witness.previousCause');
    assert.equal(await line(), 6);
    await vscode.commands.executeCommand('witness.goToCause', 5);
    assert.equal((await witness()).currentStep()?.function, 'rate');
  });

  it('goes with the recording', async () => {
    await ask(8, 'each');
    await vscode.commands.executeCommand('witness.clearInlineValues');
    assert.deepEqual(await causes(), []);
  });
});

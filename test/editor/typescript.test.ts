import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { lensesOf, textsIn, traceFunction, usePythonFiles, witness } from '../support/witness';

const program = `interface Row {
  cents: number;
}

export function total(rows: Row[]): number {
  let sum = 0;
  for (const row of rows) {
    sum += row.cents;
  }
  return sum;
}

export function two(): number {
  return total([{ cents: 1 }, { cents: 2 }]);
}
`;

describe('a TypeScript file', () => {
  const open = usePythonFiles();
  let document: vscode.TextDocument;
  before(async () => {
    document = await open('rows.ts', program);
  });
  afterEach(() => vscode.commands.executeCommand('witness.clearInlineValues'));

  it('is traced, stepped through and explained as a Python file is', async () => {
    const lenses = await lensesOf(document);
    assert.deepEqual(
      lenses.map(({ line }) => line),
      [4, 12],
    );
    await traceFunction(document, 'two');
    assert.deepEqual((await witness()).lastTrace()?.outcome, {
      kind: 'returned',
      value: { type: 'number', text: '3' },
    });
    assert.ok((await textsIn(document)).some((text) => /^8: sum = 3.*×2$/.test(text)));
    await vscode.commands.executeCommand('witness.goToEnd');
    await vscode.commands.executeCommand('witness.stepBackInto');
    assert.equal((await witness()).currentStep()?.place.file, document.fileName);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(9, 10, 9, 10);
    await vscode.commands.executeCommand('witness.whyThisValue');
    const [first] = (await witness()).causes();
    assert.deepEqual([first?.reason, first?.name, first?.value?.text], ['wrote', 'sum', '3']);
  });

  it('runs with Node, whatever Python is chosen', async () => {
    const settings = vscode.workspace.getConfiguration('witness');
    await settings.update('python.interpreter', 'python3', vscode.ConfigurationTarget.Global);
    try {
      await traceFunction(document, 'two');
      assert.match((await witness()).lastTrace()?.interpreter.description ?? 'no trace', /^Node /);
    } finally {
      await settings.update('python.interpreter', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('is replayed in the debugger', async () => {
    let stops = 0;
    const tracking = vscode.debug.registerDebugAdapterTrackerFactory('witness', {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: (message: { event?: string }) => {
          if (message.event === 'stopped') stops++;
        },
      }),
    });
    const location = new vscode.Location(document.uri, new vscode.Position(7, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(location, true, 'row.cents === 2')]);
    try {
      await vscode.commands.executeCommand('witness.replayFunction', {
        uri: document.uri,
        functionPath: 'two',
      });
      await eventually(
        () => stops,
        (count) => count === 1,
      );
      const session = vscode.debug.activeDebugSession;
      const answer = (await session?.customRequest('evaluate', { expression: 'sum + row.cents' })) as {
        result: string;
      };
      assert.equal(answer.result, '3');
    } finally {
      tracking.dispose();
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
      await vscode.debug.stopDebugging();
    }
  });

  it('is traced as a whole, and again', async () => {
    await vscode.commands.executeCommand('witness.traceFile', document.uri);
    assert.equal((await witness()).lastTrace()?.file, document.fileName);
    const first = (await witness()).lastTrace()?.recording.path;
    await vscode.commands.executeCommand('witness.traceAgain');
    assert.notEqual((await witness()).lastTrace()?.recording.path, first);
  });
});

describe('a JavaScript file', () => {
  const open = usePythonFiles();

  it('is traced as it stands, with the values at its own lines', async () => {
    const javascript = program.replace(/interface Row \{[^}]*\}\n\n|: Row\[\]|: number/g, '');
    const document = await open('rows.mjs', javascript);
    await traceFunction(document, 'two');
    assert.deepEqual((await witness()).lastTrace()?.outcome, {
      kind: 'returned',
      value: { type: 'number', text: '3' },
    });
    assert.ok((await textsIn(document)).some((text) => /^4: sum = 3.*×2$/.test(text)));
    await vscode.commands.executeCommand('witness.clearInlineValues');
  });
});

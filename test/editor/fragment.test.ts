// Run Selection: values at the ends of lines, other values, other branches, a test, checks of generated code.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually';
import { lensesOf, usePythonFiles, witness } from '../support/witness';

const orders = `import acme_shop


class Report:
    def total(self, orders, limit=100):
        sum_of = 0
        for order in orders:
            sum_of = sum_of + order.price
        name = "total of " + self.title
        if self.customer.is_blocked:
            name = name.upper()
            sum_of = -1
        count = 3
        return sum_of
`;

const generated = `def double(n):
    """Twice a number.

    >>> double(4)
    8
    """
    return n + 2
`;

describe('running a selection', () => {
  const open = usePythonFiles();
  let document: vscode.TextDocument;

  beforeEach(async () => {
    document = await open('report.py', orders);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('witness.clearFragment');
  });

  async function run(from: number, to: number): Promise<void> {
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(from, 0, to, 0);
    await vscode.commands.executeCommand('witness.runSelection');
  }

  async function marks(): Promise<string[]> {
    return (await witness())
      .fragmentMarks(document)
      .map(({ line, text, kind }) => `${line + 1} ${kind}: ${text}`);
  }

  it('shows the values, with a ~ before what was invented', async () => {
    await run(5, 14);
    const texts = await marks();
    assert.ok(texts.includes('6 value: sum_of = 0'), texts.join('\n'));
    assert.ok(
      texts.some((text) => /^8 invented: sum_of = ~/.test(text)),
      texts.join('\n'),
    );
    assert.ok(texts.includes('13 value: count = 3'), texts.join('\n'));
    assert.ok(texts.includes("9 invented: name = ~'total of title'"), texts.join('\n'));
  });

  it('takes whole statements, also where the selection cuts one', async () => {
    await run(7, 7);
    const view = (await witness()).fragment();
    assert.deepEqual(view?.executed, [7]);
    const lenses = await lensesOf(document);
    assert.ok(
      lenses.some(({ line, title }) => line === 7 && title === 'Ran 1 of 1 lines, isolated'),
      JSON.stringify(lenses),
    );
  });

  it('runs again with a value in the place of an invented one', async () => {
    await run(9, 13);
    const api = await witness();
    const invented = api.fragment()?.invented.find(({ name }) => name === 'self.customer.is_blocked');
    assert.ok(invented, JSON.stringify(api.fragment()?.invented));
    assert.deepEqual(api.fragment()?.executed, [9, 10, 11, 12]);
    const asked = vscode.commands.executeCommand('witness.changeInventedValue', invented.key);
    await eventually(
      async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return api.fragment()?.invented.find(({ key }) => key === invented.key)?.source;
      },
      (source) => source === 'given',
    );
    await asked;
  });

  it('says what was not reached and which value leads there', async () => {
    await run(5, 14);
    const api = await witness();
    const isBlocked = api.fragment()?.executed.includes(10) === true;
    await vscode.commands.executeCommand('witness.exploreBranches', 0);
    const view = api.fragment();
    assert.equal(view?.title, '');
    if (!isBlocked) {
      const [unreached] = view.unreached;
      assert.deepEqual(unreached?.decidedBy, ['self.customer.is_blocked']);
      assert.deepEqual(unreached.lines, [10, 11]);
    }
    const lenses = await lensesOf(document);
    assert.ok(
      lenses.some(({ title }) => /ways through|Ran \d/.test(title)),
      JSON.stringify(lenses),
    );
  });

  it('is cancelled, and shows nothing then', async () => {
    document = await open('endless.py', 'count = 0\nwhile True:\n    count += 1\n');
    let isOver = false;
    const running = run(0, 3).finally(() => {
      isOver = true;
    });
    await eventually(
      async () => {
        await vscode.commands.executeCommand('witness.cancelFragment');
        return isOver;
      },
      (over) => over,
    );
    await running;
    assert.equal((await witness()).fragment(), undefined, 'it was not ended by its time limit');
  });

  it('is copied as a test that passes', async () => {
    await run(5, 14);
    await vscode.commands.executeCommand('witness.copyAsTest');
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /^# Made by Witness from report\.py, line 6/);
    assert.match(text, /def test_report_line_6\(\):/);
    assert.match(text, /orders = \[MagicMock\(price=1\.5\), MagicMock\(price=1\.5\)\] {2}# invented/);
    assert.match(text, /assert piece\(\) == -1\n/);
  });

  it('is replayed in the debugger: call stack, variables, step back', async () => {
    await run(5, 14);
    const stops: unknown[] = [];
    const tracking = vscode.debug.registerDebugAdapterTrackerFactory('witness', {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: (message: { event?: string }) => {
          if (message.event === 'stopped') stops.push(message);
        },
      }),
    });
    const ask = async <T>(command: string, args: object): Promise<T> =>
      (await vscode.debug.activeDebugSession?.customRequest(command, args)) as T;
    interface StoppedAt {
      stackFrames: { id: number; line: number; name: string }[];
    }
    const arrived = async (count: number): Promise<StoppedAt['stackFrames'][number]> => {
      await eventually(
        () => stops.length,
        (seen) => seen >= count,
      );
      const { stackFrames } = await ask<StoppedAt>('stackTrace', { threadId: 1 });
      assert.ok(stackFrames[0]);
      return stackFrames[0];
    };
    const move = async (command: string): Promise<StoppedAt['stackFrames'][number]> => {
      const before = stops.length;
      await ask(command, { threadId: 1 });
      return arrived(before + 1);
    };
    try {
      await vscode.commands.executeCommand('witness.replayFragment');
      const first = await arrived(1);
      assert.deepEqual([first.line, first.name], [6, 'total(…)']);
      assert.equal((await move('next')).line, 7);
      const inLoop = await move('next');
      assert.equal(inLoop.line, 8);
      const { scopes } = await ask<{ scopes: { variablesReference: number }[] }>('scopes', {
        frameId: inLoop.id,
      });
      const { variables } = await ask<{ variables: { name: string; value: string }[] }>('variables', {
        variablesReference: scopes[0]?.variablesReference,
      });
      assert.equal(variables.find(({ name }) => name === 'sum_of')?.value, '0');
      assert.match(variables.find(({ name }) => name === 'order')?.value ?? '', /^~/);
      assert.equal((await move('stepBack')).line, 7);
      assert.equal((await move('stepBack')).line, 6);
      assert.ok(
        (await lensesOf(document)).some(({ title }) => title === 'Replay'),
        'a lens offers it',
      );
    } finally {
      await vscode.debug.stopDebugging();
      tracking.dispose();
    }
  });

  it('takes a given value, shows another way by its number, and forgets all when it is told to', async () => {
    await run(5, 14);
    const api = await witness();
    await vscode.commands.executeCommand('witness.exploreBranches', 1);
    const other = api.fragment();
    assert.notEqual(other?.title, '');
    assert.notDeepEqual(other?.newLines, []);
    await vscode.commands.executeCommand('witness.runSelectionAgain');
    assert.equal(api.fragment()?.title, '');
    await vscode.commands.executeCommand('witness.clearFragment');
    assert.equal(api.fragment(), undefined);
    assert.deepEqual(await marks(), []);
  });

  it('names in the hover where a value is from, and takes self from the class', async () => {
    await run(6, 9);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(8, 10),
    );
    const text = (hover?.contents ?? [])
      .map((part) => (part instanceof vscode.MarkdownString ? part.value : ''))
      .join('');
    assert.match(
      text.replaceAll('&nbsp;', ' ').replaceAll('\\', ''),
      /` ~self = <Report> ` · Report, from the class Report/,
    );
  });

  it('forgets the run when the text changes', async () => {
    await run(12, 12);
    assert.notDeepEqual(await marks(), []);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# new\n');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await marks(), []);
  });

  it('checks generated code by the examples in its docstring and in the task', async () => {
    document = await open('generated.py', generated);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, document.lineCount, 0);
    await vscode.env.clipboard.writeText('Double a number: double(2) == 4 and so on.\ndouble(5) == 10');
    const checked = vscode.commands.executeCommand('witness.checkGeneratedCode');
    const problems = (): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Witness');
    await eventually(
      async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return problems().length;
      },
      (count) => count > 0,
    );
    await checked;
    assert.deepEqual(
      problems()
        .map(({ message }) => message)
        .sort(),
      ['double(4) is 6, expected 8 (witnessed)', 'double(5) is 7, expected 10 (witnessed)'],
    );
  });
});

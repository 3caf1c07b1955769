// Review Changes: comments at their lines, through edits, renames and other branches; what is dismissed stays so.
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ShownComment } from '../../src/editor/review/reviewStore';
import { eventually } from '../support/eventually';
import { testRepository, type TestRepository } from '../support/repositories';
import { witness } from '../support/witness';

const shop = `def total(prices, limit=100):
    """Sum of prices, at most the limit.

    >>> total([1, 2])
    3
    """
    result = 0
    for price in prices:
        result += price
    if result > limit:
        return limit
    return result


def names(items):
    return [item.strip() for item in items]
`;

describe('a review', () => {
  let repository: TestRepository;
  let document: vscode.TextDocument;

  beforeEach(async () => {
    repository = testRepository();
    repository.commit({ 'shop.py': shop });
    repository.write({ 'shop.py': shop.replace('result > limit', 'result >= limit - 1') });
    document = await vscode.workspace.openTextDocument(path.join(repository.root, 'shop.py'));
    await vscode.window.showTextDocument(document);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('witness.clearReview');
    await vscode.commands.executeCommand('witness.clearInlineValues');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    repository.remove();
  });

  async function comments(): Promise<readonly ShownComment[]> {
    return (await witness()).reviewComments();
  }

  async function only(): Promise<ShownComment> {
    const [first, ...others] = await comments();
    assert.ok(first);
    assert.deepEqual(others, []);
    return first;
  }

  async function review(): Promise<ShownComment> {
    await vscode.commands.executeCommand('witness.reviewChanges');
    return only();
  }

  async function edit(change: (edit: vscode.WorkspaceEdit) => void): Promise<void> {
    const made = new vscode.WorkspaceEdit();
    change(made);
    assert.ok(await vscode.workspace.applyEdit(made));
  }

  it('comments on a changed function, with a call that shows the difference', async () => {
    const { comment, state, lines } = await review();
    assert.deepEqual(
      [comment.function, comment.level, state, lines.start],
      ['total', 'witnessed', 'open', 0],
    );
    assert.match(comment.message, /^total\(.*\) returned .* before this change, and now returns/);
  });

  it('traces the call of a comment', async () => {
    const { comment } = await review();
    await vscode.commands.executeCommand('witness.traceComment', comment.id);
    const { call, outcome } = (await witness()).lastTrace() ?? {};
    assert.equal(call, comment.difference?.call);
    assert.equal(outcome?.kind, 'returned');
  });

  it('goes with its code through edits above, and is outdated when the code is another one', async () => {
    await review();
    await edit((made) => {
      made.insert(document.uri, new vscode.Position(0, 0), '# new\n\n');
    });
    assert.deepEqual([(await only()).state, (await only()).lines.start], ['open', 2]);
    await edit((made) => {
      made.insert(document.uri, new vscode.Position(8, 0), '    result = 1\n');
    });
    assert.equal((await only()).state, 'outdated');
    await vscode.commands.executeCommand('undo');
    assert.equal((await only()).state, 'open');
  });

  it('goes with a file that is renamed', async () => {
    await review();
    const to = vscode.Uri.joinPath(document.uri, '..', 'store.py');
    await edit((made) => {
      made.renameFile(document.uri, to);
    });
    assert.equal((await only()).uri.fsPath, to.fsPath);
    assert.equal((await only()).state, 'open');
  });

  it('is outdated on a branch without the change, and open again on its own', async () => {
    await review();
    repository.git('stash', '--quiet');
    await eventually(
      async () => (await only()).state,
      (state) => state === 'outdated',
    );
    repository.git('stash', 'pop', '--quiet');
    await eventually(
      async () => (await only()).state,
      (state) => state === 'open',
    );
  });

  it('remembers what was dismissed, also in the next review of the same code', async () => {
    const { comment } = await review();
    await vscode.commands.executeCommand('witness.dismissComment', comment.id, 'as we want it');
    assert.deepEqual([(await only()).state, (await only()).reason], ['dismissed', 'as we want it']);
    assert.equal((await review()).state, 'dismissed');
    await vscode.commands.executeCommand('witness.restoreComment', comment.id);
    assert.equal((await only()).state, 'open');
  });

  it('is resolved, and shown again', async () => {
    const { comment } = await review();
    await vscode.commands.executeCommand('witness.resolveComment', comment.id);
    assert.equal((await only()).state, 'resolved');
    await vscode.commands.executeCommand('witness.restoreComment', comment.id);
    assert.equal((await only()).state, 'open');
  });

  it('is walked by commands, and copied as Markdown', async () => {
    await review();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('witness.nextComment');
    assert.equal(vscode.window.activeTextEditor?.document.fileName, document.fileName);
    await vscode.commands.executeCommand('witness.copyReview');
    assert.match(await vscode.env.clipboard.readText(), /\*\*total behaves differently\*\* \(witnessed\)/);
  });

  it('says nothing where nothing has changed', async () => {
    repository.git('checkout', '--quiet', 'shop.py');
    await vscode.commands.executeCommand('witness.reviewChanges');
    assert.deepEqual(await comments(), []);
  });
});

// Where the comments of a review stand: in a new window, on another branch, in files that were renamed, open or not.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { CommentAnchors } from '../../src/editor/review/commentAnchors';
import { ReviewStore, type ShownComment } from '../../src/editor/review/reviewStore';
import { ReviewThreads } from '../../src/editor/review/reviewThreads';
import type { ReviewComment } from '../../src/core/review/reviewReport';
import { eventually } from '../support/eventually';
import { testRepository, type TestRepository } from '../support/repositories';

const half = 'def half(n):\n    return n / 2\n';
/** A file that holds the commented code twice. */
const twice = `# one\n${half}# two\n${half}`;
const twiceLine = twice.split('\n').lastIndexOf('def half(n):');

function commentAt(file: string, line: number): ReviewComment {
  return {
    id: `${file}:${line}`,
    kind: 'behaviour',
    file,
    function: 'half',
    lines: { start: line, end: line + 2 },
    code: half.trimEnd(),
    level: 'witnessed',
    title: 'half behaves differently',
    message: 'half(1) returned 1 before this change, and now returns 0.5.',
  };
}

/** What VS Code keeps with a workspace: it comes back as it was written. */
class KeptMemory implements vscode.Memento {
  private readonly texts = new Map<string, string>();

  keys(): readonly string[] {
    return [...this.texts.keys()];
  }

  get<T>(key: string, fallback?: T): T {
    const text = this.texts.get(key);
    return (text === undefined ? fallback : JSON.parse(text)) as T;
  }

  update(key: string, value: unknown): Thenable<void> {
    if (value === undefined) this.texts.delete(key);
    else this.texts.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}

describe('the places of comments', () => {
  let repository: TestRepository;
  let memory: KeptMemory;
  let store: ReviewStore;
  let dispose: () => void;

  beforeEach(async () => {
    repository = testRepository();
    repository.commit({ 'shop.py': half, 'twice.py': twice });
    memory = new KeptMemory();
    openWindow();
    const comments = [commentAt('shop.py', 0), commentAt('twice.py', twiceLine)];
    const change = { folder: repository.root, range: { kind: 'working' } } as const;
    await store.show({ root: repository.root, files: [], comments, notes: [] }, 'Changes', change);
  });
  afterEach(async () => {
    dispose();
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    repository.remove();
  });

  /** As the extension does when a window opens. */
  function openWindow(): CommentAnchors {
    store = new ReviewStore(memory);
    const anchors = new CommentAnchors(store);
    const threads = new ReviewThreads(store);
    dispose = () => {
      for (const part of [threads, anchors, store]) part.dispose();
    };
    return anchors;
  }

  async function reload(): Promise<void> {
    dispose();
    await openWindow().findAll();
  }

  function shown(file: string): ShownComment {
    const found = store.comments.find(({ comment }) => comment.file === file);
    assert.ok(found);
    return found;
  }

  /** State, file and 0-based line. */
  function place(file: string): [string, string, number] {
    const { state, uri, lines } = shown(file);
    return [state, path.relative(repository.root, uri.fsPath), lines.start];
  }

  function uriOf(file: string): vscode.Uri {
    return vscode.Uri.file(path.join(repository.root, file));
  }

  async function open(file: string): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(uriOf(file));
    await vscode.window.showTextDocument(document);
    return document;
  }

  async function edit(change: (edit: vscode.WorkspaceEdit) => void): Promise<void> {
    const made = new vscode.WorkspaceEdit();
    change(made);
    assert.ok(await vscode.workspace.applyEdit(made));
  }

  /** Until VS Code tells of changes in the folder, which it does a moment after it is asked to. */
  async function watched(): Promise<void> {
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(repository.root), '*'),
    );
    let seen = 0;
    watcher.onDidChange(() => seen++);
    watcher.onDidCreate(() => seen++);
    await eventually(
      () => {
        writeFileSync(path.join(repository.root, 'probe.txt'), String(Date.now()));
        return seen;
      },
      (count) => count > 0,
    );
    watcher.dispose();
  }

  function placed(file: string, expected: [string, string, number]): Promise<unknown> {
    return eventually(
      () => place(file),
      (found) => JSON.stringify(found) === JSON.stringify(expected),
    );
  }

  describe('after a reload of the window', () => {
    it('are those that they had gone to through edits above, saved or not', async () => {
      const document = await open('twice.py');
      await edit((made) => {
        made.insert(document.uri, new vscode.Position(0, 0), `${half}\n`.repeat(4));
      });
      assert.deepEqual(place('twice.py'), ['open', 'twice.py', twiceLine + 12]);
      await reload();
      assert.deepEqual(place('twice.py'), ['open', 'twice.py', twiceLine + 12]);
      await document.save();
      await reload();
      assert.deepEqual(place('twice.py'), ['open', 'twice.py', twiceLine + 12]);
    });

    it('are the new ones of code that was moved while the window was closed', async () => {
      dispose();
      repository.write({ 'shop.py': `import os\n\n${half}` });
      await openWindow().findAll();
      assert.deepEqual(place('shop.py'), ['open', 'shop.py', 2]);
    });

    it('are outdated where the code was edited inside, and open again where that is undone', async () => {
      const document = await open('shop.py');
      await edit((made) => {
        made.insert(document.uri, new vscode.Position(1, 0), '    n = n + 1\n');
      });
      await reload();
      assert.equal(shown('shop.py').state, 'outdated');
      await vscode.commands.executeCommand('undo');
      assert.deepEqual(place('shop.py'), ['open', 'shop.py', 0]);
      await reload();
      assert.deepEqual(place('shop.py'), ['open', 'shop.py', 0]);
    });

    it('are in the file that was renamed, also twice, and in one whose folder was', async () => {
      for (const [from, to] of [
        ['shop.py', 'store.py'],
        ['store.py', 'inside/market.py'],
        ['inside', 'outside'],
      ] as const) {
        await edit((made) => {
          made.renameFile(uriOf(from), uriOf(to));
        });
        await reload();
      }
      assert.deepEqual(place('shop.py'), ['open', path.join('outside', 'market.py'), 0]);
    });

    it('keep what somebody has said of them', async () => {
      await store.resolve(shown('shop.py').comment.id);
      await store.dismiss(shown('twice.py').comment.id, 'as we want it');
      await reload();
      assert.equal(shown('shop.py').state, 'resolved');
      assert.deepEqual([shown('twice.py').state, shown('twice.py').reason], ['dismissed', 'as we want it']);
    });

    it('are none after the review was cleared', async () => {
      await store.clear();
      await reload();
      assert.deepEqual([store.comments, memory.keys()], [[], []]);
    });
  });

  for (const how of ['open', 'closed'] as const) {
    describe(`on another branch, of a file that is ${how}`, () => {
      beforeEach(async () => {
        if (how === 'open') await open('shop.py');
        await watched();
        repository.git('branch', 'other');
      });

      /** Commits on the other branch while the working tree stays on the first one. */
      function onOther(files: Readonly<Record<string, string>>, ...commands: string[][]): void {
        repository.git('checkout', '--quiet', 'other');
        for (const command of commands) repository.git(...command);
        repository.commit(files);
      }

      it('are outdated where its code is another one, and open again on the first branch', async () => {
        onOther({ 'shop.py': half.replace('2', '3') });
        await placed('shop.py', ['outdated', 'shop.py', 0]);
        repository.git('checkout', '--quiet', 'main');
        await placed('shop.py', ['open', 'shop.py', 0]);
      });

      it('go along with code that stands elsewhere in it', async () => {
        onOther({ 'shop.py': `# other\n\n${half}` });
        await placed('shop.py', ['open', 'shop.py', 2]);
        repository.git('checkout', '--quiet', 'main');
        await placed('shop.py', ['open', 'shop.py', 0]);
      });

      it('are outdated where there is no such file, and open again on the first branch', async () => {
        onOther({}, ['rm', '--quiet', 'shop.py']);
        assert.ok(!existsSync(uriOf('shop.py').fsPath));
        await placed('shop.py', ['outdated', 'shop.py', 0]);
        repository.git('checkout', '--quiet', 'main');
        await placed('shop.py', ['open', 'shop.py', 0]);
      });

      it('are in the file under the name that it has there', async () => {
        onOther({}, ['mv', 'shop.py', 'store.py']);
        await placed('shop.py', ['open', 'store.py', 0]);
        repository.git('checkout', '--quiet', 'main');
        await placed('shop.py', ['open', 'shop.py', 0]);
      });
    });
  }
});

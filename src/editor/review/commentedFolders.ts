// Watches the folders of commented files: a checkout, or a rename outside of the editor, changes files that are not open.
import * as vscode from 'vscode';

/** A checkout writes many files at once. */
const settleMs = 200;

export interface TouchedFiles {
  readonly created: readonly vscode.Uri[];
  /** Written or deleted. */
  readonly changed: readonly vscode.Uri[];
}

export class CommentedFolders implements vscode.Disposable {
  private readonly touched = new vscode.EventEmitter<TouchedFiles>();
  private readonly watchers = new Map<string, vscode.Disposable>();
  private created: vscode.Uri[] = [];
  private changed: vscode.Uri[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** Fires for files of the folders, whether they have comments or not. */
  readonly onDidTouch = this.touched.event;

  /** Watches the folders of these files, and no others. */
  watch(files: readonly vscode.Uri[]): void {
    const folders = new Map(
      files.map((file) => {
        const folder = vscode.Uri.joinPath(file, '..');
        return [folder.toString(), folder];
      }),
    );
    for (const [key, watcher] of this.watchers) {
      if (folders.has(key)) continue;
      watcher.dispose();
      this.watchers.delete(key);
    }
    for (const [key, folder] of folders) {
      if (!this.watchers.has(key)) this.watchers.set(key, this.watcherOf(folder));
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers.values()) watcher.dispose();
    this.touched.dispose();
  }

  private watcherOf(folder: vscode.Uri): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate((uri) => {
        this.created.push(uri);
        this.settle();
      }),
      watcher.onDidChange((uri) => {
        this.changed.push(uri);
        this.settle();
      }),
      watcher.onDidDelete((uri) => {
        this.changed.push(uri);
        this.settle();
      }),
    );
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { created, changed } = this;
      this.created = [];
      this.changed = [];
      this.touched.fire({ created, changed });
    }, settleMs);
  }
}

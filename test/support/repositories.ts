// Git repositories that tests change.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TestRepository {
  readonly root: string;
  /** Writes files; folders are made. */
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** Commits all there is, and gives the commit. */
  readonly commit: (files?: Readonly<Record<string, string>>) => string;
  readonly git: (...args: string[]) => string;
  readonly remove: () => void;
}

/** A new repository in a folder whose name has a space. */
export function testRepository(): TestRepository {
  const root = mkdtempSync(path.join(tmpdir(), 'witness review '));
  const git = (...args: string[]): string => {
    const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com'];
    const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  };
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
  };
  git('init', '--quiet', '--initial-branch=main');
  return {
    root,
    write,
    git,
    commit: (files = {}) => {
      write(files);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message=change');
      return git('rev-parse', 'HEAD');
    },
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

// What stands in editors and not on disk yet: it runs instead of what the files hold.
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { UnsavedText } from '../../protocol/engine';
import { readRegularFile } from '../platform/regularFile';

export class UnsavedTexts {
  static readonly none = new UnsavedTexts(new Map());
  private folder: string | undefined;

  private constructor(private readonly texts: ReadonlyMap<string, string>) {}

  /** Files are also known by the path that symbolic links lead to. */
  static async of(unsaved: readonly UnsavedText[]): Promise<UnsavedTexts> {
    const texts = new Map<string, string>();
    for (const { file, text } of unsaved) {
      texts.set(file, text);
      texts.set(await realpath(file).catch(() => file), text);
    }
    return new UnsavedTexts(texts);
  }

  get(file: string): string | undefined {
    return this.texts.get(file);
  }

  /** What a program that reads the file is given. */
  readonly read = async (file: string): Promise<Buffer> => {
    const text = this.texts.get(file);
    return text === undefined ? readRegularFile(file) : Buffer.from(text);
  };

  /** By file, the path of a private copy of its text; `dispose` removes the copies. */
  async copies(): Promise<Readonly<Record<string, string>>> {
    if (this.texts.size === 0) return {};
    this.folder = await mkdtemp(path.join(tmpdir(), 'witness-unsaved-'));
    const copies: Record<string, string> = {};
    for (const [file, text] of this.texts) {
      const copy = path.join(this.folder, String(Object.keys(copies).length));
      await writeFile(copy, text, { mode: 0o600 });
      copies[file] = copy;
    }
    return copies;
  }

  async dispose(): Promise<void> {
    if (this.folder !== undefined) await rm(this.folder, { recursive: true, force: true });
  }
}

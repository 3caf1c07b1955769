// Recordings that are kept in one folder, the oldest of which give way to new ones. Several processes may use it at once.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../failure';
import { userStateFolder } from '../platform/folders';

const suffix = '.witness';
/** Of a recording that is being written. It is nobody else's, unless its process has died. */
const partSuffix = '.part';
/** A part that has not grown for so long has been left behind. */
const deadAfterMs = 24 * 60 * 60 * 1000;
const defaultQuotaMb = 2048;

export interface StoredRecording {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  /** When it was finished, in ms since 1970. */
  readonly at: number;
}

export class RecordingStore {
  constructor(
    readonly folder: string,
    private readonly quotaBytes: number,
  ) {}

  /** The user's own; `WITNESS_STORE` names another folder, `WITNESS_STORE_MB` another size. */
  static ofUser(environment: NodeJS.ProcessEnv, platform = process.platform): RecordingStore {
    const said = environment['WITNESS_STORE'] ?? '';
    const usual = userStateFolder(environment, platform);
    const quota = Number(environment['WITNESS_STORE_MB'] ?? defaultQuotaMb);
    const folder = said === '' ? path.join(usual, 'recordings') : said;
    return new RecordingStore(folder, (quota > 0 ? quota : defaultQuotaMb) * 1_000_000);
  }

  /** A file to write a new recording to. @throws Error where the folder cannot be written to. */
  async begin(now = new Date()): Promise<{ readonly id: string; readonly part: string }> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const time = now
      .toISOString()
      .replaceAll(/[-:]|\..*/g, '')
      .replace('T', '-');
    const id = `${time}-${randomBytes(3).toString('hex')}`;
    const part = path.join(this.folder, id + suffix + partSuffix);
    await (await open(part, 'wx', 0o600)).close();
    return { id, part };
  }

  /** The file of a recording that is kept. */
  pathOf(id: string): string {
    return path.join(this.folder, id + suffix);
  }

  /** Keeps what was written to the part, and removes the oldest recordings while all together are too large. */
  async keep(id: string): Promise<void> {
    const kept = path.join(this.folder, id + suffix);
    await rename(kept + partSuffix, kept);
    await this.makeRoom(id);
  }

  async discard(id: string): Promise<void> {
    await rm(path.join(this.folder, id + suffix + partSuffix), { force: true });
  }

  /** Newest first. */
  async list(): Promise<StoredRecording[]> {
    const names = (await readdir(this.folder).catch(() => [])).filter((name) => name.endsWith(suffix));
    const found = await Promise.all(names.map((name) => this.described(name)));
    return found.filter((item) => item !== undefined).sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  }

  /** By id, or by a beginning that only it has. @throws Failure */
  async find(id: string): Promise<StoredRecording> {
    const all = await this.list();
    const meant = all.filter((item) => item.id === id || item.id.startsWith(id));
    const [only] = meant;
    if (only !== undefined && meant.length === 1) return only;
    const reason =
      meant.length > 1
        ? `${meant.length} recordings begin with ${id}.`
        : `There is no recording ${id} in ${this.folder}.`;
    throw new Failure('usage', reason, 'witness recordings lists them.');
  }

  async delete(id: string): Promise<void> {
    await rm((await this.find(id)).path, { force: true });
  }

  /** How many were deleted. */
  async deleteAll(): Promise<number> {
    const all = await this.list();
    for (const item of all) await rm(item.path, { force: true });
    return all.length;
  }

  private async described(name: string): Promise<StoredRecording | undefined> {
    const file = path.join(this.folder, name);
    // Another process may just have removed it.
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() !== true) return undefined;
    return { id: name.slice(0, -suffix.length), path: file, bytes: found.size, at: found.mtimeMs };
  }

  private async makeRoom(newest: string): Promise<void> {
    await this.removeDeadParts();
    let bytes = 0;
    for (const item of await this.list()) {
      bytes += item.bytes;
      if (bytes > this.quotaBytes && item.id !== newest) await rm(item.path, { force: true });
    }
  }

  private async removeDeadParts(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      if (!name.endsWith(partSuffix)) continue;
      const file = path.join(this.folder, name);
      const found = await stat(file).catch(() => undefined);
      if (found !== undefined && Date.now() - found.mtimeMs > deadAfterMs) await rm(file, { force: true });
    }
  }
}

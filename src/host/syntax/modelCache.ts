// Syntax models on disk, by content: a program that is recorded again need not be parsed again, nor the parser loaded.
import { createHash, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import * as z from 'zod';
import type { SourceModel } from '../../core/syntax/model';
import { removeOldest } from '../platform/boundedFolder';

const mostFiles = 1000;
/** Old files are looked for once in so many new ones. */
const checkedEvery = 50;
const largestModel = 64 * 1024 * 1024;

/** A file of ours holds a model; this tells it from anything else. */
const shape = z.object({
  functions: z.array(z.unknown()),
  statements: z.array(z.unknown()),
  blocks: z.array(z.unknown()),
});

export class ModelCache {
  private written = 0;
  private readonly build: string;

  /** @param folder Made when something is kept. @param mostKept Files at most, about. */
  constructor(
    private readonly folder: string,
    private readonly mostKept = mostFiles,
  ) {
    this.build = buildOf(__filename);
  }

  /** The model kept under a key; undefined where there is none, or it was made by another build. */
  async get(key: string): Promise<SourceModel | undefined> {
    const file = this.fileOf(key);
    try {
      const text = inflateSync(await readFile(file), { maxOutputLength: largestModel }).toString('utf8');
      const value: unknown = JSON.parse(text);
      shape.parse(value);
      const now = new Date();
      await utimes(file, now, now);
      return value as SourceModel;
    } catch {
      return undefined;
    }
  }

  /** Keeps a model; never fails: what cannot be kept is made anew. */
  async put(key: string, model: SourceModel): Promise<void> {
    const file = this.fileOf(key);
    const unfinished = `${file}.${randomUUID()}`;
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(unfinished, deflateSync(JSON.stringify(model), { level: 1 }), { mode: 0o600 });
      await rename(unfinished, file);
      if (this.written++ % checkedEvery === 0) await removeOldest(this.folder, { files: this.mostKept });
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  private fileOf(key: string): string {
    return path.join(this.folder, createHash('sha256').update(`${this.build} ${key}`).digest('hex'));
  }
}

/** Tells this build of Witness from others, which may cut blocks differently. */
function buildOf(bundle: string): string {
  const { mtimeMs, size } = statSync(bundle);
  return `${path.basename(bundle)} ${mtimeMs} ${size}`;
}

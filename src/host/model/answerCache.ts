// Answers on disk, by the content of the request: what was asked before costs nothing.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Completion, LanguageModel, ModelRequest } from '../../core/model/languageModel';
import { removeOldest } from '../platform/boundedFolder';
import { answerKey, completionSchema } from './answerKey';

const most = { files: 2000, bytes: 64 * 1024 * 1024 };

/**
 * The model with its whole answers kept.
 * @param folder Made when something is kept; what is in it is read as data only.
 * @param onKept Told when an answer was at hand.
 */
export function cached(model: LanguageModel, folder: string, onKept: () => void): LanguageModel {
  return {
    id: model.id,
    complete: async (request, signal, onText) => {
      const file = path.join(folder, `${answerKey(model, request)}.json`);
      const known = await read(file);
      if (known !== undefined) {
        onKept();
        onText?.(known.text);
        return { ok: true, value: known };
      }
      const outcome = await model.complete(request, signal, onText);
      if (outcome.ok && isWorthKeeping(outcome.value, request)) await write(file, outcome.value);
      return outcome;
    },
  };
}

function isWorthKeeping({ finish, text }: Completion, { accepts }: ModelRequest): boolean {
  return finish === 'stop' && accepts?.(text) !== false;
}

async function read(file: string): Promise<Completion | undefined> {
  try {
    const found = completionSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    const now = new Date();
    await utimes(file, now, now);
    return found;
  } catch {
    return undefined;
  }
}

/** Never fails: what cannot be kept is asked again. */
async function write(file: string, { text, finish, usage }: Completion): Promise<void> {
  const unfinished = `${file}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(unfinished, JSON.stringify({ text, finish, usage }), { mode: 0o600 });
    await rename(unfinished, file);
    await removeOldest(path.dirname(file), most);
  } catch {
    await rm(unfinished, { force: true }).catch(() => undefined);
  }
}

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { jsonAnswer } from '../../../src/core/model/answers';
import { ask } from '../../../src/core/model/ask';
import type { LanguageModel } from '../../../src/core/model/languageModel';
import { cached } from '../../../src/host/model/answerCache';

describe('answers that are kept', () => {
  let folder: string;
  let asked: number;
  let kept: number;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-answers-'));
    [asked, kept] = [0, 0];
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Asks a model, which answers one thing, for a number. */
  async function numberFrom(answer: string, text = 'Which?', id = 'model') {
    const model: LanguageModel = {
      id,
      complete: () => {
        asked++;
        const usage = { input: 1, cached: 0, output: 1 };
        return Promise.resolve({ ok: true, value: { text: answer, finish: 'stop', usage } });
      },
    };
    const read = jsonAnswer(z.object({ n: z.number() }));
    const messages = [{ role: 'user', text }] as const;
    return ask(
      cached(model, folder, () => kept++),
      { purpose: 'test', maxOutput: 10, messages, read },
    );
  }

  it('serve the same question to the same model again, and no other', async () => {
    assert.deepEqual(await numberFrom('{"n": 1}'), { ok: true, value: { n: 1 } });
    assert.deepEqual(await numberFrom('{"n": 2}'), { ok: true, value: { n: 1 } });
    assert.deepEqual([asked, kept], [1, 1]);
    assert.deepEqual(await numberFrom('{"n": 3}', 'Which else?'), { ok: true, value: { n: 3 } });
    assert.deepEqual(await numberFrom('{"n": 4}', 'Which?', 'another model'), { ok: true, value: { n: 4 } });
  });

  it('are not those that could not be used', async () => {
    assert.equal((await numberFrom('one')).ok, false);
    assert.deepEqual(await numberFrom('{"n": 2}'), { ok: true, value: { n: 2 } });
    assert.equal(kept, 0);
  });

  it('are asked for anew where their files are damaged', async () => {
    await numberFrom('{"n": 1}');
    for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), '{"text": 7');
    assert.deepEqual(await numberFrom('{"n": 2}'), { ok: true, value: { n: 2 } });
  });
});

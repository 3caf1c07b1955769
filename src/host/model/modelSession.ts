// A session with a model as a file: each request with its answer, to be replayed without a model or a key.
import { appendFile, readFile } from 'node:fs/promises';
import * as z from 'zod';
import { failed, type Completion, type LanguageModel } from '../../core/model/languageModel';
import { Failure } from '../failure';
import { answerKey, completionSchema } from './answerKey';

const lineSchema = z.object({ key: z.string(), answer: completionSchema });
const headSchema = z.object({ witnessModelSession: z.literal(1), model: z.string() });

/** The model, with its answers added to a file, which begins with the model's id. @throws Failure */
export async function recordedTo(file: string, model: LanguageModel): Promise<LanguageModel> {
  await append(file, { witnessModelSession: 1, model: model.id }, 'wx');
  return {
    id: model.id,
    complete: async (request, signal, onText) => {
      const outcome = await model.complete(request, signal, onText);
      const { messages, maxOutput, purpose } = request;
      if (outcome.ok) {
        const { text, finish, usage } = outcome.value;
        const asked = { purpose, messages, maxOutput };
        await append(file, {
          key: answerKey(model, request),
          request: asked,
          answer: { text, finish, usage },
        });
      }
      return outcome;
    },
  };
}

/** A model that answers what a session recorded: the same request asked again gets the next answer that it got. @throws Failure */
export async function replayedFrom(file: string): Promise<LanguageModel> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Failure('usage', `The session cannot be read: ${String(error)}`);
  });
  const [first = '', ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  const head = headSchema.safeParse(parsed(first));
  if (!head.success) throw new Failure('usage', `${file} is not a session with a model.`);
  const answers = new Map<string, Completion[]>();
  for (const line of lines) {
    const entry = lineSchema.safeParse(parsed(line));
    // A session that was cut ends with half a line.
    if (!entry.success) continue;
    answers.set(entry.data.key, [...(answers.get(entry.data.key) ?? []), entry.data.answer]);
  }
  const model: LanguageModel = {
    id: head.data.model,
    complete: (request, _signal, onText) => {
      const known = answers.get(answerKey(model, request));
      const answer = known !== undefined && known.length > 1 ? known.shift() : known?.[0];
      if (answer === undefined) {
        return Promise.resolve(
          failed('unrecorded', 'The session that is replayed does not have this request.', 'Record it anew.'),
        );
      }
      onText?.(answer.text);
      return Promise.resolve({ ok: true, value: answer });
    },
  };
  return model;
}

async function append(file: string, line: object, flag = 'a'): Promise<void> {
  await appendFile(file, `${JSON.stringify(line)}\n`, { flag, mode: 0o600 }).catch((error: unknown) => {
    throw new Failure(
      'usage',
      `The session cannot be kept: ${String(error)}`,
      'Name a file that is not there yet.',
    );
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

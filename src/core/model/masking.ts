// Secrets do not leave the machine: they are masked in what is sent and put back in what comes.
import { Redaction } from '../trace/secrets';
import type { LanguageModel } from './languageModel';

/** The model, with secrets out of all it sees. @param values Texts that are secret wherever they stand. */
export function masked(model: LanguageModel, values: readonly string[]): LanguageModel {
  const redaction = new Redaction(values);
  return {
    id: model.id,
    complete: async (request, signal, onText) => {
      const secrets: string[] = [];
      const mask = (secret: string): string => {
        if (/^<secret-\d+>$/.test(secret)) return secret;
        if (!secrets.includes(secret)) secrets.push(secret);
        return `<secret-${secrets.indexOf(secret) + 1}>`;
      };
      const messages = request.messages.map((message) => ({
        ...message,
        text: redaction.text(message.text, mask),
      }));
      const outcome = await model.complete({ ...request, messages }, signal, onText);
      if (!outcome.ok) return outcome;
      const text = outcome.value.text.replace(/<secret-(\d+)>/g, (whole, number: string) => {
        return secrets[Number(number) - 1] ?? whole;
      });
      return { ok: true, value: { ...outcome.value, text } };
    },
  };
}

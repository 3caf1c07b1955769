// The one place where values of JavaScript programs pass on their way into a recording: secrets stay behind.
import { redactedText, secrecyOf, type Redaction } from '../../core/trace/secrets';
import type { SentRecords } from '../../protocol/runtime';

type Sent = SentRecords[number];

/** A record without the secrets that its names, or the texts of its values, give away. */
export function redacted(record: Sent, redaction: Redaction): Sent {
  const { values, returned, message } = record;
  return {
    ...record,
    ...(values !== undefined && {
      values: values.map(([name, type, text]): [string, string, string] => [
        name,
        type,
        isSecret(name, text) ? redactedText : redaction.text(fields(text)),
      ]),
    }),
    ...(returned !== undefined && { returned: [returned[0], redaction.text(fields(returned[1]))] }),
    ...(message !== undefined && { message: redaction.text(message) }),
  };
}

/** Fields of objects and entries of maps whose names say that they are secret. The last one may be cut. */
function fields(text: string): string {
  return text.replace(
    /(['"]?)([\w$-]+)\1(: | => )('(?:[^'\\]|\\.)*(?:'|…?$)|(?:\w+\(\d+\) )?\[[^\]]*(?:\]|$))/g,
    (whole: string, quote: string, name: string, colon: string, value: string) =>
      isSecret(name, value) ? `${quote}${name}${quote}${colon}${redactedText}` : whole,
  );
}

/** Whether a value is secret because of the name that it has; as witness_runtime/redaction.py has it. */
function isSecret(name: string, text: string): boolean {
  const level = secrecyOf(name);
  if (level === undefined) return false;
  const [, content] = /^['"`]([\s\S]*?)['"`…]?$/.exec(text) ?? [];
  if (content === undefined) return level === 'always' && holdsTexts(text);
  if (level === 'always') return content.length > 0;
  return content.length >= 16 && /\d/.test(content) && (level === 'long' || !/\s/.test(content));
}

/** Collections of texts, and of bytes. */
function holdsTexts(text: string): boolean {
  return /^(?:\w+\(\d+\) )?[[{][\s\S]*'[^']/.test(text) || /^(?:Uint8Array|Buffer|ArrayBuffer)\b/.test(text);
}

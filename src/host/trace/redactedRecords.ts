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
        shown(name, text, redaction),
      ]),
    }),
    ...(returned !== undefined && { returned: [returned[0], redaction.text(fields(returned[1]))] }),
    ...(message !== undefined && { message: redaction.text(message) }),
  };
}

function shown(name: string, text: string, redaction: Redaction): string {
  return isSecret(name) && /^['"`]/.test(text) ? `'${redactedText}'` : redaction.text(fields(text));
}

/** Fields of objects whose names say that they are secret. */
function fields(text: string): string {
  return text.replace(
    /(['"]?)([\w$-]+)\1: '(?:[^'\\]|\\.)*('|…?$)/g,
    (whole: string, quote: string, name: string) =>
      isSecret(name) ? `${quote}${name}${quote}: '${redactedText}'` : whole,
  );
}

function isSecret(name: string): boolean {
  return secrecyOf(name) === 'always';
}

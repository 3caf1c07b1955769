// Line ends: inside of Witness a line ends with `\n`.

export function withPlainLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** @param like A text of which most lines end as those of the answer. */
export function withLineEndsOf(like: string, text: string): string {
  const windows = like.split('\r\n').length - 1;
  const all = like.split('\n').length - 1;
  return windows * 2 > all ? text.replaceAll('\n', '\r\n') : text;
}

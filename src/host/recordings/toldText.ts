// Pieces of programs and recordings, short enough to be told to a model.

const longestText = 100;

/** On one line, and no longer than a value needs to be recognised. */
export function cut(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ');
  return plain.length <= longestText ? plain : `${plain.slice(0, longestText)}…`;
}

/**
 * Lines of a text with their numbers, those that are left out as `…`.
 * @param near 0-based lines.
 * @param around So many lines on each side of each of them are told.
 */
export function numberedLines(text: string, near: readonly number[], around: number): string {
  const lines = text.split(/\r\n|\r|\n/);
  const told = lines.flatMap((source, line) =>
    near.some((wanted) => Math.abs(wanted - line) <= around) ? [{ source, line }] : [],
  );
  return told
    .flatMap(({ source, line }, index) => {
      const before = told[index - 1];
      const gap = before !== undefined && before.line < line - 1 ? ['…'] : [];
      return [...gap, `${line + 1} ${source}`];
    })
    .join('\n');
}

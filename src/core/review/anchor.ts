// Finds the code of a comment again: by what it says, not by where it stood.

/**
 * The 0-based line where some lines stand in a text, the nearest to where they stood; undefined where they are gone.
 * White space at the ends of lines does not matter.
 */
export function locate(code: string, text: string, near: number): number | undefined {
  const wanted = trimmedLines(code);
  const lines = trimmedLines(text);
  const fits = (at: number): boolean => wanted.every((line, i) => lines[at + i] === line);
  const last = lines.length - wanted.length;
  for (let distance = 0; distance <= Math.max(near, last - near); distance++) {
    for (const at of [near - distance, near + distance]) {
      if (at >= 0 && at <= last && fits(at)) return at;
    }
  }
  return undefined;
}

function trimmedLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.trimEnd());
}

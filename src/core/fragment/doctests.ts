/** The expressions of the doctests in a text: what stands behind `>>>`, with its continuation lines. */
export function doctestCalls(text: string): string[] {
  const calls: string[] = [];
  for (const match of text.matchAll(/^[ \t]*>>> (.*(?:\r?\n[ \t]*\.\.\. .*)*)/gm)) {
    const written = (match[1] ?? '').replace(/\r?\n[ \t]*\.\.\. /g, '\n').trim();
    // `x = f(1)` shows a call, too.
    calls.push(written.replace(/^\w+\s*=\s*(?!=)/, ''));
  }
  return calls;
}

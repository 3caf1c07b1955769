/** The values in what `get-value` prints: `((c1 4) (c2 (- 3)) (c3 "a"))`. What has another form is left out. */
export function readModel(output: string): Record<string, number | string | boolean> {
  const values: Record<string, number | string | boolean> = {};
  const entry =
    /\((c\d+) (true|false|"(?:[^"]|"")*"|[\d.]+|\(- [\d.]+\)|\(- \(\/ [\d.]+ [\d.]+\)\)|\(\/ [\d.]+ [\d.]+\))\)/g;
  for (const [, name, text] of output.matchAll(entry)) {
    if (name !== undefined && text !== undefined) values[name] = valueOf(text);
  }
  return values;
}

function valueOf(text: string): number | string | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text.startsWith('"')) return unescaped(text.slice(1, -1).replaceAll('""', '"'));
  const [first = '0', second = '1'] = text.match(/[\d.]+/g) ?? [];
  const number = Number(first) / Number(second);
  return text.startsWith('(-') ? -number : number;
}

function unescaped(text: string): string {
  return text.replace(/\\u\{([0-9a-fA-F]+)\}/g, (_all, code: string) =>
    String.fromCodePoint(parseInt(code, 16)),
  );
}

// How much an answer tells: what a wrong program would hardly give by chance tells more than a truth value does.

const token =
  /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+\.\d+(?:e[+-]?\d+)?|\d+|\b(?:True|False|None)\b|[[({]|[A-Za-z_]\w*/g;
const bits = { truth: 1, character: 4, text: 2, brackets: 2, fraction: 6, name: 4, raised: 2 };

/**
 * Bits of an answer, roughly: numbers count by their size, texts by their length, containers by what they hold.
 * @param answer `= ` and the value as Python writes it, or `! ` and the type of what was raised.
 */
export function informationOf(answer: string): number {
  if (answer.startsWith('! ')) return bits.raised;
  if (!answer.startsWith('= ')) return 0;
  return [...answer.slice(2).matchAll(token)].reduce((sum, [text]) => sum + bitsOf(text), 0);
}

function bitsOf(text: string): number {
  if (/^['"]/.test(text)) {
    const inner = text.slice(1, -1);
    return /^-?\d+$/.test(inner) ? ofNumber(inner) : bits.text + bits.character * inner.length;
  }
  if (/^\d/.test(text)) return ofNumber(text);
  if (/^(?:True|False|None)$/.test(text)) return bits.truth;
  return /^[[({]$/.test(text) ? bits.brackets : bits.name;
}

function ofNumber(text: string): number {
  const value = Math.abs(Number(text));
  return Math.log2(value + 2) + (Number.isInteger(value) ? 0 : bits.fraction);
}

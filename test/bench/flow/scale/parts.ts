// A part of a library, by which the growth of time is told.
import type { SourceText } from '../../../../src/host/dataflow/sourceFiles';

/**
 * Every so many-th of the files. A file that holds most of the lines is cut off after that share of them, where a
 * function at the top ends.
 */
export function inPart(texts: readonly SourceText[], share: number): SourceText[] {
  const all = texts.reduce((sum, { text }) => sum + text.length, 0);
  const bulk = texts.filter(({ text }) => text.length > all / 2);
  const others = texts.filter((text) => !bulk.includes(text)).filter((_text, index) => index % share === 0);
  return [...bulk.map((text) => ({ ...text, text: beginning(text.text, share) })), ...others];
}

function beginning(text: string, share: number): string {
  const end = text.indexOf('\n}\n', Math.floor(text.length / share));
  return end < 0 ? text : text.slice(0, end + 3);
}

import fc from 'fast-check';
import type { TextEdit } from '../../../src/core/text/edit';
import { LineIndex } from '../../../src/core/text/lineIndex';

/** Short texts with every kind of line terminator and astral characters. */
export const arbitraryText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom('a', 'b', ' ', '\n', '\r\n', '\r', '\t', 'é', '😀'), { maxLength: 24 })
  .map((parts) => parts.join(''));

/** A text and an edit of it whose range does not cut a CRLF in two. */
export const arbitraryEdit: fc.Arbitrary<{ text: string; edit: TextEdit }> = fc
  .tuple(arbitraryText, fc.nat(), fc.nat(), arbitraryText)
  .map(([text, one, other, inserted]) => {
    const lines = new LineIndex(text);
    const [start = 0, end = 0] = [one, other].map((seed) => seed % (text.length + 1)).sort((a, b) => a - b);
    return { text, edit: { range: lines.rangeAt(start, end), text: inserted } };
  });

// Colours for a terminal that shows them.
import pc from 'picocolors';
import type { Colors } from 'picocolors/types';

/** Colours only on a terminal, and not where NO_COLOR is set (no-color.org). */
export function colorsFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): Colors {
  // On a pipe `isTTY` is missing, not false; and the library's own guess would colour pipes on CI.
  return pc.createColors(stream.isTTY === true && (environment['NO_COLOR'] ?? '') === '');
}

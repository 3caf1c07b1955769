// A test that holds where a call does again what it did before a change.
import type { BehaviourDifference } from './behaviour';

/** A value that reads as it is printed, and says all of itself. */
const readable = /^[^…<]*$/;

/** A Python statement; undefined where what the old version did cannot be written as one. */
export function restoredTest({ call, old }: BehaviourDifference): string | undefined {
  if (call.includes('Record(') || /, (leaving|printing) /.test(old)) return undefined;
  const returned = /^returns ([^]+)$/.exec(old)?.[1];
  if (returned !== undefined) {
    return readable.test(returned) ? `assert (${call}) == (${returned})` : undefined;
  }
  const raised = /^raises (\w+)/.exec(old)?.[1];
  if (raised === undefined) return undefined;
  return `try:\n    ${call}\nexcept ${raised}:\n    pass\nelse:\n    raise AssertionError`;
}

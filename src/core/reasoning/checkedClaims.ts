// Claims about a recorded run, compared with the recording.
import type { Claim } from './claims';

/**
 * `holds`: every value that it names is the recorded one, which says nothing of its other words. `false`: one is not. `open`:
 * it names none, or none that is known.
 */
export type ClaimVerdict = 'holds' | 'false' | 'open';

export interface CheckedValue {
  readonly name: string;
  readonly claimed: string;
  /** Absent where the recording does not have it. */
  readonly recorded?: string;
}

export interface CheckedClaim {
  readonly text: string;
  readonly step: number;
  readonly verdict: ClaimVerdict;
  readonly values: readonly CheckedValue[];
}

/** @param valueAt The text of a variable as a step leaves it; undefined where that is not certain. */
export function checkClaims(
  claims: readonly Claim[],
  valueAt: (step: number, name: string) => string | undefined,
): CheckedClaim[] {
  return claims.map(({ text, step, values = {} }) => {
    const checked = Object.entries(values).map(([name, claimed]): CheckedValue => {
      const recorded = valueAt(step, name);
      return { name, claimed, ...(recorded !== undefined && { recorded }) };
    });
    return { text, step, verdict: verdictOn(checked), values: checked };
  });
}

function verdictOn(values: readonly CheckedValue[]): ClaimVerdict {
  const known = values.filter(({ recorded }) => recorded !== undefined);
  if (known.some((value) => !isSame(value))) return 'false';
  return known.length > 0 && known.length === values.length ? 'holds' : 'open';
}

function isSame({ claimed, recorded = '' }: CheckedValue): boolean {
  return plain(claimed) === plain(recorded);
}

/** Blanks, the kind of quotes, and a comma before a bracket change no value. */
function plain(text: string): string {
  return text
    .replaceAll('"', "'")
    .replaceAll(/\s+/g, '')
    .replaceAll(/,([\])}])/g, '$1');
}

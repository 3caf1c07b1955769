// A small change of a program's text.

export interface Mutation {
  /** What kind of change it is, in a few words. */
  readonly operator: string;
  /** Offsets of what is replaced. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** How often mistakes are of this kind, from 0 to 1: which changes are tried first. */
  readonly weight: number;
}

/** The text after a change. */
export function mutated(source: string, { from, to, text }: Mutation): string {
  return source.slice(0, from) + text + source.slice(to);
}

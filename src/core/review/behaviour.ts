// What running two versions of a function on the same inputs has shown.

/** An input on which two versions differ, as people can repeat it. */
export interface BehaviourDifference {
  /** A call, e.g. `median([2, 1])`. */
  readonly call: string;
  /** What each version does, e.g. `returns 1.5`. */
  readonly old: string;
  readonly new: string;
}

export type Behaviour =
  | {
      readonly kind: 'same';
      /** So many calls ran in both versions and did the same. */
      readonly calls: number;
      /** Lines of the new version that ran in them, 0-based. */
      readonly lines: readonly number[];
    }
  | { readonly kind: 'different'; readonly difference: BehaviourDifference }
  /** The versions cannot be compared, or answer differently each time they are asked. */
  | { readonly kind: 'unknown'; readonly reason: string };

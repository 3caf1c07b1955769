// How well something that Witness says is proved, and what proves it.

/** `claimed` by a heuristic or a model, `derived` from the text, `proved` by a solver, `witnessed` in a run. */
export type EvidenceLevel = 'claimed' | 'derived' | 'proved' | 'witnessed';

export interface Evidence {
  readonly kind: 'run' | 'path' | 'solver' | 'test' | 'model' | 'rule';
  /** What was run, tested or asked. */
  readonly ref: string;
  readonly note: string;
}

/** A program with a bug, and what is known of it. */
export interface BuggyProgram {
  readonly set: string;
  readonly name: string;
  readonly source: string;
  /** What the debugger may see. */
  readonly tests: readonly string[];
  /** Decides, and is never shown; without it, the tests above do. */
  readonly finalTest?: string;
  readonly correct?: string;
  /** 1-based. */
  readonly bugLines?: readonly number[];
}

// What is to hold of a program.

/**
 * Exactly one: the text of a file of plain asserts, a call with what it has to return, a test of pytest by its id, what the
 * program is to do in words, from which a model writes tests, or such tests that people have seen.
 */
export type WantedTests =
  | { readonly asserts: string }
  | { readonly call: string; readonly expect: string }
  | { readonly test: string }
  | { readonly described: string }
  | { readonly claimed: readonly ClaimedTest[]; readonly words: string };

/** A test that a model wrote, as a statement, and the words of the description that say so. */
export interface ClaimedTest {
  readonly test: string;
  readonly why: string;
}

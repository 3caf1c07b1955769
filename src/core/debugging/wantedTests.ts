// What is to hold of a program.

/**
 * Exactly one: the text of a file of plain asserts, a call with what it has to return, a test of pytest by its id, or what the
 * program is to do in words, from which a model writes tests.
 */
export type WantedTests =
  | { readonly asserts: string }
  | { readonly call: string; readonly expect: string }
  | { readonly test: string }
  | { readonly described: string };

// What is to hold of a program.

/** Exactly one: the text of a file of plain asserts, a call with what it has to return, or a test of pytest by its id. */
export type WantedTests =
  | { readonly asserts: string }
  | { readonly call: string; readonly expect: string }
  | { readonly test: string };

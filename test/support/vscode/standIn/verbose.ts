/** Prints what VS Code's server and the browser log, where WITNESS_TEST_VERBOSE=1 asks for it. */
export function verbose(text: string): void {
  if (process.env['WITNESS_TEST_VERBOSE'] === '1') process.stderr.write(text);
}

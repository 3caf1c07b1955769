// Tests of JavaScript's runners as texts, like all other tests.

/** Whether a text names a test, `path::title`, and is no statement. */
export function isTestId(text: string): boolean {
  return /^[^\n'"`(]*::/.test(text);
}

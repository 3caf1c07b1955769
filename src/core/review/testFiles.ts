/** Whether a file holds tests, by its path with `/`. */
export function isTestFile(path: string): boolean {
  return /(^|\/)(tests?|__tests__|spec)\/|(^|\/)(test_[^/]*|conftest\.py)$|[._-](test|spec)\.[^/]*$/.test(
    path,
  );
}

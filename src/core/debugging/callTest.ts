// A call with what it has to return, as a statement that throws where it does not.
import type { LanguageId } from '../syntax/model';

/** Both are expressions of the language. */
export function callTest(language: LanguageId, call: string, expect: string): string {
  return language === 'python'
    ? `assert (${call}) == (${expect})`
    : `assert.deepStrictEqual(${call}, ${expect})`;
}

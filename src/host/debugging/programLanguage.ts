// The language of a program that is debugged.
import type { LanguageId } from '../../core/syntax/model';
import { languageOfPath } from '../../core/syntax/profiles/registry';

export function languageOf(file: string): LanguageId {
  return languageOfPath(file) ?? 'python';
}

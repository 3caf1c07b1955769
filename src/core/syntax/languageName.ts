import type { LanguageId } from './model';

/** What people call a language. */
export function languageName(language: LanguageId): string {
  switch (language) {
    case 'python':
      return 'Python';
    case 'java':
      return 'Java';
    case 'javascript':
      return 'JavaScript';
    case 'typescript':
    case 'typescriptreact':
      return 'TypeScript';
  }
}

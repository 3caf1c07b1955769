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

/** What a comment begins with that reaches to the end of its line. */
export function commentSign(language: LanguageId): '#' | '//' {
  return language === 'python' ? '#' : '//';
}

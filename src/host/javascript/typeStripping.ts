// TypeScript and JSX as JavaScript with the same lines.
import { transform, type Transform } from 'sucrase';
import type { LanguageId } from '../../core/syntax/model';

/**
 * The JavaScript of a text; `undefined` where it needs a compiler (decorators, namespaces with code in them).
 * @param file For messages only.
 */
export function stripTypes(
  text: string,
  language: LanguageId,
  format: 'commonjs' | 'module',
  file: string,
): string | undefined {
  const transforms: Transform[] = language === 'typescript' ? ['typescript'] : ['typescript', 'jsx'];
  if (language === 'javascript') transforms.shift();
  if (format === 'commonjs') transforms.push('imports');
  try {
    return transform(text, {
      transforms,
      filePath: file,
      disableESTransforms: true,
      preserveDynamicImport: true,
      jsxRuntime: 'automatic',
      production: true,
    }).code;
  } catch {
    return undefined;
  }
}

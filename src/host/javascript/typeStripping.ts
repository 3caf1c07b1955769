// TypeScript and JSX as JavaScript with the same lines.
import { transform, type Transform } from 'sucrase';
import type { CompilerSettings } from './tsconfig';

export interface StrippedFile {
  readonly path: string;
  readonly format: 'commonjs' | 'module';
  /** `jsx…` of the tsconfig.json around it. */
  readonly settings: CompilerSettings;
}

/** The JavaScript of a text; `undefined` where it cannot be had without a compiler. */
export function stripTypes(text: string, { path, format, settings }: StrippedFile): string | undefined {
  const { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource } = settings;
  const transforms: Transform[] = /\.[cm]?ts$/i.test(path) ? ['typescript'] : ['jsx'];
  if (/\.tsx$/i.test(path)) transforms.push('typescript');
  if (format === 'commonjs') transforms.push('imports');
  try {
    return transform(text, {
      transforms,
      filePath: path,
      disableESTransforms: true,
      preserveDynamicImport: true,
      jsxRuntime: jsx === 'react' ? 'classic' : 'automatic',
      ...(jsxFactory !== undefined && { jsxPragma: jsxFactory }),
      ...(jsxFragmentFactory !== undefined && { jsxFragmentPragma: jsxFragmentFactory }),
      ...(jsxImportSource !== undefined && { jsxImportSource }),
      production: true,
    }).code;
  } catch {
    return undefined;
  }
}

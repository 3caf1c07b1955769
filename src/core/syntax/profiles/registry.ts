import type { LanguageId } from '../model';
import type { LanguageProfile } from '../profile';
import { java } from './java';
import { javascript } from './javascript';
import { python } from './python';
import { tsx, typescript } from './typescript';

/** The profile of every language. */
export const profiles: Readonly<Record<LanguageId, LanguageProfile>> = {
  java,
  python,
  javascript,
  typescript,
  typescriptreact: tsx,
};

const languageOfExtension: Readonly<Record<string, LanguageId>> = {
  java: 'java',
  py: 'python',
  pyi: 'python',
  pyw: 'python',
  js: 'javascript',
  cjs: 'javascript',
  mjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  cts: 'typescript',
  mts: 'typescript',
  tsx: 'typescriptreact',
};

/** The language of a file by its extension, whatever its case; undefined for what Witness does not read. */
export function languageOfPath(path: string): LanguageId | undefined {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1];
  return extension === undefined ? undefined : languageOfExtension[extension.toLowerCase()];
}

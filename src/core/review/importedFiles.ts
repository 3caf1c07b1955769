// Which files a text imports, by what stands in it.
import { modulePathOf } from '../dataflow/modules';
import type { LanguageId } from '../syntax/model';

/** Modules as `modulePathOf` has them, joined by `/`. */
export interface ImportedFiles {
  /** From the root on. */
  readonly exact: ReadonlySet<string>;
  /** From the beginning of some name on: a package may stand in a folder such as `src`. */
  readonly ends: ReadonlySet<string>;
}

// Texts are hostile until checked: no two neighbours in these take the same characters, and what may go on is bounded.
const scriptImport = /(?:from|import|require)\s{0,20}(?:\(\s{0,20})?['"](\.{1,2}\/[^'"\n]{0,1000})['"]/g;
const pythonFrom = /^[ \t]*from[ \t]+([.\w]+)[ \t]+import\b[ \t]*(\([^)]{0,5000}|[^\n]*)/gm;
const pythonImport = /^[ \t]*import[ \t]+([^\n#]*)/gm;
const javaImport = /^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+)/gm;

/** @param path Of the importing file, relative to the root, with `/`. */
export function importedFiles(path: string, language: LanguageId, text: string): ImportedFiles {
  if (language === 'python') return pythonImports(path, text);
  if (language === 'java') return { exact: new Set(), ends: new Set(javaImports(text)) };
  const exact = [...text.matchAll(scriptImport)].map(([, specifier = '']) =>
    modulePathOf(joined(folderOf(path), specifier)).join('/'),
  );
  return { exact: new Set(exact), ends: new Set() };
}

/** @param path Relative to the root, with `/`. */
export function isImported(path: string, { exact, ends }: ImportedFiles): boolean {
  const names = modulePathOf(path);
  return exact.has(names.join('/')) || names.some((_, at) => ends.has(names.slice(at).join('/')));
}

function pythonImports(path: string, text: string): ImportedFiles {
  const exact = new Set<string>();
  const ends = new Set<string>();
  const add = (module: string): void => {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const names = module.slice(dots).split('.').filter(Boolean).join('/');
    if (dots === 0) ends.add(names);
    else exact.add(joined(folderOf(path), `${'../'.repeat(dots - 1)}${names}`));
  };
  for (const [, module = '', imported = ''] of text.matchAll(pythonFrom)) {
    add(module);
    // A name may be a module of the package.
    for (const [name] of imported.replaceAll(/\bas\s+\w+|#[^\n]*/g, '').matchAll(/\w+/g)) {
      add(module.endsWith('.') ? module + name : `${module}.${name}`);
    }
  }
  for (const [, modules = ''] of text.matchAll(pythonImport)) {
    for (const module of modules.split(',')) add(/[\w.]+/.exec(module)?.[0] ?? '');
  }
  return { exact, ends };
}

function javaImports(text: string): string[] {
  return [...text.matchAll(javaImport)].flatMap(([, name = '']) => {
    const names = name.split('.');
    // Of a static import the last name is a member.
    return [names, names.slice(0, -1)].map((parts) => parts.join('/'));
  });
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** Resolves `.` and `..`; what would lead out of the root stays at it. */
function joined(folder: string, relative: string): string {
  const names = folder === '' ? [] : folder.split('/');
  for (const name of relative.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '.' && name !== '') names.push(name);
  }
  return names.join('/');
}

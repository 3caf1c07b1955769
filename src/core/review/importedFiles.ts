// Which files a text imports, by what stands in it.
import type { LanguageId } from '../syntax/model';

/** How the path of an imported file may read, relative to the root, with `/`. */
export interface ImportedFiles {
  /** Whole paths. */
  readonly exact: ReadonlySet<string>;
  /** Ends of paths, from the beginning of a name on: a package may stand in a folder such as `src`. */
  readonly ends: ReadonlySet<string>;
}

const scriptEnds = ['', '.js', '.ts', '.tsx', '.jsx', '.mjs', '.cjs', '.mts', '/index.js', '/index.ts'];

/** @param path Of the importing file, relative to the root, with `/`. */
export function importedFiles(path: string, language: LanguageId, text: string): ImportedFiles {
  if (language === 'python') return pythonImports(path, text);
  if (language === 'java') return { exact: new Set(), ends: new Set(javaImports(text)) };
  const specifiers = [...text.matchAll(/(?:from|import|require)\s*\(?\s*['"](\.{1,2}\/[^'"]*)['"]/g)];
  const exact = specifiers.flatMap(([, specifier = '']) => {
    const plain = joined(folderOf(path), specifier);
    return [plain, plain.replace(/\.[cm]?jsx?$/, '')].flatMap((name) => scriptEnds.map((end) => name + end));
  });
  return { exact: new Set(exact), ends: new Set() };
}

/** @param path Relative to the root, with `/`. */
export function isImported(path: string, { exact, ends }: ImportedFiles): boolean {
  if (exact.has(path)) return true;
  const names = path.split('/');
  return names.some((_, at) => ends.has(names.slice(at).join('/')));
}

function pythonImports(path: string, text: string): ImportedFiles {
  const exact = new Set<string>();
  const ends = new Set<string>();
  const add = (module: string): void => {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    const names = module.slice(dots).split('.').filter(Boolean).join('/');
    const up = '../'.repeat(Math.max(0, dots - 1));
    const target = dots === 0 ? names : joined(folderOf(path), `${up}${names}`);
    for (const end of ['.py', '/__init__.py']) (dots === 0 ? ends : exact).add(target + end);
  };
  for (const [, module = '', imported = ''] of text.matchAll(
    /^[ \t]*from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)/gm,
  )) {
    add(module);
    // A name may be a module of the package.
    for (const [name] of imported.replaceAll(/\bas\s+\w+|#[^\n]*/g, '').matchAll(/\w+/g)) {
      add(module.endsWith('.') ? module + name : `${module}.${name}`);
    }
  }
  for (const [, modules = ''] of text.matchAll(/^[ \t]*import[ \t]+([^\n#]*)/gm)) {
    for (const module of modules.split(',')) add(/[\w.]+/.exec(module)?.[0] ?? '');
  }
  return { exact, ends };
}

function javaImports(text: string): string[] {
  return [...text.matchAll(/^\s*import\s+(?:static\s+)?([\w.]+)/gm)].flatMap(([, name = '']) => {
    const names = name.split('.');
    // Of a static import the last name is a member.
    return [names, names.slice(0, -1)].map((parts) => `${parts.join('/')}.java`);
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

// A rule document that says: this call makes values safe.
import type { Node } from 'web-tree-sitter';
import { stringify } from 'yaml';
import type { LanguageId } from '../../syntax/model';
import type { LibraryDocument, RuleLanguage } from './schema';

export interface MarkedCall {
  /** As it is written. */
  readonly callee: string;
  readonly text: string;
}

const languages: Readonly<Record<LanguageId, RuleLanguage>> = {
  java: 'java',
  python: 'python',
  javascript: 'javascript',
  typescript: 'typescript',
  typescriptreact: 'typescript',
};

/** The document for the call at an offset; undefined where there is none. */
export function sanitizerDocument(
  root: Node,
  offset: number,
  language: LanguageId,
  rule: string,
): MarkedCall | undefined {
  const call = callAround(root.descendantForIndex(offset));
  const named = call?.childForFieldName(language === 'java' ? 'name' : 'function');
  if (!named) return undefined;
  const callee = named.text;
  const slug = callee
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const library: LibraryDocument = {
    library: `workspace/${/^[a-z]/.test(slug) ? slug : 'sanitizer'}`,
    languages: [languages[language]],
    addTo: [rule],
    sanitizers: [{ note: `${callee} makes values safe.`, query: queryOf(callee, language) }],
  };
  return { callee, text: stringify(library) };
}

const callTypes = ['call', 'call_expression', 'method_invocation'];

/** The call that a place is in, or else the first one in the smallest piece of code around it that has one. */
function callAround(start: Node | null): Node | undefined {
  for (let node = start; node?.parent; node = node.parent) {
    const [first] = node.descendantsOfType(callTypes);
    if (first !== undefined) return first;
  }
  return undefined;
}

function queryOf(callee: string, language: LanguageId): string {
  const name = JSON.stringify(callee);
  if (language === 'java') {
    return `((method_invocation name: (identifier) @name) @clean\n  (#eq? @name ${name}))\n`;
  }
  const type = language === 'python' ? 'call' : 'call_expression';
  return `((${type} function: (_) @function) @clean\n  (#eq? @function ${name}))\n`;
}

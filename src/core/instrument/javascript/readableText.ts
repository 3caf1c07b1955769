// What the grammars do not know yet, said in other words of the same length, so that every place stays where it is.
import type { LanguageId } from '../../syntax/model';

const using = /\b(?:await[ \t]+)?using(?=[ \t]+[\p{L}_$][\p{L}\p{N}_$]*[ \t]*[=:])/gu;
const reserved = `break case catch class const continue debugger delete do else enum export extends false finally for
  function if import in instanceof new null return super switch this throw true try typeof var void while with`;
const anyReserved = `(?:${reserved.split(/\s+/).join('|')})`;
/** `export { empty as null }`, `import { null as empty }` */
const reservedName = new RegExp(
  `(?<=\\bas\\s+)${anyReserved}(?=\\s*[,}])|(?<=[{,]\\s*)${anyReserved}(?=\\s+as\\b)`,
  'g',
);

/** The text for the parser. TypeScript does not know `using`, which is read as a `const`; exports may have any name. */
export function readableText(text: string, language: LanguageId): string {
  const named = text.replaceAll(reservedName, (word) => '_'.repeat(word.length));
  return language === 'javascript' ? named : named.replaceAll(using, (words) => 'const'.padEnd(words.length));
}

/** Whether TypeScript has declarations by `using`, which older Nodes do not know. */
export function declaresByUsing(text: string): boolean {
  return text.search(using) >= 0;
}

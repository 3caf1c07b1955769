// A text in which a program has stopped.
import type { SyntaxDocument } from '../syntax/document';
import type { NamedModel, NameInText } from '../syntax/sourceModel';
import { declarationAt, lexicalScopes } from './lexicalScopes';
import { namesReadAt, type StopName, stopNames } from './stopNames';

export interface StoppedDocument {
  /** Variables that have a value to show, by place. */
  readonly names: readonly StopName[];
  /** What the line reads that the program stands at. */
  readonly reads: readonly string[];
}

/** @param line 0-based; the line that runs next. @throws {ParseAbandoned} after `limitMs`. */
export function stoppedDocument(document: SyntaxDocument, line: number, limitMs: number): StoppedDocument {
  const named = withoutImports(document, limitMs);
  const reads = namesReadAt(named, line);
  if (document.language === 'python' || document.language === 'java') {
    return { names: stopNames(named, line, () => true), reads };
  }
  const { lineIndex } = document;
  const scopes = lexicalScopes(document.syntaxTree.rootNode);
  const first = /\S/.exec(lineIndex.lineText(line))?.index ?? 0;
  const stop = lineIndex.offsetAt({ line, column: first });
  const names = stopNames(named, line, (name, at) => {
    return declarationAt(scopes, name, lineIndex.offsetAt(at)) === declarationAt(scopes, name, stop);
  });
  return { names, reads };
}

/** What is imported is no variable whose value somebody wants to read. */
function withoutImports(document: SyntaxDocument, limitMs: number): NamedModel {
  const { model, names } = document.namedModel({ limitMs });
  const imports = document.syntaxTree.rootNode.descendantsOfType(importTypes);
  const isImported = ({ range }: NameInText): boolean => {
    const at = document.lineIndex.offsetAt(range.start);
    return imports.some((node) => node.startIndex <= at && at < node.endIndex);
  };
  const imported = new Set(names.filter(isImported).map(({ name }) => name));
  return { model, names: names.filter(({ name }) => !imported.has(name)) };
}

const importTypes = ['import_statement', 'import_from_statement', 'future_import_statement'];

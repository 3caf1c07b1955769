// Files to intermediate representation, each by its language.
import type { SyntaxTree } from '../../syntax/syntaxTree';
import type { FileIr } from '../ir/declarations';
import type { SourceFile } from '../model';
import { lowerJava } from './java';
import { lowerJavaScript } from './javascript';
import { lowerPython } from './python';

/** What was made of a tree, as long as somebody keeps the tree. */
const lowered = new WeakMap<SyntaxTree, FileIr>();

/** Lowers a parsed file, a tree once. */
export function lower(file: SourceFile): FileIr {
  const known = lowered.get(file.tree);
  if (known?.path === file.path) return known;
  const made = lowerAnew(file);
  lowered.set(file.tree, made);
  return made;
}

function lowerAnew({ path, language, tree }: SourceFile): FileIr {
  switch (language) {
    case 'java':
      return lowerJava(path, tree.rootNode);
    case 'python':
      return lowerPython(path, tree.rootNode);
    default:
      return lowerJavaScript(path, language, tree.rootNode);
  }
}

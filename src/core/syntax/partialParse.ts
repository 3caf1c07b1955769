// Parses, after an edit inside of one top-level statement, only that statement. Of an old tree the parser can reuse
// single statements only, each of which it has to visit, and in languages with an external scanner it loses all behind
// an edit; this takes as long as the statement does.
import type { Node, Parser, Tree } from 'web-tree-sitter';
import type { LineIndex } from '../text/lineIndex';
import type { Hull } from './editHull';
import type { Deadline } from './limits';

/** Characters of a statement for which this is worth while. */
const longestStatement = 20_000;

/** What was edited. */
export interface EditedText {
  /** The tree of the old text, in which the edit has been entered. */
  readonly tree: Tree;
  readonly hull: Hull;
  /** The new text. */
  readonly lines: LineIndex;
}

/**
 * A tree of the edited statement alone, with positions in the whole text; undefined where more than the statement may
 * have changed. As the statement is again one without errors from where it began to where it ended, and the parser
 * looks no further back or ahead than that, the rest of the tree is what it was.
 */
export function parseEditedStatement(
  { tree, hull, lines }: EditedText,
  parser: Parser,
  deadline: Deadline,
): Tree | undefined {
  const { rootNode } = tree;
  if (rootNode.hasError) return undefined;
  const old = statementAround(rootNode, hull);
  if (old === undefined) return undefined;
  const { startIndex, endIndex, type } = old;
  const start = lines.positionAt(startIndex);
  const end = lines.positionAt(endIndex);
  const isWholeLines = start.column === 0 && isAtLineEnd(lines, endIndex);
  if (!isWholeLines || endIndex - startIndex > longestStatement) return undefined;
  const range = {
    startIndex,
    endIndex,
    startPosition: { row: start.line, column: start.column },
    endPosition: { row: end.line, column: end.column },
  };
  const progressCallback = (): boolean => deadline.isOver();
  const part = parser.parse(lines.text, null, { includedRanges: [range], progressCallback });
  if (part === null) {
    parser.reset();
    return undefined;
  }
  const [only, ...others] = part.rootNode.children;
  const isSame =
    only?.type === type &&
    only.startIndex === startIndex &&
    only.endIndex === endIndex &&
    others.length === 0 &&
    !part.rootNode.hasError &&
    endsWithToken(only);
  if (isSame) return part;
  part.delete();
  return undefined;
}

/** At the end of a text, blanks and comments may count as part of a statement that ends before them elsewhere. */
function endsWithToken(statement: Node): boolean {
  const last = statement.descendantForIndex(statement.endIndex - 1, statement.endIndex);
  return last?.childCount === 0 && !last.isExtra;
}

/** The statement of the module that holds an edit. */
function statementAround(root: Node, { start, newEnd }: Hull): Node | undefined {
  let node = root.descendantForIndex(start, newEnd);
  while (node?.parent && node.parent.id !== root.id) node = node.parent;
  if (node === null || node.id === root.id) return undefined;
  return node.startIndex < start && newEnd <= node.endIndex ? node : undefined;
}

function isAtLineEnd({ text }: LineIndex, offset: number): boolean {
  const next = text[offset];
  return next === undefined || next === '\n' || next === '\r';
}

import { Edit, type Parser, type Tree } from 'web-tree-sitter';
import { applyEdit, minimalEdit, type TextEdit } from '../text/edit';
import { LineIndex } from '../text/lineIndex';
import { Deadline, type ParseLimits } from './limits';
import type { Granularity, LanguageId, SourceModel } from './model';
import { modelAfterEdit } from './editedFunction';
import { buildSourceModel, type LoadedProfile } from './sourceModel';
import { hullOf, type TreeEdit } from './editHull';

/** What a document parses with. */
export interface ParseTools {
  readonly parser: Parser;
  readonly language: LoadedProfile;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A text with its syntax tree, kept up to date edit by edit. */
export class SyntaxDocument {
  private lines: LineIndex;
  private tree: Tree;
  private models = new Map<Granularity, SourceModel>();
  /** The models before the last update, and what it changed. */
  private before:
    { readonly models: ReadonlyMap<Granularity, SourceModel>; readonly edit: TreeEdit } | undefined;
  private isDisposed = false;

  /** Use `Syntax.parse`. */
  constructor(
    text: string,
    private readonly tools: ParseTools,
    limits: ParseLimits,
  ) {
    this.lines = new LineIndex(text);
    this.tree = parse(this.lines, undefined, tools, limits);
  }

  get language(): LanguageId {
    return this.tools.language.id;
  }

  get text(): string {
    return this.lines.text;
  }

  /** Offsets and positions of the current text. */
  get lineIndex(): LineIndex {
    return this.lines;
  }

  /** The tree of the current text; it lives until the next `update` or `dispose`. */
  get syntaxTree(): Tree {
    return this.tree;
  }

  /**
   * Parses again what changed.
   * @param change The whole new text, or edits each of which refers to the text that the one before it left.
   * @throws {ParseAbandoned} when `limits` say so; the document then holds what it held before.
   */
  update(change: string | readonly TextEdit[], limits: ParseLimits = {}): void {
    const edits = typeof change === 'string' ? listed(minimalEdit(this.lines, change)) : change;
    if (edits.length === 0) return;
    const edited = this.tree.copy();
    const steps: Edit[] = [];
    let lines = this.lines;
    let isIncremental = !loneReturn.test(lines.text);
    for (const edit of edits) {
      const after = new LineIndex(applyEdit(lines, edit));
      const step = treeEdit(edit, lines, after);
      edited.edit(step);
      steps.push(step);
      isIncremental &&= !loneReturn.test(after.text);
      lines = after;
    }
    try {
      const tree = parse(lines, isIncremental ? edited : undefined, this.tools, limits);
      const reparsed = isIncremental ? edited.getChangedRanges(tree) : undefined;
      this.before = reparsed && {
        models: this.models,
        edit: { before: this.lines, hull: hullOf(steps), reparsed },
      };
      this.tree.delete();
      this.tree = tree;
      this.lines = lines;
      this.models = new Map();
    } finally {
      edited.delete();
    }
  }

  /**
   * Functions, blocks, statements and calls of the current text.
   * @throws {ParseAbandoned} when `limits` say so.
   */
  model(granularity: Granularity = 'block', limits: ParseLimits = {}): SourceModel {
    const deadline = new Deadline(limits, this.tools.now);
    const parsed = { root: this.tree.rootNode, lines: this.lines, deadline };
    const known = this.models.get(granularity);
    if (known !== undefined) return known;
    const earlier = this.before?.models.get(granularity);
    const model =
      (this.before && earlier && modelAfterEdit(earlier, this.before.edit, parsed, this.tools.language)) ??
      buildSourceModel(parsed, this.tools.language, granularity);
    this.models.set(granularity, model);
    return model;
  }

  /** Frees the tree, which the garbage collector does not see. The document is of no use afterwards. */
  dispose(): void {
    if (!this.isDisposed) this.tree.delete();
    this.isDisposed = true;
  }
}

function parse(
  lines: LineIndex,
  old: Tree | undefined,
  { parser, now }: ParseTools,
  limits: ParseLimits,
): Tree {
  const deadline = new Deadline(limits, now);
  deadline.check();
  const progressCallback = (): boolean => deadline.isOver();
  const tree = parser.parse(withLineFeeds(lines.text), old, { progressCallback });
  if (tree !== null) return tree;
  parser.reset();
  deadline.check();
  throw new Error('The parser has no language');
}

const loneReturn = /\r(?!\n)/;

/** The grammars do not know a lone CR as the end of a line; offsets stay as they are. */
function withLineFeeds(text: string): string {
  return loneReturn.test(text) ? text.replaceAll(/\r(?!\n)/g, '\n') : text;
}

function treeEdit({ range, text }: TextEdit, before: LineIndex, after: LineIndex): Edit {
  const start = before.offsetAt(range.start);
  const oldEnd = before.offsetAt(range.end);
  const newEnd = start + text.length;
  return new Edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
  });
}

/** As tree-sitter counts: a CR before an LF is the last column of its line. */
function pointAt(lines: LineIndex, offset: number): { row: number; column: number } {
  const { line } = lines.positionAt(offset);
  return { row: line, column: offset - lines.offsetAt({ line, column: 0 }) };
}

function listed(edit: TextEdit | undefined): readonly TextEdit[] {
  return edit === undefined ? [] : [edit];
}

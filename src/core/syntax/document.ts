import { Edit, type Parser, type Tree } from 'web-tree-sitter';
import { applyEdit, minimalEdit, type TextEdit } from '../text/edit';
import { LineIndex } from '../text/lineIndex';
import { Deadline, type ParseLimits } from './limits';
import type { Granularity, LanguageId, SourceModel } from './model';
import { modelAfterEdit } from './editedFunction';
import type { ParsedText } from './parsedText';
import { parseEditedStatement } from './partialParse';
import { buildNamedModel, buildSourceModel, type LoadedProfile, type NamedModel } from './sourceModel';
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
  /** After an edit in one statement: the tree of that alone; `tree` then is the old one with the edit entered. */
  private part: Tree | undefined;
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
    this.completeTree({});
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
    const hull = hullOf(steps);
    let tree = edited;
    let part: Tree | undefined;
    let reparsed: TreeEdit['reparsed'] | undefined = [];
    try {
      const deadline = new Deadline(limits, this.tools.now);
      if (isIncremental) {
        part = parseEditedStatement({ tree: edited, hull, lines }, this.tools.parser, deadline);
      }
      if (part === undefined) {
        tree = parse(lines, isIncremental ? edited : undefined, this.tools, limits);
        reparsed = isIncremental ? edited.getChangedRanges(tree) : undefined;
      }
    } finally {
      if (part === undefined) edited.delete();
    }
    this.before = reparsed && { models: this.models, edit: { before: this.lines, hull, reparsed } };
    this.part?.delete();
    this.part = part;
    this.tree.delete();
    this.tree = tree;
    this.lines = lines;
    this.models = new Map();
  }

  /**
   * Functions, blocks, statements and calls of the current text.
   * @throws {ParseAbandoned} when `limits` say so.
   */
  model(granularity: Granularity = 'block', limits: ParseLimits = {}): SourceModel {
    const known = this.models.get(granularity);
    if (known !== undefined) return known;
    const deadline = new Deadline(limits, this.tools.now);
    const model =
      (this.part && this.editedModel(this.part, granularity, deadline)) ??
      this.editedModel(this.completeTree(limits), granularity, deadline) ??
      buildSourceModel(this.parsed(this.tree, deadline), this.tools.language, granularity);
    this.models.set(granularity, model);
    return model;
  }

  /** The model before the last update with what that changed, where it can be told. */
  private editedModel(tree: Tree, granularity: Granularity, deadline: Deadline): SourceModel | undefined {
    const earlier = this.before?.models.get(granularity);
    if (this.before === undefined || earlier === undefined) return undefined;
    return modelAfterEdit(earlier, this.before.edit, this.parsed(tree, deadline), this.tools.language);
  }

  private parsed(tree: Tree, deadline: Deadline): ParsedText {
    return { root: tree.rootNode, lines: this.lines, deadline };
  }

  /** Parses what was put off when only a statement was parsed; what changed then counts as changed by the last update. */
  private completeTree(limits: ParseLimits): Tree {
    if (this.part === undefined) return this.tree;
    const tree = parse(this.lines, this.tree, this.tools, limits);
    if (this.before !== undefined) {
      const reparsed = this.tree.getChangedRanges(tree);
      this.before = { ...this.before, edit: { ...this.before.edit, reparsed } };
    }
    this.tree.delete();
    this.tree = tree;
    this.part.delete();
    this.part = undefined;
    return tree;
  }

  /**
   * The model line by line, with every place where a variable is written or read.
   * @throws {ParseAbandoned} when `limits` say so.
   */
  namedModel(limits: ParseLimits = {}): NamedModel {
    const deadline = new Deadline(limits, this.tools.now);
    return buildNamedModel(this.parsed(this.completeTree(limits), deadline), this.tools.language);
  }

  /** Frees the tree, which the garbage collector does not see. The document is of no use afterwards. */
  dispose(): void {
    if (!this.isDisposed) {
      this.tree.delete();
      this.part?.delete();
    }
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

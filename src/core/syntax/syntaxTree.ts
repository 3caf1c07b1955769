// Syntax trees outside of the parser's memory. Each question to a node of the parser's is a call into WebAssembly; who
// looks at most nodes of a file, and at some of them often, copies the tree once and asks here.
import type { Language, Tree } from 'web-tree-sitter';
import { namesOf, type GrammarNames } from './grammarNames';
import { childAt, idsOf, width, type NodeRecords } from './nodeRecords';

/** The tree of one text. Compact, until somebody asks for its nodes. */
export class SyntaxTree {
  private root: SyntaxNode | undefined;
  readonly names: GrammarNames;

  /** @param parse The parser's own tree of the same text; whoever calls it deletes what it gives. */
  constructor(
    readonly text: string,
    readonly language: Language,
    readonly records: NodeRecords,
    readonly parse: () => Tree,
  ) {
    this.names = namesOf(language);
  }

  get rootNode(): SyntaxNode {
    return (this.root ??= new SyntaxNode(this, 0, null));
  }

  /** The node with these ends and of this type, the outermost if there are several. */
  nodeAt(start: number, end: number, type: string): SyntaxNode | undefined {
    let node: SyntaxNode | undefined = this.rootNode;
    while (
      node !== undefined &&
      !(node.startIndex === start && node.endIndex === end && node.type === type)
    ) {
      node = node.children.find((child) => child.startIndex <= start && end <= child.endIndex);
    }
    return node;
  }

  /**
   * Tells the nodes of these types in the order of the text. No others are made but those around them and beside those.
   * @param types All types when left out.
   */
  visit(types: ReadonlySet<string> | undefined, onNode: (node: SyntaxNode) => void): void {
    const ids = idsOf(this.records, types === undefined ? undefined : this.names.kindsOf(types));
    let next = 0;
    const descend = (node: SyntaxNode): void => {
      if (ids[next] === node.id) {
        next++;
        onNode(node);
      }
      const end = childAt(this.records, node.id);
      if ((ids[next] ?? Infinity) >= end) return;
      for (const child of node.children) {
        if ((ids[next] ?? Infinity) < childAt(this.records, child.id)) descend(child);
      }
    };
    if (ids.length > 0) descend(this.rootNode);
  }

  /** Lets go of the nodes; the next question for the root makes new ones. */
  release(): void {
    this.root = undefined;
  }
}

/** A node, with the part of the parser's interface that reading a tree takes. Offsets are of UTF-16 units. */
export class SyntaxNode {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly type: string;
  readonly isNamed: boolean;
  /** Name of the field of its parent that it is in. */
  readonly field: string | undefined;
  private all: readonly SyntaxNode[] | undefined;
  private named: readonly SyntaxNode[] | undefined;

  constructor(
    private readonly tree: SyntaxTree,
    /** Its position in the order of the text; unique in its tree. */
    readonly id: number,
    readonly parent: SyntaxNode | null,
  ) {
    const { records, names } = tree;
    const at = id * width;
    this.startIndex = records[at] ?? 0;
    this.endIndex = records[at + 1] ?? 0;
    const kind = records[at + 3] ?? 0;
    this.type = names.typeOf(kind);
    this.isNamed = names.isNamed(kind);
    this.field = names.fieldOf(kind);
  }

  get text(): string {
    return this.tree.text.slice(this.startIndex, this.endIndex);
  }

  /** Stands where any node may, as comments do. */
  get isExtra(): boolean {
    return this.tree.names.isExtra(this.tree.records[this.id * width + 3] ?? 0);
  }

  get children(): readonly SyntaxNode[] {
    return (this.all ??= this.makeChildren());
  }

  get namedChildren(): readonly SyntaxNode[] {
    return (this.named ??= this.children.filter(({ isNamed }) => isNamed));
  }

  childForFieldName(field: string): SyntaxNode | null {
    for (const child of this.children) if (child.field === field) return child;
    return null;
  }

  childrenForFieldName(field: string): readonly SyntaxNode[] {
    return this.children.filter((child) => child.field === field);
  }

  /** This node and those below it that are of one of these types, in the order of the text. */
  descendantsOfType(types: string | readonly string[]): SyntaxNode[] {
    const wanted = typeof types === 'string' ? [types] : types;
    const found: SyntaxNode[] = [];
    const visit = (node: SyntaxNode): void => {
      if (wanted.includes(node.type)) found.push(node);
      for (const child of node.children) visit(child);
    };
    visit(this);
    return found;
  }

  /** The smallest node around a stretch of the text. */
  descendantForIndex(start: number, end = start): SyntaxNode {
    for (const child of this.children) {
      if (child.startIndex <= start && end <= child.endIndex && start < child.endIndex) {
        return child.descendantForIndex(start, end);
      }
    }
    return this;
  }

  /** The nearest node around this one that is of one of these types. */
  nearest(types: ReadonlySet<string>): SyntaxNode | undefined {
    let around = this.parent;
    while (around !== null && !types.has(around.type)) around = around.parent;
    return around ?? undefined;
  }

  private makeChildren(): readonly SyntaxNode[] {
    const { records } = this.tree;
    const children: SyntaxNode[] = [];
    const end = records[this.id * width + 2] ?? 0;
    for (let id = this.id + 1; id < end; id = childAt(records, id)) {
      children.push(new SyntaxNode(this.tree, id, this));
    }
    return children.length === 0 ? none : children;
  }
}

const none: readonly SyntaxNode[] = [];

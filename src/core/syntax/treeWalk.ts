// A walk over a whole tree of the parser's. The cursor of web-tree-sitter copies its state into the parser's memory before each
// question and back after each step, which takes longer than the steps do; here it stays where the parser has it.
import { Parser, type Tree } from 'web-tree-sitter';

type CursorCall =
  | 'new'
  | 'delete'
  | 'goto_first_child'
  | 'goto_next_sibling'
  | 'goto_parent'
  | 'current_node'
  | 'current_node_type_id'
  | 'current_field_id'
  | 'start_index'
  | 'end_index';

type TreeCall = `_ts_tree_cursor_${CursorCall}_wasm` | '_ts_tree_root_node_wasm' | '_ts_node_is_extra_wasm';

/** What web-tree-sitter adds to its options as it starts: functions that take the address of a tree, and its memory. */
type Library = Readonly<Record<TreeCall, (tree: number) => number>> & {
  /** Tells where functions find their argument, a node or cursor, and leave their result; what lies there is lost. */
  readonly _ts_init: () => number;
  readonly getValue: (address: number, type: 'i32') => number;
  readonly setValue: (address: number, value: number, type: 'i32') => void;
};

/** Is empty until tree-sitter has been started. */
const library = {} as Library;

/** Starts web-tree-sitter, unless it runs. @param wasmBinary Content of `web-tree-sitter.wasm`. */
export async function startTreeSitter(wasmBinary: Uint8Array): Promise<void> {
  await Parser.init(Object.assign(library, { wasmBinary }));
}

/** Nothing else may ask web-tree-sitter for anything until it is disposed. */
export class TreeWalk {
  private readonly tree: number;
  /** The addresses of the four numbers that the cursor is. */
  private readonly cursor: readonly number[];

  /** Begins at the root. */
  constructor(tree: Tree) {
    const address: unknown = Reflect.get(tree, 0);
    if (typeof address !== 'number') throw new TypeError('This is no tree of web-tree-sitter.');
    this.tree = address;
    const start = library._ts_init();
    this.cursor = [0, 4, 8, 12].map((offset) => start + offset);
    library._ts_tree_root_node_wasm(address);
    library._ts_tree_cursor_new_wasm(address);
  }

  get typeId(): number {
    return library._ts_tree_cursor_current_node_type_id_wasm(this.tree);
  }

  /** 0 without a field. */
  get fieldId(): number {
    return library._ts_tree_cursor_current_field_id_wasm(this.tree);
  }

  /** In UTF-16 units from the start of the text, as `end`. */
  get start(): number {
    return library._ts_tree_cursor_start_index_wasm(this.tree);
  }

  get end(): number {
    return library._ts_tree_cursor_end_index_wasm(this.tree);
  }

  /** Whether the node may stand anywhere, as comments do. */
  isExtra(): boolean {
    // The node is handed over where the cursor lies.
    const kept = this.cursor.map((address) => library.getValue(address, 'i32'));
    library._ts_tree_cursor_current_node_wasm(this.tree);
    const isExtra = library._ts_node_is_extra_wasm(this.tree) === 1;
    for (const [at, address] of this.cursor.entries()) library.setValue(address, kept[at] ?? 0, 'i32');
    return isExtra;
  }

  toFirstChild(): boolean {
    return library._ts_tree_cursor_goto_first_child_wasm(this.tree) === 1;
  }

  toNextSibling(): boolean {
    return library._ts_tree_cursor_goto_next_sibling_wasm(this.tree) === 1;
  }

  toParent(): boolean {
    return library._ts_tree_cursor_goto_parent_wasm(this.tree) === 1;
  }

  dispose(): void {
    library._ts_tree_cursor_delete_wasm(this.tree);
  }
}

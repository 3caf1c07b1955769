// The nodes of a tree as numbers: little memory, and handed to another thread without a copy.
import type { Tree } from 'web-tree-sitter';
import { extraBit, fieldShift, namesOf } from './grammarNames';
import { TreeWalk } from './treeWalk';

/** Four numbers for each node, in the order of the text: start, end, number of the first node after it, kind. */
export type NodeRecords = Int32Array<ArrayBuffer>;

export const width = 4;

/** The number of the node after this one and all below it. */
export function childAt(records: NodeRecords, id: number): number {
  return records[id * width + 2] ?? Infinity;
}

/** The numbers of the nodes of some kinds, in the order of the text; of all when none are named. */
export function idsOf(
  records: NodeRecords,
  kinds: { has(kind: number): boolean } | undefined,
): readonly number[] {
  const ids: number[] = [];
  for (let id = 0; id * width < records.length; id++) {
    if (kinds === undefined || kinds.has(records[id * width + 3] ?? 0)) ids.push(id);
  }
  return ids;
}

/** Reads the parser's tree from end to end. */
export function recordsOf(tree: Tree): NodeRecords {
  const names = namesOf(tree.language);
  const walk = new TreeWalk(tree);
  const records = new Growing();
  const open: number[] = [];
  try {
    for (;;) {
      const type = walk.typeId;
      const isExtra = names.mayBeExtra(type) && walk.isExtra();
      const kind = type | (walk.fieldId << fieldShift) | (isExtra ? extraBit : 0);
      const id = records.add(walk.start, walk.end, kind);
      // What has no name has nothing below it.
      if (names.isNamed(type) && walk.toFirstChild()) {
        open.push(id);
        continue;
      }
      while (!walk.toNextSibling()) {
        const parent = open.pop();
        if (parent === undefined) return records.finished();
        records.close(parent);
        walk.toParent();
      }
    }
  } finally {
    walk.dispose();
  }
}

class Growing {
  private numbers = new Int32Array(4096);
  private length = 0;

  add(start: number, end: number, kind: number): number {
    const at = this.length;
    if (at + width > this.numbers.length) {
      const more = new Int32Array(2 * this.numbers.length);
      more.set(this.numbers);
      this.numbers = more;
    }
    const id = at / width;
    this.numbers[at] = start;
    this.numbers[at + 1] = end;
    this.numbers[at + 2] = id + 1;
    this.numbers[at + 3] = kind;
    this.length += width;
    return id;
  }

  /** All below this node have been added. */
  close(id: number): void {
    this.numbers[id * width + 2] = this.length / width;
  }

  finished(): NodeRecords {
    return this.numbers.slice(0, this.length);
  }
}

// Which block of the model runs a node of the syntax tree, and which function a body is.
import type { Node } from 'web-tree-sitter';
import type { SourceFunction, SourceModel } from '../../syntax/model';
import type { LineIndex } from '../../text/lineIndex';

export class BlockPlan {
  private readonly statements = new Map<number, number>();
  private readonly functions = new Map<string, SourceFunction>();
  private readonly others = new Map<string, number>();

  constructor(
    readonly model: SourceModel,
    lines: LineIndex,
  ) {
    for (const statement of model.statements) {
      this.statements.set(lines.offsetAt(statement.headRange.start), statement.block);
    }
    for (const item of model.functions) {
      const { start, end } = item.bodyRange;
      this.functions.set(`${lines.offsetAt(start)}:${lines.offsetAt(end)}`, item);
    }
    for (const block of model.blocks) {
      if (block.statements.length > 0) continue;
      this.others.set(`${block.kind}:${lines.offsetAt(block.range.start)}`, block.index);
    }
  }

  /** -1 for what only the compiler sees; undefined for what is no statement. */
  blockOf(statement: Node): number | undefined {
    return this.statements.get(headOf(statement));
  }

  /** The block of a `handler-header`, a `test` of a case or a `loop-update`. */
  blockWithoutStatement(kind: string, node: Node): number | undefined {
    return this.others.get(`${kind}:${node.startIndex}`);
  }

  functionOf(body: Node): SourceFunction | undefined {
    return this.functions.get(`${body.startIndex}:${body.endIndex}`);
  }
}

/** Where the head of a statement starts, as profiles/javascript.ts has it. */
function headOf(node: Node): number {
  if (node.type === 'for_statement') return (node.childForFieldName('condition') ?? node).startIndex;
  if (node.type === 'do_statement') {
    return node.children.find(({ type }) => type === 'while')?.startIndex ?? node.startIndex;
  }
  return node.startIndex;
}

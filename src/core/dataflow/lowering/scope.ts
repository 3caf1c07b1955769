// Which function binds a name, as the lowering of every language asks.
import type { FreeExpr, LocalExpr } from '../ir/ir';
import type { OffsetSpan } from '../model';

/** Names that one function binds; blocks of it may bind the same name anew. */
export class FunctionScope {
  readonly types = new Map<string, string>();
  private readonly blocks = [new Map<string, string>()];
  private readonly used = new Map<string, number>();
  /** Names that belong to another function although they are written here (`global`, `nonlocal`). */
  readonly foreign = new Set<string>();

  constructor(
    readonly outer: FunctionScope | undefined,
    /** Members of the class that the function is in hide what is further out. */
    readonly hides: ReadonlySet<string> = new Set(),
  ) {}

  /** Runs `body` with a block of names of its own. */
  block<T>(body: () => T): T {
    this.blocks.push(new Map());
    try {
      return body();
    } finally {
      this.blocks.pop();
    }
  }

  /** Binds a name in the innermost block. @returns the name that is unique in the function. */
  declare(name: string, type?: string): string {
    const block = this.blocks.at(-1);
    const known = block?.get(name);
    if (known !== undefined) return known;
    const times = this.used.get(name) ?? 0;
    this.used.set(name, times + 1);
    const unique = times === 0 ? name : `${name}~${times + 1}`;
    block?.set(name, unique);
    if (type !== undefined) this.types.set(unique, type);
    return unique;
  }

  /** Binds a name in the whole function. */
  declareOutermost(name: string): void {
    if (this.foreign.has(name) || this.blocks[0]?.has(name)) return;
    this.used.set(name, (this.used.get(name) ?? 0) + 1);
    this.blocks[0]?.set(name, name);
  }

  own(name: string): string | undefined {
    for (const block of this.blocks.toReversed()) {
      const unique = block.get(name);
      if (unique !== undefined) return unique;
    }
    return undefined;
  }
}

/** The variable that a name means, or a free name. */
export function resolve(name: string, scope: FunctionScope, span: OffsetSpan): LocalExpr | FreeExpr {
  let depth = 0;
  for (let each: FunctionScope | undefined = scope; each !== undefined; each = each.outer) {
    const unique = each.own(name);
    if (unique !== undefined) return { kind: 'local', name: unique, depth, start: span.start, end: span.end };
    if (each.hides.has(name)) break;
    depth++;
  }
  return { kind: 'free', name, start: span.start, end: span.end };
}

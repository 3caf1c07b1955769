// Which variables surely have a value at a place, found while a function is walked in source order.

interface Scope {
  /** Name -> whether it has been declared by what was walked so far. */
  readonly names: Map<string, boolean>;
  /** The body of a function; names further out are not its locals. */
  readonly isFunction: boolean;
}

export class VisibleNames {
  private readonly scopes: Scope[] = [];

  /** Enters a scope whose `pending` names are not to be read until they have been declared. */
  enter(pending: readonly string[], isFunction: boolean): void {
    this.scopes.push({ names: new Map(pending.map((name) => [name, false])), isFunction });
  }

  leave(): void {
    this.scopes.pop();
  }

  declare(names: readonly string[]): void {
    const scope = this.scopes.at(-1);
    for (const name of names) scope?.names.set(name, true);
  }

  /** `var`: belongs to the function around. */
  declareInFunction(names: readonly string[]): void {
    const scope = this.scopes.findLast(({ isFunction }) => isFunction);
    for (const name of names) scope?.names.set(name, true);
  }

  isDeclared(name: string): boolean {
    return this.scopes.findLast(({ names }) => names.has(name))?.names.get(name) === true;
  }

  isLocal(name: string): boolean {
    for (const scope of this.scopes.toReversed()) {
      const declared = scope.names.get(name);
      if (declared !== undefined) return declared;
      if (scope.isFunction) return false;
    }
    return false;
  }

  /** All names of the running function that have been declared. */
  locals(): string[] {
    const hidden = new Set<string>();
    const found: string[] = [];
    for (const scope of this.scopes.toReversed()) {
      for (const [name, declared] of scope.names) {
        if (declared && !hidden.has(name)) found.push(name);
        hidden.add(name);
      }
      if (scope.isFunction) break;
    }
    return found;
  }
}

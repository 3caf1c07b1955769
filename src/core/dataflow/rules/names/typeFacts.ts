// What rule libraries know of types that are declared outside of the workspace.
import type { TypeFactsDocument } from '../schema';

export interface Convention {
  readonly parameters: Readonly<Record<string, string>>;
  readonly imports?: string;
}

/** The facts of all libraries of a language, by qualified name. */
export class TypeFacts {
  readonly conventions: readonly Convention[];
  private readonly aliases: readonly (readonly [string, string])[];
  private readonly supertypes = new Map<string, string[]>();
  private readonly results = new Map<string, string>();
  private readonly handed = new Map<string, readonly string[]>();
  private readonly transparent: ReadonlySet<string>;

  constructor(documents: readonly TypeFactsDocument[]) {
    this.aliases = documents.flatMap(({ aliases = {} }) => Object.entries(aliases));
    this.conventions = documents.flatMap(({ conventions = [] }) => conventions);
    this.transparent = new Set(documents.flatMap(({ identity = [] }) => identity));
    for (const { extends: all = {}, returns = {}, callbacks = {} } of documents) {
      for (const [type, supers] of Object.entries(all)) {
        this.supertypes.set(type, [...(this.supertypes.get(type) ?? []), ...supers]);
      }
      for (const [name, type] of Object.entries(returns)) this.results.set(name, type);
      for (const [name, types] of Object.entries(callbacks)) this.handed.set(name, types);
    }
  }

  /** A qualified name by the name that the facts use for it. */
  canonical(name: string): string {
    for (const [alias, real] of this.aliases) {
      if (name === alias || name.startsWith(`${alias}.`)) return real + name.slice(alias.length);
    }
    return name;
  }

  /** Other names for what has this one. */
  aliasesOf(name: string): string[] {
    return this.aliases.flatMap(([alias, real]) => (real === name ? [alias] : []));
  }

  directSupertypes(type: string): readonly string[] {
    return this.supertypes.get(type) ?? [];
  }

  /** The type of what a function gives or a property holds. */
  typeOf(name: string): string | undefined {
    return this.results.get(name);
  }

  /** Types of the parameters of a function that is handed to this one. */
  callbackTypes(name: string): readonly string[] | undefined {
    return this.handed.get(name);
  }

  givesItsArgument(name: string): boolean {
    return this.transparent.has(name);
  }
}

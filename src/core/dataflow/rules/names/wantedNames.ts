// The names that a predicate asks for.
import type { TypeFacts } from './typeFacts';

/** `a.b.*` stands for everything below `a.b`, `*.b` for everything that ends so. */
export class WantedNames {
  private readonly exact: readonly string[];
  private readonly prefixes: readonly string[];
  private readonly suffixes: readonly string[];
  private lastWords: ReadonlySet<string> | undefined;

  constructor(names: readonly string[]) {
    this.suffixes = names.filter((name) => name.startsWith('*.')).map((name) => name.slice(1));
    this.prefixes = names.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -1));
    this.exact = names.filter((name) => !name.startsWith('*.') && !name.endsWith('.*'));
  }

  includes(found: ReadonlySet<string>): boolean {
    if (found.size === 0) return false;
    if (this.exact.some((name) => found.has(name))) return true;
    return (
      this.prefixes.some((prefix) => [...found].some((name) => name.startsWith(prefix))) ||
      this.suffixes.some((suffix) => [...found].some((name) => name.endsWith(suffix)))
    );
  }

  /**
   * Whether one of the names may be that of a member that is called so in the text.
   * @param facts Of the language; always the same ones.
   */
  mayEndWith(word: string, facts: TypeFacts): boolean {
    return this.prefixes.length > 0 || this.lastNames(facts).has(word);
  }

  /**
   * Words of which a file holds one where it names any of them; undefined where that may be any word.
   * @param facts Of the language; always the same ones.
   */
  wordsFor(facts: TypeFacts): readonly string[] | undefined {
    return this.prefixes.length > 0 ? undefined : [...this.lastNames(facts)];
  }

  private lastNames(facts: TypeFacts): ReadonlySet<string> {
    return (this.lastWords ??= new Set(
      [...this.exact, ...this.suffixes].flatMap((name) => [name, ...facts.aliasesOf(name)]).map(lastWord),
    ));
  }
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

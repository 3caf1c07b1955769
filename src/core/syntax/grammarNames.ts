// What the numbers of a grammar stand for.
import type { Language } from 'web-tree-sitter';

/** A kind is one number: of the type, of the field, and whether the node is extra. */
export const fieldShift = 16;
export const extraBit = 1 << 30;
const typeMask = 0xffff;
const fieldMask = 0xfff;

/** Types of nodes of which some are extra, others are not, or that are extra wherever they are. */
const extraTypes = /comment|line_continuation|ERROR/;

const known = new WeakMap<Language, GrammarNames>();

/** The names of a grammar, which are read from it once. */
export function namesOf(language: Language): GrammarNames {
  const names = known.get(language) ?? new GrammarNames(language);
  known.set(language, names);
  return names;
}

export class GrammarNames {
  private readonly types: readonly string[];
  private readonly named: readonly boolean[];
  private readonly extras: readonly boolean[];
  private readonly namedTypes: ReadonlySet<string>;
  private readonly fields: readonly (string | null)[];

  constructor(language: Language) {
    this.types = language.types;
    this.named = language.types.map((_, type) => language.nodeTypeIsNamed(type));
    this.extras = language.types.map((type) => extraTypes.test(type));
    this.namedTypes = new Set(this.types.filter((_, type) => this.named[type]));
    this.fields = language.fields;
  }

  typeOf(kind: number): string {
    return this.types[kind & typeMask] ?? 'ERROR';
  }

  /** The kinds of these types, whatever the field. */
  kindsOf(types: ReadonlySet<string>): { has(kind: number): boolean } {
    const isWanted = this.types.map((type) => types.has(type));
    const areErrorsWanted = types.has('ERROR');
    return { has: (kind) => isWanted[kind & typeMask] ?? areErrorsWanted };
  }

  /** Errors are named, although no grammar knows them. */
  isNamed(kind: number): boolean {
    return this.named[kind & typeMask] ?? true;
  }

  /** Errors are, now and then. */
  mayBeExtra(kind: number): boolean {
    return this.extras[kind & typeMask] ?? true;
  }

  /** Whether nodes of a tree can be of this type, by name. */
  hasNamed(type: string): boolean {
    return this.namedTypes.has(type);
  }

  fieldOf(kind: number): string | undefined {
    return this.fields[(kind >> fieldShift) & fieldMask] ?? undefined;
  }

  isExtra(kind: number): boolean {
    return (kind & extraBit) !== 0;
  }
}

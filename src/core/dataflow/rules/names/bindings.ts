// What binds names in one file.
import type { GrammarNames } from '../../../syntax/grammarNames';
import type { SyntaxNode, SyntaxTree } from '../../../syntax/syntaxTree';
import { patternsOfQuery } from '../queryText';
import { PatternSet } from '../patternSet';
import { compilePattern, type TreePattern } from '../treePattern';
import type { Imports, NameProfile } from './nameProfile';
import { ScopedBindings } from './scopedBindings';

/** One place that gives a name a meaning, and where in the file it holds. */
export interface Binding {
  readonly scope: { readonly start: number; readonly end: number };
  readonly meaning: Meaning;
}

export type Meaning =
  | { readonly kind: 'import'; readonly qualified: string }
  | { readonly kind: 'value'; readonly type: SyntaxNode | undefined; readonly value: SyntaxNode | undefined }
  /** A property that is taken out of an object. */
  | { readonly kind: 'property'; readonly object: SyntaxNode; readonly name: string }
  | { readonly kind: 'parameter'; readonly type: SyntaxNode | undefined; readonly node: SyntaxNode }
  | { readonly kind: 'class'; readonly name: string }
  | { readonly kind: 'function'; readonly type: SyntaxNode | undefined; readonly name: SyntaxNode };

export interface FileBindings extends Imports {
  /** What binds a name, by where that holds; fields of the own object under `self.name`. */
  readonly named: (name: string) => ScopedBindings;
  /** Qualified names of everything that is imported. */
  readonly imports: readonly string[];
  /** Supertypes of the file's classes, as expressions. */
  readonly supertypes: ReadonlyMap<string, readonly SyntaxNode[]>;
  /** Names that stand alone as an argument of a call. */
  readonly argumentsByName: ReadonlyMap<string, readonly SyntaxNode[]>;
}

class Collector implements FileBindings {
  private readonly pending = new Map<string, Pending[]>();
  private readonly bindings = new Map<string, ScopedBindings>();
  readonly wildcards: string[] = [];
  readonly imports: string[] = [];
  readonly supertypes = new Map<string, SyntaxNode[]>();
  readonly argumentsByName = new Map<string, SyntaxNode[]>();

  constructor(private readonly profile: NameProfile) {}

  add(named: ReadonlyMap<string, SyntaxNode>): void {
    const argument = named.get('argument');
    if (argument !== undefined) pushTo(this.argumentsByName, argument.text, argument);
    else if (isImport(named)) this.addImport(named);
    else if (named.has('class')) this.addClass(named);
    else this.addName(named);
  }

  /** Where the bindings of a name hold is looked up when something asks for the name: of most nothing does. */
  readonly named = (name: string): ScopedBindings => {
    const known = this.bindings.get(name);
    if (known !== undefined) return known;
    const pending = this.pending.get(name) ?? [];
    const declared = pending.filter(({ isAssignment }) => !isAssignment).map((each) => this.bound(each));
    const scopes = new ScopedBindings(declared);
    // An assignment says more of a name that is declared further out.
    const assigned = pending
      .filter(({ isAssignment }) => isAssignment)
      .map((each) => {
        const scope = scopes.at(each.at.startIndex)[0]?.scope;
        return scope === undefined ? this.bound(each) : { scope, meaning: each.meaning };
      });
    const all = assigned.length === 0 ? scopes : new ScopedBindings([...declared, ...assigned]);
    this.bindings.set(name, all);
    return all;
  };

  private bound({ at, meaning, isField, isOwnName }: Pending): Binding {
    const from = isOwnName === true ? (at.parent ?? at) : at;
    const scope = isField === true ? at : from.nearest(this.profile.scopes);
    return { scope: scope === undefined ? { start: 0, end: Infinity } : spanOf(scope), meaning };
  }

  private addImport(named: ReadonlyMap<string, SyntaxNode>): void {
    const imported = this.profile.imported(named);
    const [first] = named.values();
    if (imported === undefined || first === undefined) return;
    const { local, qualified } = imported;
    this.imports.push(qualified);
    if (local === undefined) this.wildcards.push(qualified);
    else this.bind(local, first, { kind: 'import', qualified });
  }

  private addClass(named: ReadonlyMap<string, SyntaxNode>): void {
    const node = named.get('class');
    if (node === undefined) return;
    const known = this.supertypes.get(node.text);
    const parent = named.get('super');
    if (known === undefined) {
      this.bind(node.text, node, { kind: 'class', name: node.text }, true);
      this.supertypes.set(node.text, []);
    }
    if (parent !== undefined) pushTo(this.supertypes, node.text, parent);
  }

  private addName(named: ReadonlyMap<string, SyntaxNode>): void {
    const type = named.get('type');
    const value = named.get('value');
    const assigned = named.get('assigned');
    if (assigned !== undefined) {
      const meaning: Meaning = { kind: 'value', type: undefined, value };
      pushTo(this.pending, assigned.text, { at: assigned, meaning, isAssignment: true });
      return;
    }
    const field = named.get('field');
    const self = named.get('self');
    if (field !== undefined) {
      const isOwn = self === undefined || self.text === this.profile.self;
      const owner = field.nearest(this.profile.classes);
      const meaning: Meaning = { kind: 'value', type, value };
      if (isOwn && owner !== undefined) {
        pushTo(this.pending, `self.${field.text}`, { at: owner, meaning, isField: true });
      }
      return;
    }
    this.addVariable(named, type, value);
  }

  private addVariable(
    named: ReadonlyMap<string, SyntaxNode>,
    type: SyntaxNode | undefined,
    value: SyntaxNode | undefined,
  ): void {
    const parameter = named.get('parameter');
    const fn = named.get('function');
    const name = named.get('name');
    const object = named.get('object');
    const property = named.get('property');
    if (parameter !== undefined) {
      const meaning: Meaning = { kind: 'parameter', type, node: parameter };
      this.bind(parameter.text, parameter, meaning);
    } else if (fn !== undefined) {
      this.bind(fn.text, fn, { kind: 'function', type, name: fn }, true);
    } else if (name !== undefined && object !== undefined && property !== undefined) {
      const meaning: Meaning = { kind: 'property', object, name: property.text };
      this.bind(name.text, name, meaning);
    } else if (name !== undefined) {
      this.bind(name.text, name, { kind: 'value', type, value });
    }
  }

  /**
   * @param at Stands in the scope in which the name holds.
   * @param isOwnName `at` is the name of a scope, and the name holds around that.
   */
  private bind(name: string, at: SyntaxNode, meaning: Meaning, isOwnName = false): void {
    pushTo(this.pending, name, { at, meaning, isOwnName });
  }
}

/** A binding before it is known where it holds. */
interface Pending {
  readonly at: SyntaxNode;
  readonly meaning: Meaning;
  readonly isAssignment?: boolean;
  readonly isField?: boolean;
  readonly isOwnName?: boolean;
}

/** What binds names, as a profile's query says it, for one grammar. */
export class BindingPatterns {
  private readonly patterns: PatternSet;
  private readonly captures: readonly (readonly string[])[];

  /** @throws Error for a query that is outside of what `compilePattern` knows. */
  constructor(
    private readonly profile: NameProfile,
    names: GrammarNames,
  ) {
    const all = patternsOfQuery(profile.bindings);
    this.captures = all.map(({ captures }) => captures);
    this.patterns = new PatternSet(all.map(({ shape }) => compiled(shape, names)));
  }

  /**
   * Reads a file's bindings. Captures of the query: `@import @module @member @alias @default @namespace @wildcard` of
   * imports; `@class @super`; `@function`; `@parameter`; `@name` with `@value`, or with `@object @property`; `@field` of
   * `@self`; `@assigned` to what is declared elsewhere; `@type`; and `@argument`, a name that is handed on.
   */
  read(tree: SyntaxTree): FileBindings {
    const collector = new Collector(this.profile);
    this.patterns.match(tree, (index, match) => {
      const captures = this.captures[index] ?? [];
      collector.add(new Map(match.map(({ name, node }) => [captures[Number(name.slice(1))] ?? '', node])));
    });
    return collector;
  }
}

function compiled(shape: string, names: GrammarNames): TreePattern {
  const pattern = compilePattern(shape, names);
  if (pattern === undefined) throw new Error(`Not a pattern that can be matched: ${shape}`);
  return pattern;
}

/** The bindings of a name that hold at an offset: those of the innermost scope that has any. */
export function bindingsAt(
  { named }: Pick<FileBindings, 'named'>,
  name: string,
  offset: number,
): readonly Binding[] {
  return named(name).at(offset);
}

const importCaptures = ['import', 'module', 'member', 'default', 'namespace', 'wildcard'];

function isImport(named: ReadonlyMap<string, SyntaxNode>): boolean {
  return importCaptures.some((capture) => named.has(capture));
}

function spanOf(node: SyntaxNode): Binding['scope'] {
  return { start: node.startIndex, end: node.endIndex };
}

function pushTo<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

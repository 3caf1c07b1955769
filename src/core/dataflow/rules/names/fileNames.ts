// What the expressions of one file mean, as far as its own text and the libraries' facts say: names and types.
import type { SyntaxNode } from '../../../syntax/syntaxTree';
import { bindingsAt, type FileBindings, type Meaning } from './bindings';
import type { Expression, NameProfile } from './nameProfile';
import type { TypeFacts } from './typeFacts';
import type { WantedNames } from './wantedNames';

/** What an expression may be: something that has a qualified name, or a value of a type. */
export interface Denotation {
  readonly names: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

const nothing: Denotation = { names: new Set(), types: new Set() };
/** Chains of definitions that are followed; longer ones mean nothing. */
const maxDepth = 24;
/** Before the names of the file's own classes, which are not those of a library that is called alike. */
const ownClass = 'own:';

/**
 * Answers by following declarations, initial values and facts, whatever the order of execution: what an expression may
 * be is the union of what any of its definitions makes it.
 */
export class FileNames {
  private readonly known = new Map<number, Denotation>();
  /** What functions of the file give and parameters hold, by the node of the function or parameter. */
  private readonly definitions = new Map<number, Denotation>();
  /** Answers that left out what was open: they hold until the outermost of it is closed. */
  private readonly provisional = new Map<number, { readonly found: Denotation; readonly until: number }>();
  /** How far out each node stands that is being read. */
  private readonly open = new Map<number, number>();
  /** The outermost open node that was left out since the node at hand was opened. */
  private leftOut = Infinity;
  private last: { readonly node: SyntaxNode; readonly expression: Expression } | undefined;

  constructor(
    private readonly bindings: FileBindings,
    private readonly profile: NameProfile,
    private readonly facts: TypeFacts,
  ) {}

  /** Reads each node once for all that depends on it, also where definitions go round in circles (as Tarjan's do). */
  of(node: SyntaxNode): Denotation {
    const known = this.known.get(node.id);
    if (known !== undefined) return known;
    const provisional = this.provisional.get(node.id);
    const depth = this.open.size;
    const cut = provisional?.until ?? this.open.get(node.id) ?? (depth > maxDepth ? 0 : undefined);
    if (cut !== undefined) {
      this.leftOut = Math.min(this.leftOut, cut);
      return provisional?.found ?? nothing;
    }
    const outer = this.leftOut;
    this.leftOut = Infinity;
    this.open.set(node.id, depth);
    const found = this.withFacts(this.read(node));
    this.open.delete(node.id);
    this.keep(node.id, found, depth);
    this.leftOut = Math.min(outer, this.leftOut);
    return found;
  }

  /** Whether an expression may mean one of these names. What a member is called tells most at once that it does not. */
  means(node: SyntaxNode, wanted: WantedNames): boolean {
    const expression = this.known.has(node.id) ? undefined : this.expressionAt(node);
    const isNamedOtherwise =
      expression?.kind === 'member' &&
      !wanted.mayEndWith(expression.name, this.facts) &&
      this.profile.read(expression.object).kind !== 'self';
    return !isNamedOtherwise && wanted.includes(this.of(node).names);
  }

  /** Patterns of one shape ask about one node after the other. */
  private expressionAt(node: SyntaxNode): Expression {
    if (this.last?.node !== node) this.last = { node, expression: this.profile.read(node) };
    return this.last.expression;
  }

  /** A definition that is read once for all uses, unless it depends on what is being read. */
  private defined(id: number, read: () => Denotation): Denotation {
    const known = this.definitions.get(id);
    if (known !== undefined) return known;
    const outer = this.leftOut;
    this.leftOut = Infinity;
    const found = read();
    if (this.leftOut === Infinity) this.definitions.set(id, found);
    this.leftOut = Math.min(outer, this.leftOut);
    return found;
  }

  private keep(id: number, found: Denotation, depth: number): void {
    if (this.leftOut < depth) {
      this.provisional.set(id, { found, until: this.leftOut });
      return;
    }
    this.leftOut = Infinity;
    this.known.set(id, found);
    for (const [each, { until }] of this.provisional) if (until >= depth) this.provisional.delete(each);
  }

  private read(node: SyntaxNode): Denotation {
    const expression = this.expressionAt(node);
    switch (expression.kind) {
      case 'name':
        return this.named(expression.name, node);
      case 'member':
        return this.member(expression.object, expression.name);
      case 'call':
        return union([
          this.called(this.of(expression.callee), expression.arguments),
          this.returned(expression.callee),
        ]);
      case 'method':
        return this.method(expression.object, expression.name, node, expression.arguments);
      case 'new':
        return { names: new Set(), types: this.of(expression.type).names };
      case 'cast':
        return union([this.typed(expression.type), this.of(expression.value)]);
      case 'inside':
        return this.of(expression.value);
      case 'module':
        return nameOnly([expression.name]);
      case 'self':
        return this.self(node);
      case 'other':
        return nothing;
    }
  }

  private named(name: string, at: SyntaxNode): Denotation {
    const bindings = bindingsAt(this.bindings, name, at.startIndex);
    if (bindings.length === 0) return nameOnly(this.profile.unbound(name, this.bindings));
    return union(bindings.map(({ meaning }) => this.meaning(meaning)));
  }

  private meaning(meaning: Meaning): Denotation {
    switch (meaning.kind) {
      case 'import':
        return nameOnly([meaning.qualified]);
      case 'value':
        return union([
          meaning.type === undefined ? nothing : this.typed(meaning.type),
          meaning.value === undefined ? nothing : this.of(meaning.value),
        ]);
      case 'property':
        return this.member(meaning.object, meaning.name);
      case 'parameter':
        return meaning.type === undefined
          ? this.defined(meaning.node.id, () => this.parameter(meaning.node))
          : this.typed(meaning.type);
      case 'class':
        return nameOnly([ownClass + meaning.name]);
      case 'function':
        return nothing;
    }
  }

  private typed(type: SyntaxNode): Denotation {
    const name = this.profile.typeName(type);
    if (name === undefined) return nothing;
    const [first = name, ...rest] = name.split('.');
    const bound = this.named(first, type).names;
    const qualified = [...bound].map((top) => [top, ...rest].join('.'));
    return { names: new Set(), types: new Set(rest.length > 0 ? [...qualified, name] : qualified) };
  }

  private member(object: SyntaxNode, name: string): Denotation {
    const owner = this.of(object);
    const found = nameOnly(this.memberNames(owner, name));
    if (this.profile.read(object).kind !== 'self') return found;
    const fields = bindingsAt(this.bindings, `self.${name}`, object.startIndex);
    const plain = fields.length > 0 ? fields : this.fieldsWithoutSelf(name, object);
    return union([found, ...plain.map(({ meaning }) => this.meaning(meaning))]);
  }

  /** Java declares fields as names of the class's body. */
  private fieldsWithoutSelf(name: string, at: SyntaxNode): ReturnType<typeof bindingsAt> {
    const owner = at.nearest(this.profile.classes);
    const body = owner?.childForFieldName('body');
    return body ? bindingsAt(this.bindings, name, body.startIndex) : [];
  }

  private memberNames({ names, types }: Denotation, name: string): string[] {
    return [...names, ...[...types].flatMap((type) => this.withSupertypes(type))].map(
      (owner) => `${owner}.${name}`,
    );
  }

  private method(
    object: SyntaxNode | undefined,
    name: string,
    at: SyntaxNode,
    given: readonly SyntaxNode[],
  ): Denotation {
    if (object !== undefined) return this.called(nameOnly(this.memberNames(this.of(object), name)), given);
    const own = bindingsAt(this.bindings, name, at.startIndex).map(({ meaning }) => meaning);
    const declared = own.flatMap((meaning) =>
      meaning.kind === 'function' && meaning.type !== undefined ? [this.typed(meaning.type)] : [],
    );
    const imported = own.filter(({ kind }) => kind === 'import').map((meaning) => this.meaning(meaning));
    const inherited = nameOnly(this.memberNames(this.self(at), name));
    return union([...declared, this.called(union([...imported, inherited]), given)]);
  }

  private called({ names }: Denotation, given: readonly SyntaxNode[]): Denotation {
    const canonical = [...names].map((name) => this.facts.canonical(name));
    const types = canonical.flatMap((name) => {
      const type = this.facts.typeOf(name);
      if (type !== undefined) return [type];
      return this.profile.callsConstruct && /(?:^|[.:])[A-Z]\w*$/.test(name) ? [name] : [];
    });
    const [first] = given;
    const passed = canonical.some((name) => this.facts.givesItsArgument(name)) && first !== undefined;
    return union([{ names: new Set(), types: new Set(types) }, passed ? this.of(first) : nothing]);
  }

  /** What a function of this file gives: its declared type, or what its `return` statements give. */
  private returned(callee: SyntaxNode): Denotation {
    const expression = this.profile.read(callee);
    if (expression.kind !== 'name') return nothing;
    const functions = bindingsAt(this.bindings, expression.name, callee.startIndex);
    return union(
      functions.flatMap(({ meaning }) => {
        if (meaning.kind !== 'function') return [];
        if (meaning.type !== undefined) return [this.typed(meaning.type)];
        const fn = meaning.name;
        return [this.defined(fn.id, () => this.returnedBy(fn.parent ?? fn))];
      }),
    );
  }

  private returnedBy(fn: SyntaxNode): Denotation {
    const statements = fn.descendantsOfType('return_statement');
    return union(
      statements.flatMap(({ namedChildren: [value] }) => (value === undefined ? [] : [this.of(value)])),
    );
  }

  private self(at: SyntaxNode): Denotation {
    const name = at.nearest(this.profile.classes)?.childForFieldName('name')?.text;
    return name === undefined ? nothing : { names: new Set(), types: new Set([ownClass + name]) };
  }

  /** A parameter without a type: by what its function is handed to, or by custom. */
  private parameter(node: SyntaxNode): Denotation {
    const fn = node.nearest(this.profile.functions);
    const list = fn?.childForFieldName('parameters') ?? fn?.childForFieldName('parameter');
    if (!fn || !list) return nothing;
    const names = list.type === 'identifier' ? [list.text] : list.namedChildren.map(parameterName);
    const index = names.indexOf(node.text);
    const handed = this.placesHandedTo(fn).flatMap((call) => {
      const expression = this.profile.read(call);
      if (expression.kind !== 'call') return [];
      return [...this.of(expression.callee).names].map(
        (name) => this.facts.callbackTypes(this.facts.canonical(name))?.[index],
      );
    });
    const customary = this.facts.conventions
      .filter(({ parameters, imports }) => names.length > 0 && this.fits(names, parameters, imports))
      .map(({ parameters }) => parameters[node.text]);
    const types = [...handed, ...customary].filter((type) => type !== undefined);
    return { names: new Set(), types: new Set(types) };
  }

  private fits(
    names: readonly string[],
    parameters: Readonly<Record<string, string>>,
    from?: string,
  ): boolean {
    const isImported =
      from === undefined ||
      this.bindings.imports.some((name) => name === from || name.startsWith(`${from}.`));
    return isImported && Object.keys(parameters).every((name) => names.includes(name));
  }

  /** Calls that a function is an argument of, in place or by its name. */
  private placesHandedTo(fn: SyntaxNode): SyntaxNode[] {
    const named = fn.childForFieldName('name') ?? fn.parent?.childForFieldName('name');
    const uses = named ? (this.bindings.argumentsByName.get(named.text) ?? []) : [];
    return [fn, ...uses].flatMap((argument) => {
      const call = argument.parent?.parent;
      return argument.parent?.type === 'arguments' && call ? [call] : [];
    });
  }

  private withFacts({ names, types }: Denotation): Denotation {
    const canonical = new Set([...names].map((name) => this.facts.canonical(name)));
    const all = [...types].flatMap((type) => this.withSupertypes(type));
    for (const name of canonical) {
      const type = this.facts.typeOf(name);
      if (type !== undefined) all.push(...this.withSupertypes(type));
    }
    return { names: canonical, types: new Set(all) };
  }

  /** A type and everything that it is as well. */
  private withSupertypes(type: string): string[] {
    const all = new Set<string>();
    const add = (name: string): void => {
      const canonical = this.facts.canonical(name);
      if (all.has(canonical)) return;
      all.add(canonical);
      for (const parent of this.facts.directSupertypes(canonical)) add(parent);
      if (!canonical.startsWith(ownClass)) return;
      for (const parent of this.bindings.supertypes.get(canonical.slice(ownClass.length)) ?? []) {
        for (const qualified of this.superNames(parent)) add(qualified);
      }
    };
    add(type);
    return [...all];
  }

  private superNames(node: SyntaxNode): Iterable<string> {
    return this.of(node).names;
  }
}

function parameterName(node: SyntaxNode): string {
  const inner =
    node.childForFieldName('pattern') ?? node.childForFieldName('name') ?? node.childForFieldName('left');
  return (inner ?? (node.type === 'typed_parameter' ? node.namedChildren[0] : undefined) ?? node).text;
}

function nameOnly(names: Iterable<string>): Denotation {
  return { names: new Set(names), types: new Set() };
}

function union(all: readonly Denotation[]): Denotation {
  if (all.length === 1 && all[0] !== undefined) return all[0];
  return {
    names: new Set(all.flatMap(({ names }) => [...names])),
    types: new Set(all.flatMap(({ types }) => [...types])),
  };
}

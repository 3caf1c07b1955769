// Patterns in the parser's query language, matched against copied trees. Of the language this is the part that has one
// meaning without the parser's own machine: types, `_`, fields, captures, alternatives, anchors, optional children.
import type { GrammarNames } from '../../syntax/grammarNames';
import type { SyntaxNode } from '../../syntax/syntaxTree';
import { tokensOf } from './queryText';

/** One way in which a pattern matches: what it captures, in the order of the pattern. */
export type Match = readonly Captured[];

export interface Captured {
  readonly name: string;
  readonly node: SyntaxNode;
}

/** A compiled pattern. */
export interface TreePattern {
  /** Types of the nodes that it may match; undefined for any. */
  readonly types: readonly string[] | undefined;
  readonly hasCaptures: boolean;
  /** All ways in which it matches at this node. */
  matchesAt(node: SyntaxNode): readonly Match[];
}

/** @returns undefined for what is outside of the part that is known here, and for what is no pattern. */
export function compilePattern(text: string, names: GrammarNames): TreePattern | undefined {
  try {
    const reader = new PatternReader(tokensOf(text), names);
    const pattern = reader.pattern();
    return reader.isAtEnd ? pattern : undefined;
  } catch (error) {
    if (error instanceof NotKnown) return undefined;
    throw error;
  }
}

class NotKnown extends Error {}

const nothing: Match = [];
const once: readonly Match[] = [nothing];
const never: readonly Match[] = [];

interface Step {
  readonly pattern: TreePattern;
  readonly field: string | undefined;
  readonly isOptional: boolean;
  /** No named node stands between the one before, or the beginning, and this one. */
  readonly isNext: boolean;
}

class PatternReader {
  private at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly names: GrammarNames,
  ) {}

  get isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  pattern(): TreePattern {
    let pattern = this.bare();
    for (let token = this.tokens[this.at]; token?.startsWith('@') === true; token = this.tokens[this.at]) {
      pattern = new Capturing(pattern, token.slice(1));
      this.at++;
    }
    return pattern;
  }

  private bare(): TreePattern {
    const token = this.next();
    if (token === '(') return this.inParentheses();
    if (token === '[') return this.alternatives();
    if (token.startsWith('"')) return new OfType(JSON.parse(token) as string, false, [], false);
    if (token === '_') return new OfType(undefined, false, [], false);
    throw new NotKnown();
  }

  private inParentheses(): TreePattern {
    const head = this.tokens[this.at] ?? '';
    if (head === '(' || head === '[') {
      const inner = this.pattern();
      this.expect(')');
      return inner;
    }
    this.at++;
    if (head !== '_' && !this.names.hasNamed(head)) throw new NotKnown();
    const steps: Step[] = [];
    let isNext = false;
    for (let token = this.tokens[this.at]; token !== ')'; token = this.tokens[this.at]) {
      if (token === '.') {
        isNext = true;
        this.at++;
        continue;
      }
      steps.push(this.step(isNext));
      isNext = false;
    }
    this.at++;
    return new OfType(head === '_' ? undefined : head, true, steps, isNext);
  }

  private step(isNext: boolean): Step {
    const token = this.tokens[this.at] ?? '';
    const field = /^[A-Za-z_]\w*:$/.test(token) ? token.slice(0, -1) : undefined;
    if (field !== undefined) this.at++;
    let pattern = this.bare();
    const isOptional = this.tokens[this.at] === '?';
    if (isOptional) this.at++;
    for (let name = this.tokens[this.at]; name?.startsWith('@') === true; name = this.tokens[this.at]) {
      pattern = new Capturing(pattern, name.slice(1));
      this.at++;
    }
    return { pattern, field, isOptional, isNext };
  }

  private alternatives(): TreePattern {
    const options: TreePattern[] = [];
    while (this.tokens[this.at] !== ']') options.push(this.pattern());
    this.at++;
    return new AnyOf(options);
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new NotKnown();
    return token;
  }

  private expect(token: string): void {
    if (this.next() !== token) throw new NotKnown();
  }
}

class OfType implements TreePattern {
  readonly types: readonly string[] | undefined;
  readonly hasCaptures: boolean;

  constructor(
    private readonly type: string | undefined,
    private readonly isNamed: boolean,
    private readonly steps: readonly Step[],
    /** No named node follows the last step. */
    private readonly isClosed: boolean,
  ) {
    this.types = type === undefined ? undefined : [type];
    this.hasCaptures = steps.some(({ pattern }) => pattern.hasCaptures);
  }

  matchesAt(node: SyntaxNode): readonly Match[] {
    if (!this.fits(node)) return never;
    return this.steps.length === 0 ? once : this.below(node.children, 0, 0);
  }

  private fits(node: SyntaxNode): boolean {
    if (this.type !== undefined) return node.type === this.type && node.isNamed === this.isNamed;
    return node.type !== 'ERROR' && (node.isNamed || !this.isNamed);
  }

  /** Ways in which the steps from the given one on match children from a position on. */
  private below(children: readonly SyntaxNode[], index: number, from: number): readonly Match[] {
    const step = this.steps[index];
    if (step === undefined) return this.isClosed && hasNamed(children, from) ? never : once;
    const found: Match[] = [];
    for (let at = from; at < children.length; at++) {
      const child = children[at];
      if (child === undefined) break;
      for (const own of matchesOfStep(step, child)) {
        for (const rest of this.below(children, index + 1, at + 1)) found.push(joined(own, rest));
      }
      const isSettled = found.length > 0 && !this.hasCaptures;
      if (isSettled || (step.isNext && child.isNamed)) break;
    }
    return found.length === 0 && step.isOptional ? this.below(children, index + 1, from) : found;
  }
}

function matchesOfStep({ field, pattern }: Step, child: SyntaxNode): readonly Match[] {
  return field === undefined || field === child.field ? pattern.matchesAt(child) : never;
}

function hasNamed(children: readonly SyntaxNode[], from: number): boolean {
  return children.some((child, at) => at >= from && child.isNamed);
}

function joined(a: Match, b: Match): Match {
  if (a.length === 0) return b;
  return b.length === 0 ? a : [...a, ...b];
}

class AnyOf implements TreePattern {
  readonly types: readonly string[] | undefined;
  readonly hasCaptures: boolean;

  constructor(private readonly options: readonly TreePattern[]) {
    const types = options.map((option) => option.types);
    this.types = types.every((each) => each !== undefined) ? types.flat() : undefined;
    this.hasCaptures = options.some((option) => option.hasCaptures);
  }

  matchesAt(node: SyntaxNode): readonly Match[] {
    const found = this.options.flatMap((option) => option.matchesAt(node));
    return this.hasCaptures ? found : found.slice(0, 1);
  }
}

class Capturing implements TreePattern {
  readonly types: readonly string[] | undefined;
  readonly hasCaptures = true;

  constructor(
    private readonly inner: TreePattern,
    private readonly name: string,
  ) {
    this.types = inner.types;
  }

  matchesAt(node: SyntaxNode): readonly Match[] {
    const inner = this.inner.matchesAt(node);
    if (inner.length === 0) return never;
    const own: Match = [{ name: this.name, node }];
    return inner.map((match) => joined(own, match));
  }
}

// What the operators have to know of a language.
import type { Node } from 'web-tree-sitter';

/** Two operands and the sign between them. */
export interface Binary {
  readonly left: Node;
  readonly token: Node;
  readonly right: Node;
}

/** For each sign those that are often meant instead, the likeliest first. */
export type Signs = Readonly<Record<string, readonly string[]>>;

export interface MutationProfile {
  /** Types of nodes. */
  readonly types: {
    readonly integer: string;
    readonly call: RegExp;
    readonly attribute: string;
    readonly subscript: string;
    /** What needs no parentheses to be an operand. */
    readonly oneThing: RegExp;
    /** What a number may be added to. */
    readonly countable: RegExp;
    /** What may be put into a call. */
    readonly wrappable: RegExp;
    /** What another expression may stand for. */
    readonly likely: RegExp;
    /** Statements that have no statements in them. */
    readonly simple: RegExp;
    readonly construct: RegExp;
    /** A list of statements in which one may be added or left out. */
    readonly suite: RegExp;
  };
  readonly comparisons: Signs;
  readonly arithmetic: Signs;
  comparison(node: Node): Binary | undefined;
  binary(node: Node): Binary | undefined;
  /** The sign of `a += b`. */
  augmented(node: Node): Node | undefined;
  logic(node: Node): Binary | undefined;
  /** `and` for `or`, and the other way round. */
  otherLogic(token: string): readonly string[];
  /** Of `not a` and `-a`: the operand. */
  negated(node: Node): Node | undefined;
  signed(node: Node): Node | undefined;
  isCondition(node: Node): boolean;
  /** Of what an attribute or item is taken. */
  baseOf(node: Node): Node | undefined;
  /** Exactly one of these names an attribute. */
  attributeOf(node: Node): { readonly object: Node; readonly name: Node } | undefined;
  /** Texts. */
  readonly words: {
    readonly and: string;
    readonly or: string;
    readonly yes: string;
    readonly no: string;
    /** Of a text that stands without parentheses. */
    not(text: string): string;
    isNothing(text: string): string;
    isSomething(text: string): string;
    /** The larger or smaller of two. */
    bounds(a: string, b: string): readonly string[];
    /** A statement of its own. */
    statement(text: string): string;
    /** A statement that does nothing. */
    readonly nothing: string;
  };
  /** Other constants, with how often they are meant. */
  constants(node: Node): readonly (readonly [text: string, weight: number])[];
  isEmptyList(node: Node): boolean;
  readonly exceptions: readonly string[];
  isNamedException(node: Node): boolean;
  isRead(node: Node): boolean;
  isUsedValue(node: Node): boolean;
  /** Whether it is what a statement returns, or assigns to a variable. */
  isReturnedOrAssigned(node: Node): boolean;
  isTarget(node: Node): boolean;
  isCalled(node: Node): boolean;
  /** Parts of a sequence, the likeliest three first. */
  cuts(text: string, variables: readonly string[]): readonly string[];
  mayBeCut(node: Node): boolean;
  /** Bounds of a part of a sequence, each of which may be dropped. */
  boundsOf(node: Node): readonly Node[];
  /** Names of functions that are confused. */
  readonly alike: readonly (readonly string[])[];
  /** Calls in which a value may have to be put. */
  wrapped(text: string, operand: string): readonly string[];
  /** The name that is called, also where it is that of a method. */
  calledName(node: Node): Node | undefined;
  argumentsOf(
    node: Node,
  ): { readonly list: Node; readonly all: readonly Node[]; readonly plain: readonly Node[] } | undefined;
  /** Whether a call with one argument may be one too many. */
  mayBeDropped(called: Node): boolean;
  /** Other texts for the arguments of a call with one of them. */
  otherArguments(called: Node, only: Node): readonly string[];
  /** Whether it only describes: neither moved nor dropped. */
  isDescription(node: Node): boolean;
  /** The statements of the body of a construct. */
  lastOf(construct: Node): Node | undefined;
  /** The construct whose body a statement ends. */
  constructAround(node: Node): Node | undefined;
  /** The text from the statement to the end of its construct, with it behind; undefined where it is moved by its column alone. */
  movedOut?(node: Node, outer: Node, source: string): { readonly from: number; readonly text: string };
  movedIn?(node: Node, last: Node, source: string): { readonly from: number; readonly text: string };
}

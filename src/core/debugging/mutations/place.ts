// What the operators know of the place where they are asked for changes.
import type { Node } from 'web-tree-sitter';
import type { Mutation } from './mutation';
import type { MutationProfile } from './mutationProfile';

export interface Place {
  readonly source: string;
  readonly language: MutationProfile;
  /** Names that can be read here, the nearest scope first. */
  readonly variables: readonly string[];
  /** Expressions of the same function: what a fix needs often stands near by. */
  readonly expressions: readonly string[];
  /** Attributes that the file uses, in the order of their first use. */
  readonly attributes: readonly string[];
}

/** All changes of one kind at a node, which may be none. */
export type Operator = (node: Node, place: Place) => Mutation[];

/** Another text in the place of a node. */
export function instead(node: Node, text: string, operator: string, weight: number): Mutation {
  return { operator, from: node.startIndex, to: node.endIndex, text, weight };
}

/** The text of an expression as an operand: in parentheses unless it is one thing. */
export function operand(node: Node, { types }: MutationProfile): string {
  return types.oneThing.test(node.type) ? node.text : `(${node.text})`;
}

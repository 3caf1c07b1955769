// All small changes of a file at the blocks that are under suspicion.
import type { Node } from 'web-tree-sitter';
import type { SourceModel } from '../../syntax/model';
import { BlockPlaces } from '../blockPlaces';
import { argumentMutations, calledMutations, wrapperMutations } from './callMutations';
import type { Mutation } from './mutation';
import type { MutationProfile } from './mutationProfile';
import {
  arithmeticMutations,
  comparisonMutations,
  conditionMutations,
  logicMutations,
} from './operatorMutations';
import type { Operator } from './place';
import { Names } from './scope';
import { statementMutations } from './statementMutations';
import {
  attributeMutations,
  constantMutations,
  exceptionMutations,
  joinedMutations,
  nearbyMutations,
  offsetMutations,
  sliceMutations,
  variableMutations,
} from './valueMutations';

const operators: readonly Operator[] = [
  comparisonMutations,
  arithmeticMutations,
  logicMutations,
  conditionMutations,
  constantMutations,
  exceptionMutations,
  offsetMutations,
  joinedMutations,
  nearbyMutations,
  variableMutations,
  attributeMutations,
  sliceMutations,
  calledMutations,
  argumentMutations,
  wrapperMutations,
  statementMutations,
];

export interface MutationInBlock extends Mutation {
  /** Index of the block in the model. */
  readonly block: number;
}

/** A file that has been parsed. */
export interface MutableSource {
  readonly root: Node;
  readonly source: string;
  readonly model: SourceModel;
}

/** The changes at the given blocks, in the order of the text; the same text is made once. */
export function mutationsAt(
  { root, source, model }: MutableSource,
  blocks: ReadonlySet<number>,
  language: MutationProfile,
): MutationInBlock[] {
  const places = new BlockPlaces(model, source);
  const names = new Names(model);
  const expressions = expressionsByFunction(root, places, model, language);
  const attributes = [
    ...new Set(
      root.descendantsOfType(language.types.attribute).flatMap((node) => {
        return language.attributeOf(node)?.name.text ?? [];
      }),
    ),
  ];
  const found = new Map<string, MutationInBlock>();
  for (const node of nodesOf(root)) {
    const block = places.blockAt(node.startIndex);
    if (block === undefined || !blocks.has(block)) continue;
    const owner = model.blocks[block]?.functionIndex ?? 0;
    const place = {
      source,
      language,
      variables: names.variablesOf(owner),
      expressions: expressions.get(owner) ?? [],
      attributes,
    };
    for (const operator of operators) {
      for (const mutation of operator(node, place)) {
        const key = `${mutation.from}:${mutation.to}:${mutation.text}`;
        if (!found.has(key)) found.set(key, { ...mutation, block });
      }
    }
  }
  return [...found.values()];
}

const mostExpressions = 10;
const longestExpression = 40;

/** Short parts and attributes of values that each function reads, by its index. */
function expressionsByFunction(
  root: Node,
  places: BlockPlaces,
  model: SourceModel,
  { types }: MutationProfile,
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const { text, startIndex } of root.descendantsOfType([types.subscript, types.attribute])) {
    const block = places.blockAt(startIndex);
    const owner = block === undefined ? undefined : model.blocks[block]?.functionIndex;
    if (owner === undefined || text.length > longestExpression) continue;
    const texts = found.get(owner) ?? [];
    if (!texts.includes(text) && texts.length < mostExpressions) texts.push(text);
    found.set(owner, texts);
  }
  return found;
}

function* nodesOf(root: Node): Generator<Node> {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    stack.push(...node.namedChildren.filter((child) => child.type !== 'string' && !child.isExtra).reverse());
  }
}

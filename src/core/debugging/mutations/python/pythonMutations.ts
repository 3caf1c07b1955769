// All small changes of a Python file at the blocks that are under suspicion.
import type { Node } from 'web-tree-sitter';
import type { SourceModel } from '../../../syntax/model';
import { blocksByLine } from '../../blockLines';
import type { Mutation } from '../mutation';
import { Names } from '../scope';
import { argumentMutations, calledMutations, wrapperMutations } from './callMutations';
import type { Operator } from './context';
import {
  arithmeticMutations,
  comparisonMutations,
  conditionMutations,
  logicMutations,
} from './operatorMutations';
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

/** The changes at the given blocks, in the order of the text; the same text is made once. */
export function pythonMutations(
  root: Node,
  source: string,
  model: SourceModel,
  blocks: ReadonlySet<number>,
): MutationInBlock[] {
  const byLine = blocksByLine(model);
  const names = new Names(model);
  const expressions = expressionsByFunction(root, byLine, model);
  const attributes = [
    ...new Set(
      root.descendantsOfType('attribute').flatMap((node) => node.childForFieldName('attribute')?.text ?? []),
    ),
  ];
  const found = new Map<string, MutationInBlock>();
  for (const node of nodesOf(root)) {
    const block = (byLine.get(node.startPosition.row + 1) ?? []).find((index) => blocks.has(index));
    if (block === undefined) continue;
    const owner = model.blocks[block]?.functionIndex ?? 0;
    const place = {
      source,
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
  byLine: ReadonlyMap<number, readonly number[]>,
  model: SourceModel,
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const { text, startPosition } of root.descendantsOfType(['subscript', 'attribute'])) {
    const block = byLine.get(startPosition.row + 1)?.[0];
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

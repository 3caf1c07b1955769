// Programs that differ a little from one in which a rule finds something, and in which it has to find nothing.
import type { SyntaxNode } from '../../syntax/syntaxTree';
import { LineIndex } from '../../text/lineIndex';
import type { FlowFinding, SourceFile } from '../model';

export interface NearMiss {
  readonly text: string;
  /** What was changed, in words. */
  readonly change: string;
}

const callTypes = [
  'call',
  'call_expression',
  'method_invocation',
  'new_expression',
  'object_creation_expression',
];
const otherName = 'other_than_this';

/** With a constant in place of the source, and with another function in place of the one of the sink. */
export function nearMisses(file: SourceFile, { source, sink }: FlowFinding): NearMiss[] {
  const sourceNode = nodeAt(file, source.range.start, source.range.end);
  const callee = calleeAround(nodeAt(file, sink.range.start, sink.range.end));
  return [
    ...(sourceNode === undefined || isDeclared(sourceNode)
      ? []
      : [
          {
            text: replaced(file.text, sourceNode, '"constant"'),
            change: `"constant" instead of ${sourceNode.text}`,
          },
        ]),
    ...(callee === undefined
      ? []
      : [{ text: replaced(file.text, callee, otherName), change: `${otherName} instead of ${callee.text}` }]),
  ];
}

type Point = FlowFinding['source']['range']['start'];

function nodeAt({ text, tree }: SourceFile, start: Point, end: Point): SyntaxNode | undefined {
  const lines = new LineIndex(text);
  let node: SyntaxNode | null = tree.rootNode.descendantForIndex(lines.offsetAt(start), lines.offsetAt(end));
  while (node?.isNamed === false) node = node.parent;
  return node ?? undefined;
}

/** The name of a parameter: nothing can stand in its place. */
function isDeclared(node: SyntaxNode): boolean {
  return /parameter/.test(node.parent?.type ?? '') || /parameter/.test(node.type);
}

/** What an argument may stand in within a call. */
const withinArguments = /argument|list|array|tuple|pair|dictionary|object|spread|splat|parenthesized/;

/** The last name of what is called with a node as an argument. */
function calleeAround(start: SyntaxNode | undefined): SyntaxNode | undefined {
  for (let node = start?.parent ?? null; node !== null; node = node.parent) {
    if (!callTypes.includes(node.type)) {
      if (withinArguments.test(node.type)) continue;
      return undefined;
    }
    const called = ['function', 'name', 'constructor', 'type'].flatMap(
      (field) => node.childForFieldName(field) ?? [],
    );
    const names =
      called[0]?.descendantsOfType(['identifier', 'property_identifier', 'type_identifier']) ?? [];
    return names.at(-1) ?? undefined;
  }
  return undefined;
}

function replaced(text: string, { startIndex, endIndex }: SyntaxNode, by: string): string {
  return text.slice(0, startIndex) + by + text.slice(endIndex);
}

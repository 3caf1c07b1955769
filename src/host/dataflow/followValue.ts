// Where one value comes from, and where it goes: the engine's paths, with the place pointed at as one end.
import path from 'node:path';
import type { SyntaxNode } from '../../core/syntax/syntaxTree';
import type { FlowFinding, RoleMatch, SourceFile } from '../../core/dataflow/model';
import { RuleMatcher } from '../../core/dataflow/rules/ruleMatcher';
import { readRuleSet, type RuleText } from '../../core/dataflow/rules/ruleSet';
import { LineIndex } from '../../core/text/lineIndex';
import type { Position } from '../../core/text/position';
import type { FlowService, FlowWatching } from './flowService';

export interface PointedValue {
  /** Absolute. */
  readonly file: string;
  readonly position: Position;
  readonly direction: 'from' | 'to';
}

const rule = 'explore';
/** Paths that are worth a reader's time. */
const maxFindings = 100;

/**
 * Follows the value of the name at a place. Without a name there, there are no findings.
 * @param ends Documents that say where values begin and end.
 */
export async function followValue(
  service: FlowService,
  ends: readonly RuleText[],
  pointed: PointedValue,
  request: { readonly paths: readonly string[]; readonly root: string },
  watching: FlowWatching,
): Promise<{ name?: string; findings: readonly FlowFinding[] }> {
  const matcher = new RuleMatcher(readRuleSet(ends));
  let name: string | undefined;
  const matches = (file: SourceFile): RoleMatch[] => {
    const here =
      path.resolve(file.path) === path.resolve(pointed.file) ? nameAt(file, pointed.position) : undefined;
    name ??= here?.text;
    const wanted = pointed.direction === 'from' ? 'source' : 'sink';
    const others = matcher.matches(file).filter(({ role }) => role === wanted);
    const own = wanted === 'source' ? 'sink' : 'source';
    return [
      ...others.map((match) => ({ ...match, rule })),
      ...(here === undefined ? [] : [{ start: here.start, end: here.end, role: own, rule } as const]),
    ];
  };
  const all = await service.runWith({ ...request, cwd: request.root }, matches, watching);
  const isOwnPlace = ({ source, sink }: FlowFinding): boolean =>
    source.file === sink.file &&
    source.line === sink.line &&
    source.range.start.column === sink.range.start.column;
  const findings = all.filter((finding) => !isOwnPlace(finding)).slice(0, maxFindings);
  return { ...(name !== undefined && { name }), findings };
}

function nameAt(
  { text, tree }: SourceFile,
  position: Position,
): { start: number; end: number; text: string } | undefined {
  const offset = new LineIndex(text).offsetAt(position);
  for (const at of [offset, offset - 1]) {
    const node = at < 0 ? null : tree.rootNode.descendantForIndex(at);
    if (node !== null && /identifier/.test(node.type)) {
      const { startIndex: start, endIndex: end } = assignedTo(node) ?? node;
      return { start, end, text: node.text };
    }
  }
  return undefined;
}

/** What a name that is declared or assigned at this place is given: the value, not the name, is what flows. */
export function assignedTo(name: SyntaxNode): SyntaxNode | undefined {
  const { parent } = name;
  const target = parent?.childForFieldName('name') ?? parent?.childForFieldName('left');
  const value = parent?.childForFieldName('value') ?? parent?.childForFieldName('right');
  return target?.id === name.id && value ? value : undefined;
}

// What checks are given, and what they say.
import type { Node } from 'web-tree-sitter';
import type { ParsedVersion } from '../changedParts';
import type { SourceFunction } from '../../syntax/model';

export type CheckKind = 'missing-await' | 'unclosed-resource' | 'lost-branch' | 'unhandled-case';

/** `derived` where the code shows it; `claimed` where it depends on code that is not looked at. */
export interface Remark {
  readonly kind: CheckKind;
  readonly level: 'derived' | 'claimed';
  /** Dotted path. */
  readonly function: string;
  /** Of the new version, 0-based. */
  readonly line: number;
  readonly title: string;
  readonly message: string;
}

/** Looks at one version; what it says of the old one too is not new. */
export type VersionCheck = (version: ParsedVersion) => Remark[];

/** Looks at what became of the old version. */
export type ChangeCheck = (old: ParsedVersion, now: ParsedVersion) => Remark[];

/** All nodes of some types below a node, itself included, in source order. */
export function nodesOf(root: Node, types: ReadonlySet<string>): Node[] {
  return root.descendantsOfType([...types]);
}

/** The innermost named function around a node; the module where there is none. */
export function functionAround(node: Node, { model, document }: ParsedVersion): SourceFunction | undefined {
  const { line, column } = document.lineIndex.positionAt(node.startIndex);
  const holds = ({ range: { start, end } }: SourceFunction): boolean =>
    (start.line < line || (start.line === line && start.column <= column)) &&
    (line < end.line || (line === end.line && column < end.column));
  const around = model.functions.filter(
    (fn) => (fn.kind === 'function' || fn.kind === 'method') && holds(fn),
  );
  return around.reduce(
    (best, fn) => (best === undefined || isLater(fn, best) ? fn : best),
    model.functions[0],
  );
}

function isLater(a: SourceFunction, b: SourceFunction): boolean {
  if (b.kind === 'module') return true;
  const [first, second] = [a.range.start, b.range.start];
  return first.line > second.line || (first.line === second.line && first.column >= second.column);
}

// All patterns that are looked for in files of one grammar, as one query of the shapes that they share.
import { Query, type Language, type Node, type QueryMatch } from 'web-tree-sitter';
import type { FileNames } from './names/fileNames';
import { matchesInParts } from './matchesInParts';
import { CapturedNodes, checkOf, inOrderOfCost, type Check } from './predicates';
import { patternsOfQuery } from './queryText';

/** A match of one query, by the query's text. */
export type OnMatch = (query: string, nodes: CapturedNodes) => void;

interface Candidate {
  readonly query: string;
  readonly captures: readonly string[];
  readonly checks: readonly Check[];
}

export class ShapeIndex {
  private readonly query: Query | undefined;
  /** By index of the shape in the query. */
  private readonly candidates: readonly (readonly Candidate[])[];

  /** Queries that do not fit the grammar are left out; `checkQueries` tells of them. */
  constructor(language: Language, queries: Iterable<string>) {
    const byShape = new Map<string, Candidate[]>();
    for (const query of new Set(queries)) addTo(byShape, query);
    const { query, shapes } = compiled(language, [...byShape.keys()]);
    this.query = query;
    this.candidates = shapes.map((shape) => byShape.get(shape) ?? []);
  }

  /** Tells every match in a tree. */
  match(root: Node, names: () => FileNames, onMatch: OnMatch): void {
    if (this.query === undefined) return;
    for (const { patternIndex, captures } of matchesInParts(this.query, root, 4000)) {
      let nodes: CapturedNodes | undefined;
      let named: readonly string[] | undefined;
      for (const candidate of this.candidates[patternIndex] ?? []) {
        if (nodes === undefined || named !== candidate.captures) {
          nodes = capturedNodes(captures, candidate.captures);
          named = candidate.captures;
        }
        const found = nodes;
        if (candidate.checks.every((check) => check(found, names))) onMatch(candidate.query, found);
      }
    }
  }
}

/** @param names Of the captures by their number. */
function capturedNodes(captures: QueryMatch['captures'], names: readonly string[]): CapturedNodes {
  const nodes = new Map<string, Node[]>();
  for (const { name, node } of captures) {
    const own = names[Number(name.slice(1))] ?? '';
    const list = nodes.get(own);
    if (list === undefined) nodes.set(own, [node]);
    else list.push(node);
  }
  return new CapturedNodes(nodes);
}

function addTo(byShape: Map<string, Candidate[]>, query: string): void {
  for (const { shape, captures, predicates } of patternsOfQuery(query)) {
    try {
      const known = byShape.get(shape) ?? [];
      // One array for all that name their captures alike: what is captured is then sorted once.
      const alike = known.find((each) => each.captures.join() === captures.join());
      const checks = inOrderOfCost(predicates).map(checkOf);
      byShape.set(shape, [...known, { query, captures: alike?.captures ?? captures, checks }]);
    } catch {
      // A regular expression that is none; told by `checkQueries`.
    }
  }
}

function compiled(
  language: Language,
  shapes: readonly string[],
): { query: Query | undefined; shapes: readonly string[] } {
  if (shapes.length === 0) return { query: undefined, shapes };
  try {
    return { query: new Query(language, shapes.join('\n')), shapes };
  } catch {
    const fitting = shapes.filter((shape) => fits(language, shape));
    return fitting.length < shapes.length ? compiled(language, fitting) : { query: undefined, shapes: [] };
  }
}

function fits(language: Language, shape: string): boolean {
  try {
    new Query(language, shape).delete();
    return true;
  } catch {
    return false;
  }
}

// All patterns that are looked for in files of one grammar, those of one shape together.
import { Query, type Language } from 'web-tree-sitter';
import type { SyntaxNode, SyntaxTree } from '../../syntax/syntaxTree';
import type { FileNames } from './names/fileNames';
import type { TypeFacts } from './names/typeFacts';
import { matchesInParts } from './matchesInParts';
import { CapturedNodes, checkOf, inOrderOfCost, type Check } from './predicates';
import { patternsOfQuery } from './queryText';
import { Vocabulary, type Words } from './words';
import { PatternSet, type Places } from './patternSet';
import { compilePattern, type Match, type TreePattern } from './treePattern';

/** A match of one query, by the query's text. */
export type OnMatch = (query: string, nodes: CapturedNodes) => void;

interface Candidate {
  readonly query: string;
  readonly captures: readonly string[];
  readonly checks: readonly Check[];
}

export class ShapeIndex {
  private readonly patterns: PatternSet;
  /** By index of the pattern. */
  private readonly candidates: (readonly Candidate[])[] = [];
  private readonly vocabulary: Vocabulary;
  /** Shapes that only the parser's own matcher knows how to look for. */
  private readonly others: { readonly query: Query; readonly candidates: readonly Candidate[] }[] = [];

  /** Queries that do not fit the grammar are left out; `checkQueries` tells of them. */
  constructor(
    { language, names }: Pick<SyntaxTree, 'language' | 'names'>,
    queries: Iterable<string>,
    facts: TypeFacts,
  ) {
    const byShape = new Map<string, Candidate[]>();
    for (const query of new Set(queries)) addTo(byShape, query, facts);
    const patterns: TreePattern[] = [];
    for (const [shape, candidates] of byShape) {
      const pattern = compilePattern(shape, names);
      if (pattern !== undefined) {
        patterns.push(pattern);
        this.candidates.push(candidates);
        continue;
      }
      const query = queryFrom(language, shape);
      if (query !== undefined) this.others.push({ query, candidates });
    }
    this.patterns = new PatternSet(patterns);
    const checks = this.candidates.flat().flatMap((candidate) => candidate.checks);
    this.vocabulary = new Vocabulary(checks.flatMap(({ oneOf = [] }) => oneOf));
  }

  /** Tells every match in a tree. */
  match(tree: SyntaxTree, names: () => FileNames, onMatch: OnMatch): void {
    const words = this.vocabulary.wordsIn(tree.text);
    const possible = this.candidates.map((candidates) =>
      candidates.filter(({ checks }) => checks.every((check) => mayHoldIn(words, check))),
    );
    this.patterns.match(
      tree,
      (index, match) => {
        check(possible[index] ?? [], match, names, onMatch);
      },
      (index) => placesFor(possible[index] ?? [], words),
    );
    if (this.others.length > 0) this.matchByParser(tree, names, onMatch);
  }

  private matchByParser(tree: SyntaxTree, names: () => FileNames, onMatch: OnMatch): void {
    const parsed = tree.parse();
    try {
      for (const { query, candidates } of this.others) {
        for (const { captures } of matchesInParts(query, parsed.rootNode, 4000)) {
          const match = captures.flatMap(({ name, node: { startIndex, endIndex, type } }) => {
            const node = tree.nodeAt(startIndex, endIndex, type);
            return node === undefined ? [] : [{ name, node }];
          });
          check(candidates, match, names, onMatch);
        }
      }
    } finally {
      parsed.delete();
    }
  }
}

function mayHoldIn(words: Words, { oneOf }: Check): boolean {
  return oneOf?.some((text) => words.mayHold(text)) ?? true;
}

/** Each match of one of these holds one of the places. */
function placesFor(candidates: readonly Candidate[], words: Words): Places {
  const places = new Set<number>();
  for (const { checks } of candidates) {
    const texts = checks.find(({ isWithin }) => isWithin)?.oneOf;
    if (texts === undefined) return 'anywhere';
    for (const text of texts) {
      const found = words.placesOf(text);
      if (found === undefined) return 'anywhere';
      for (const place of found) places.add(place);
    }
  }
  return [...places].sort((a, b) => a - b);
}

function check(
  candidates: readonly Candidate[],
  match: Match,
  names: () => FileNames,
  onMatch: OnMatch,
): void {
  let nodes: CapturedNodes | undefined;
  let named: readonly string[] | undefined;
  for (const candidate of candidates) {
    if (nodes === undefined || named !== candidate.captures) {
      nodes = capturedNodes(match, candidate.captures);
      named = candidate.captures;
    }
    const found = nodes;
    if (candidate.checks.every(({ holds }) => holds(found, names))) onMatch(candidate.query, found);
  }
}

/** @param names Of the captures by their number. */
function capturedNodes(match: Match, names: readonly string[]): CapturedNodes {
  const nodes = new Map<string, SyntaxNode[]>();
  for (const { name, node } of match) {
    const own = names[Number(name.slice(1))] ?? '';
    const list = nodes.get(own);
    if (list === undefined) nodes.set(own, [node]);
    else list.push(node);
  }
  return new CapturedNodes(nodes);
}

function addTo(byShape: Map<string, Candidate[]>, query: string, facts: TypeFacts): void {
  for (const { shape, captures, predicates } of patternsOfQuery(query)) {
    try {
      const known = byShape.get(shape) ?? [];
      // One array for all that name their captures alike: what is captured is then sorted once.
      const alike = known.find((each) => each.captures.join() === captures.join());
      const checks = inOrderOfCost(predicates).map((predicate) => checkOf(predicate, facts));
      byShape.set(shape, [...known, { query, captures: alike?.captures ?? captures, checks }]);
    } catch {
      // A regular expression that is none; told by `checkQueries`.
    }
  }
}

function queryFrom(language: Language, shape: string): Query | undefined {
  try {
    return new Query(language, shape);
  } catch {
    return undefined;
  }
}

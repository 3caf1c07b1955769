// A rule document from its text, or what is wrong with it.
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { Position, Range } from '../../text/position';
import type { RuleProblem } from './problem';
import { librarySchema, ruleSchema, type LibraryDocument, type RuleDocument } from './schema';

/** A document, with where its parts stand. */
export interface ReadDocument {
  readonly file: string;
  readonly content: RuleDocument | LibraryDocument;
  /** Where a part stands, by keys and indices from the top. */
  readonly rangeOf: (path: readonly PropertyKey[]) => Range;
}

export type DocumentReading =
  | { readonly document: ReadDocument; readonly problems: readonly [] }
  | { readonly document: undefined; readonly problems: readonly RuleProblem[] };

const longestDocument = 1_000_000;
/** More is not read at once. */
const maxProblems = 20;

/** @param file As its reader knows it. */
export function readRuleDocument(file: string, text: string): DocumentReading {
  if (text.length > longestDocument) {
    const range = { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };
    return failed([
      { file, range, message: 'The document is longer than a million characters.', nextStep: 'Split it.' },
    ]);
  }
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const rangeOf = (path: readonly PropertyKey[]): Range => rangeInYaml(yaml, lines, path);
  if (yaml.errors.length > 0) {
    return failed(yaml.errors.slice(0, maxProblems).map((error) => syntaxProblem(file, lines, error)));
  }
  let value: unknown;
  try {
    value = yaml.toJS({ maxAliasCount: 100 });
  } catch {
    return failed([
      {
        file,
        range: rangeOf([]),
        message: 'The aliases of the document unfold to more than a document should hold.',
        nextStep: 'Write out what they stand for.',
      },
    ]);
  }
  const isLibrary = typeof value === 'object' && value !== null && 'library' in value;
  const parsed = (isLibrary ? librarySchema : ruleSchema).safeParse(value);
  if (!parsed.success) {
    return failed(
      parsed.error.issues.slice(0, maxProblems).map((issue) => contentProblem(file, rangeOf, issue)),
    );
  }
  return { document: { file, content: parsed.data, rangeOf }, problems: [] };
}

function failed(problems: readonly RuleProblem[]): DocumentReading {
  return { document: undefined, problems };
}

function syntaxProblem(
  file: string,
  lines: LineCounter,
  { message, pos }: { readonly message: string; readonly pos: readonly [number, number] },
): RuleProblem {
  return {
    file,
    range: { start: positionAt(lines, pos[0]), end: positionAt(lines, pos[1]) },
    message: `This is not YAML: ${message}.`,
    nextStep: 'Look at indentation, quotes and colons around this place; a text with a colon needs quotes.',
  };
}

function contentProblem(
  file: string,
  rangeOf: (path: readonly PropertyKey[]) => Range,
  issue: z.core.$ZodIssue,
): RuleProblem {
  const where = issue.path.length === 0 ? 'The document' : issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return {
      file,
      range: rangeOf([...issue.path, key]),
      message: `${where} has a key that means nothing here: ${issue.keys.join(', ')}.`,
      nextStep: 'Correct its spelling or its indentation, or take it out.',
    };
  }
  const isMissing =
    issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined');
  return {
    file,
    range: rangeOf(issue.path),
    message: isMissing ? `${where} is missing.` : `${where}: ${issue.message}.`,
    nextStep: isMissing ? 'Add it.' : 'Correct it; docs/rules.md tells what each key takes.',
  };
}

/** Of the value at a path, or of the nearest that is there around it. */
function rangeInYaml(yaml: Document, lines: LineCounter, path: readonly PropertyKey[]): Range {
  for (let length = path.length; length >= 0; length--) {
    const node = yaml.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      const [start, end] = node.range;
      return { start: positionAt(lines, start), end: positionAt(lines, end) };
    }
  }
  return { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(0, line - 1), column: Math.max(0, col - 1) };
}

// Whether the queries of a document fit the grammars that it is for.
import { Query, type Language } from 'web-tree-sitter';
import type { LanguageId } from '../../syntax/model';
import type { Range } from '../../text/position';
import { grammarsOf, patternsIn, requiredCapture, type Pattern } from './patterns';
import { TypeFacts } from './names/typeFacts';
import { checkOf, predicateNames } from './predicates';
import type { RuleProblem } from './problem';
import { patternsOfQuery, type Predicate } from './queryText';
import type { ReadDocument } from './readDocument';

/** @param languageOf The grammar of a language, loaded. */
export async function checkQueries(
  document: ReadDocument,
  languageOf: (language: LanguageId) => Promise<Language>,
): Promise<RuleProblem[]> {
  const problems: RuleProblem[] = [];
  const grammars = document.content.languages.flatMap((language) => grammarsOf[language]);
  for (const pattern of patternsIn(document)) {
    for (const grammar of grammars) {
      const problem = problemOf(pattern, grammar, await languageOf(grammar));
      if (problem === undefined) continue;
      problems.push(problem);
      break;
    }
  }
  return problems;
}

function problemOf(pattern: Pattern, grammar: LanguageId, language: Language): RuleProblem | undefined {
  const { document, path, query, role } = pattern;
  const about = (message: string, nextStep: string, range = document.rangeOf(path)): RuleProblem => ({
    file: document.file,
    range,
    message,
    nextStep,
  });
  try {
    new Query(language, query).delete();
  } catch (error) {
    return about(
      `The query does not fit the grammar of ${grammar}: ${reasonOf(error)}.`,
      'Compare it with the syntax tree of an example; node and field names are those of tree-sitter.',
      lineOf(document.rangeOf(path), query, offsetOf(error)),
    );
  }
  for (const { captures, predicates } of patternsOfQuery(query)) {
    for (const predicate of predicates) {
      const fault = faultOf(predicate, captures);
      if (fault !== undefined) return about(fault.message, fault.nextStep);
    }
    const capture = requiredCapture[role];
    if (!captures.includes(capture)) {
      return about(
        `The query of a ${role} has no capture @${capture}.`,
        `Write @${capture} behind the node that is meant.`,
      );
    }
  }
  return undefined;
}

function faultOf(
  predicate: Predicate,
  captures: readonly string[],
): { message: string; nextStep: string } | undefined {
  const { name, capture } = predicate;
  if (!predicateNames.some((known) => known === name)) {
    return {
      message: `There is no predicate #${name}?.`,
      nextStep: `Use one of ${predicateNames.map((known) => `#${known}?`).join(', ')}, or #not-… of it.`,
    };
  }
  if (!captures.includes(capture)) {
    return {
      message: `The predicate #${name}? is about @${capture}, which nothing captures.`,
      nextStep: 'Capture it in the same pattern.',
    };
  }
  try {
    checkOf(predicate, new TypeFacts([]));
    return undefined;
  } catch (error) {
    return { message: `${reasonOf(error)}.`, nextStep: 'Write a regular expression of JavaScript.' };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Of a query in a block scalar, the line that is meant; the text starts on the line after the `|`. */
function lineOf(range: Range, query: string, offset: number | undefined): Range {
  if (offset === undefined || range.start.line === range.end.line) return range;
  const line = range.start.line + 1 + query.slice(0, offset).split('\n').length - 1;
  return { start: { line, column: 0 }, end: { line: line + 1, column: 0 } };
}

function offsetOf(error: unknown): number | undefined {
  const index: unknown =
    typeof error === 'object' && error !== null && 'index' in error ? error.index : undefined;
  return typeof index === 'number' ? index : undefined;
}

// Rule documents put together: rules with the libraries that they include.
import { TypeFacts } from './names/typeFacts';
import { grammarsOf, patternsIn, type Pattern } from './patterns';
import type { RuleProblem } from './problem';
import { readRuleDocument, type ReadDocument } from './readDocument';
import type { LibraryDocument, RuleDocument } from './schema';
import type { LanguageId } from '../../syntax/model';

/** A rule that can be looked for. */
export interface Rule {
  readonly document: RuleDocument;
  readonly file: string;
  /** Its own patterns and those of what it includes. */
  readonly patterns: readonly Pattern[];
}

/** The text of a document. */
export interface RuleText {
  readonly file: string;
  readonly text: string;
}

export interface RuleSet {
  readonly rules: readonly Rule[];
  /** By grammar. */
  readonly facts: ReadonlyMap<LanguageId, TypeFacts>;
  readonly problems: readonly RuleProblem[];
}

/** Documents, and the ids of the rules in them that are looked for. */
export interface RuleSelection {
  readonly texts: readonly RuleText[];
  readonly ids: readonly string[];
}

interface ReadLibrary extends ReadDocument {
  readonly content: LibraryDocument;
}

interface ReadRule extends ReadDocument {
  readonly content: RuleDocument;
}

/** Reads documents. One that is broken costs itself; of two rules of one id the later replaces the earlier. */
export function readRuleSet(texts: readonly RuleText[]): RuleSet {
  const readings = texts.map(({ file, text }) => readRuleDocument(file, text));
  const documents = readings.flatMap(({ document }) => (document === undefined ? [] : [document]));
  const libraries = new Map(
    documents.filter(isLibrary).map((library) => [library.content.library, library] as const),
  );
  const rules = new Map(
    documents.filter(isRule).map((rule) => [rule.content.id, linked(rule, libraries)] as const),
  );
  const linkings = [...rules.values()];
  return {
    rules: linkings.map(({ rule }) => rule),
    facts: factsOf([...libraries.values()].map(({ content }) => content)),
    problems: [
      ...readings.flatMap(({ problems }) => problems),
      ...linkings.flatMap(({ problems }) => problems),
    ],
  };
}

/** The selected rules alone, with the facts of all documents. */
export function readSelection({ texts, ids }: RuleSelection): RuleSet {
  const set = readRuleSet(texts);
  return { ...set, rules: set.rules.filter(({ document: { id } }) => ids.includes(id)) };
}

/**
 * The rules of these ids: whole ids, or what stands after the slash of some.
 * @returns the ids that name nothing, beside what was found.
 */
export function chooseRules(
  rules: readonly Rule[],
  ids: readonly string[],
): { chosen: Rule[]; unknown: string[] } {
  const fits = ({ document: { id } }: Rule, wanted: string): boolean => isNamed(id, wanted);
  return {
    chosen: rules.filter((rule) => ids.some((id) => fits(rule, id))),
    unknown: ids.filter((id) => !rules.some((rule) => fits(rule, id))),
  };
}

/** By its whole id, what stands after its slash, or what stands before it. */
function isNamed(id: string, wanted: string): boolean {
  return id === wanted || id.slice(id.indexOf('/') + 1) === wanted || id.startsWith(`${wanted}/`);
}

function linked(
  document: ReadRule,
  libraries: ReadonlyMap<string, ReadLibrary>,
): { rule: Rule; problems: RuleProblem[] } {
  const { include = [] } = document.content;
  const problems: RuleProblem[] = [];
  const included = include.flatMap((name, index) => {
    const library = libraries.get(name);
    if (library !== undefined) return patternsIn(library);
    problems.push({
      file: document.file,
      range: document.rangeOf(['include', index]),
      message: `There is no library ${name}, so the rule goes without what it would bring.`,
      nextStep: `Known libraries: ${[...libraries.keys()].sort().join(', ') || 'none'}.`,
    });
    return [];
  });
  const { id } = document.content;
  const added = [...libraries.values()].filter(({ content: { addTo = [], library } }) => {
    return addTo.some((wanted) => isNamed(id, wanted)) && !include.includes(library);
  });
  const patterns = [...patternsIn(document), ...included, ...added.flatMap(patternsIn)];
  return { rule: { document: document.content, file: document.file, patterns }, problems };
}

function factsOf(libraries: readonly LibraryDocument[]): Map<LanguageId, TypeFacts> {
  const grammars = new Set(Object.values(grammarsOf).flat());
  return new Map(
    [...grammars].map((grammar) => {
      const about = libraries.filter(({ languages }) =>
        languages.some((name) => grammarsOf[name].includes(grammar)),
      );
      return [grammar, new TypeFacts(about.flatMap(({ types }) => (types === undefined ? [] : [types])))];
    }),
  );
}

function isLibrary(document: ReadDocument): document is ReadLibrary {
  return 'library' in document.content;
}

function isRule(document: ReadDocument): document is ReadRule {
  return !isLibrary(document);
}

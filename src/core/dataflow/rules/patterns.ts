// The patterns of rule documents: queries with their role.
import type { LanguageId } from '../../syntax/model';
import type { Role, ValueCondition } from '../model';
import type { ReadDocument } from './readDocument';
import type { LibraryDocument, RuleDocument, RuleLanguage } from './schema';

export interface Pattern {
  readonly role: Role;
  readonly query: string;
  /** Of the value of a source, or what makes that of a sink dangerous. */
  readonly condition: ValueCondition | undefined;
  /** Of a source: reads a part of what another source gives. */
  readonly isAccessor: boolean;
  /** Of a sink: of a list only the first element counts. */
  readonly takesFirst: boolean;
  /** Where it stands, by keys from the top of its document. */
  readonly path: readonly PropertyKey[];
  readonly document: ReadDocument;
}

/** The grammars that a document's language is read with. */
export const grammarsOf: Readonly<Record<RuleLanguage, readonly LanguageId[]>> = {
  java: ['java'],
  python: ['python'],
  javascript: ['javascript'],
  typescript: ['typescript', 'typescriptreact'],
};

/** What a query of each role must capture. */
export const requiredCapture: Readonly<Record<Role, string>> = {
  source: 'source',
  sink: 'sink',
  sanitizer: 'clean',
  propagator: 'result',
};

/** The patterns that a document itself holds. */
export function patternsIn(document: ReadDocument): Pattern[] {
  const {
    sources = [],
    sinks = [],
    sanitizers = [],
    propagators = [],
  }: RuleDocument | LibraryDocument = document.content;
  const pattern = (
    role: Role,
    index: number,
    {
      query,
      condition,
      accessor = false,
      first = false,
    }: { query: string; condition?: string; accessor?: boolean; first?: boolean },
  ): Pattern => ({
    role,
    query,
    condition: condition === undefined ? undefined : conditionFrom(condition),
    isAccessor: accessor,
    takesFirst: first,
    path: [`${role}s`, index, 'query'],
    document,
  });
  return [
    ...sources.map(({ value, ...source }, index) =>
      pattern('source', index, value === undefined ? source : { ...source, condition: value }),
    ),
    ...sinks.map((sink, index) => pattern('sink', index, sink)),
    ...sanitizers.map((sanitizer, index) => pattern('sanitizer', index, sanitizer)),
    ...propagators.map((propagator, index) => pattern('propagator', index, propagator)),
  ];
}

const operators = ['==', '!=', '<=', '>=', '<', '>'] as const;

/** Reads e.g. `== 0`; a constant that is neither a number nor a word of the language is a text. */
export function conditionFrom(text: string): ValueCondition {
  const operator = operators.find((candidate) => text.startsWith(candidate)) ?? '==';
  const constant = text.slice(operator.length).trim();
  return { operator, value: constantFrom(constant) };
}

function constantFrom(text: string): ValueCondition['value'] {
  if (text === 'null' || text === 'None') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (text !== '' && Number.isFinite(Number(text))) return Number(text);
  return text.replaceAll(/^['"]|['"]$/g, '');
}

// What a rule document may say: the one description that reading, the JSON schema and the editor's completion share.
import * as z from 'zod';

/** Languages as documents name them. `javascript` and `typescript` documents see JSX as well. */
const language = z.enum(['java', 'python', 'javascript', 'typescript']);

const languages = z
  .array(language)
  .min(1)
  .describe('Languages whose files the queries are for. A query must fit the grammar of each of them.');

const query = z
  .string()
  .min(1)
  .describe(
    'A tree-sitter query. Predicates: #eq? #not-eq? #match? #any-of? of tree-sitter, and #type? (declared type of a value) and #imported? (what a name means, aliases and imports followed), each also as #not-…?.',
  );

const condition = z
  .string()
  .regex(/^(==|!=|<=|>=|<|>)\s*\S/, 'starts with one of == != < <= > >=, followed by a constant')
  .describe('An operator and a constant, e.g. "== 0" or "== null".');

const note = z.string().describe('Why this is here, for the reader.').exactOptional();

const source = z
  .strictObject({
    query: query.describe('Captures the untrusted or dangerous value as @source.'),
    value: condition.describe('What is known of the value, e.g. "== null".').exactOptional(),
    accessor: z
      .boolean()
      .describe(
        'It reads a part of what another source gives, so that it counts only where the engine has not seen that one.',
      )
      .exactOptional(),
    note,
  })
  .describe('Where a dangerous value comes from.');

const sink = z
  .strictObject({
    query: query.describe('Captures the operand that must not be dangerous as @sink.'),
    condition: condition.describe('What makes the value dangerous here, e.g. "== 0".').exactOptional(),
    first: z
      .boolean()
      .describe('Of a list only the first element counts, e.g. the program of a command.')
      .exactOptional(),
    note,
  })
  .describe('Where a dangerous value does harm.');

const sanitizer = z
  .strictObject({ query: query.describe('Captures the value that is safe afterwards as @clean.'), note })
  .describe('What makes a value safe.');

const propagator = z
  .strictObject({
    query: query.describe(
      'Captures @result (the value that comes out), and @from (what goes in) or @to (what is written into).',
    ),
    note,
  })
  .describe('How a value travels through code that is not in the workspace.');

const roles = {
  sources: z.array(source).exactOptional(),
  sinks: z.array(sink).exactOptional(),
  sanitizers: z.array(sanitizer).exactOptional(),
  propagators: z.array(propagator).exactOptional(),
};

const qualifiedNames = z.record(z.string(), z.string());

const types = z
  .strictObject({
    aliases: qualifiedNames
      .describe('Packages that are another one under a new name, e.g. jakarta.servlet: javax.servlet.')
      .exactOptional(),
    extends: z.record(z.string(), z.array(z.string())).describe('Supertypes by type.').exactOptional(),
    returns: qualifiedNames
      .describe('Type of what a function or method gives, or of what a property holds, by qualified name.')
      .exactOptional(),
    callbacks: z
      .record(z.string(), z.array(z.string()))
      .describe('Types of the parameters of a function that is handed to this one.')
      .exactOptional(),
    identity: z.array(z.string()).describe('Functions that give back what they are given.').exactOptional(),
    conventions: z
      .array(
        z.strictObject({
          parameters: qualifiedNames.describe(
            'Types of parameters by name; a function must have all of them.',
          ),
          imports: z.string().describe('Only in files that import from this package.').exactOptional(),
        }),
      )
      .describe('What parameters without a declared type are by custom.')
      .exactOptional(),
  })
  .describe('What is known of types that are declared outside of the workspace.');

const example = z.strictObject({
  language: language.exactOptional(),
  code: z.string().min(1).describe('A whole small file.'),
});

const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(\/[a-z][a-z0-9-]*)?$/, 'is lower-case words, e.g. python/sql-injection');

export const ruleSchema = z
  .strictObject({
    id: identifier.describe('Unique name; what stands after a slash can be used alone to choose it.'),
    title: z.string().min(1).describe('One line, for lists.'),
    severity: z.enum(['error', 'warning', 'note']),
    languages,
    message: z
      .string()
      .min(1)
      .describe('What is wrong, for the place of the sink. {source} and {sink} stand for their texts.'),
    cwe: z
      .array(z.number().int().positive())
      .describe('Numbers of weaknesses, see cwe.mitre.org.')
      .exactOptional(),
    help: z.string().describe('What to do about it.').exactOptional(),
    include: z
      .array(identifier)
      .describe('Libraries whose sources, sanitizers and propagators it takes.')
      .exactOptional(),
    ...roles,
    examples: z
      .strictObject({
        must: z.array(example).describe('Programs in which it finds something.').exactOptional(),
        mustNot: z.array(example).describe('Programs in which it finds nothing.').exactOptional(),
      })
      .describe('Programs that are analysed whenever the document changes.')
      .exactOptional(),
  })
  .describe('A rule: values of its sources must not reach its sinks.');

export const librarySchema = z
  .strictObject({
    library: identifier.describe('Unique name, for `include`.'),
    languages,
    addTo: z
      .array(identifier)
      .describe('Rules that get its sources, sinks, sanitizers and propagators without including it.')
      .exactOptional(),
    types: types.exactOptional(),
    ...roles,
  })
  .describe('What rules share: sources, sanitizers, propagators, and facts on types.');

/** As JSON Schema, for editors. */
export function jsonSchemaOfDocuments(): object {
  return {
    ...z.toJSONSchema(z.union([ruleSchema, librarySchema]), { io: 'input' }),
    title: 'Rule document of Witness',
  };
}

export type RuleLanguage = z.infer<typeof language>;
export type RuleDocument = z.infer<typeof ruleSchema>;
export type LibraryDocument = z.infer<typeof librarySchema>;
export type TypeFactsDocument = z.infer<typeof types>;
export type Example = z.infer<typeof example>;

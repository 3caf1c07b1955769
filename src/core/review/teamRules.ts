// Rules of a team for its reviews: words for a model, patterns of code, and what to say of findings of the dataflow analysis.
import ignore from 'ignore';
import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';

/** Where it lies, from the root of the repository. */
export const teamRulesFile = '.witness/review.yaml';

const globs = z.array(z.string().min(1)).min(1);
const about = {
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'is lower-case words, e.g. no-print')
    .describe('Unique name.'),
  paths: globs
    .describe('Files that it is for, as patterns of .gitignore; all where left out.')
    .exactOptional(),
  except: globs.describe('Files that it is not for.').exactOptional(),
};
const severity = z.enum(['error', 'warning', 'note']);
const message = z.string().trim().min(1).max(500);

const wordRule = z
  .strictObject({
    ...about,
    words: z.string().trim().min(1).max(1000).describe('What to look for, in plain words, for a model.'),
  })
  .describe('Used where a model takes part in the review.');

const queryRule = z
  .strictObject({
    ...about,
    languages: z.array(z.enum(['java', 'python', 'javascript', 'typescript'])).min(1),
    query: z
      .string()
      .min(1)
      .describe(
        'A tree-sitter query that captures what is wrong as @report; with the predicates of dataflow rules, e.g. #imported?.',
      ),
    message: message.describe('What is wrong with it.'),
    severity: severity.exactOptional(),
  })
  .describe('Reported where it matches on lines that are new.');

const flowRule = z
  .strictObject({
    ...about,
    flow: z.string().min(1).describe('Id of a rule of the dataflow analysis, built in or in .witness/rules.'),
    message: message.describe('What to say of its findings here.'),
    severity: severity.exactOptional(),
  })
  .describe('Adds what the team says to new paths that the dataflow rule finds.');

const teamRulesSchema = z
  .strictObject({
    rules: z.array(z.union([wordRule, queryRule, flowRule])).max(200),
    limits: z
      .strictObject({
        claims: z
          .number()
          .int()
          .min(0)
          .max(50)
          .describe('Comments of a model that nothing has checked, at most; 5 where left out.')
          .exactOptional(),
        files: z
          .number()
          .int()
          .min(0)
          .max(500)
          .describe('Files that a model is asked about, at most; 20 where left out.')
          .exactOptional(),
      })
      .exactOptional(),
  })
  .describe('What a team wants its reviews to look for.');

export type TeamRules = z.infer<typeof teamRulesSchema>;
export type TeamRule = TeamRules['rules'][number];
export type QueryRule = z.infer<typeof queryRule>;

export const noTeamRules: TeamRules = { rules: [] };

/** As JSON Schema, for editors. */
export function jsonSchemaOfTeamRules(): object {
  return {
    ...z.toJSONSchema(teamRulesSchema, { io: 'input' }),
    title: 'Rules of a team for reviews by Witness',
  };
}

/** The rules, or what is wrong with the document, with its 1-based line. */
export function readTeamRules(
  text: string,
): { readonly rules: TeamRules } | { readonly problem: string; readonly line: number } {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [error] = yaml.errors;
  if (error !== undefined) {
    return { problem: `it is not YAML: ${error.message}`, line: lines.linePos(error.pos[0]).line };
  }
  const parsed = teamRulesSchema.safeParse(yaml.toJS({ maxAliasCount: 50 }));
  if (parsed.success) {
    const ids = parsed.data.rules.map(({ id }) => id);
    const twice = ids.find((id, at) => ids.indexOf(id) !== at);
    return twice === undefined
      ? { rules: parsed.data }
      : { problem: `two rules are called ${twice}`, line: 1 };
  }
  const [issue] = parsed.error.issues;
  const node = yaml.getIn(
    (issue?.path ?? []).filter((key) => typeof key !== 'symbol'),
    true,
  );
  const offset = (node as { range?: readonly number[] } | undefined)?.range?.[0] ?? 0;
  const where = (issue?.path ?? []).map(String).join('.');
  return {
    problem: `${where === '' ? 'the document' : where} is not as the schema says: ${issue?.message ?? ''}`,
    line: lines.linePos(offset).line,
  };
}

/** Whether a rule is for a file. @param file Relative to the root, with `/`. */
export function isFor({ paths, except }: Pick<TeamRule, 'paths' | 'except'>, file: string): boolean {
  const matches = (patterns: readonly string[]): boolean =>
    ignore()
      .add([...patterns])
      .ignores(file);
  return (paths === undefined || matches(paths)) && (except === undefined || !matches(except));
}

/** The rules in words for a file, as a model reads them; undefined where there is none. */
export function wordsFor({ rules }: TeamRules, file: string): string | undefined {
  const lines = rules.flatMap((rule) =>
    'words' in rule && isFor(rule, file) ? [`- ${rule.id}: ${rule.words.replaceAll(/\s+/g, ' ')}`] : [],
  );
  return lines.length === 0 ? undefined : lines.join('\n');
}

// What the runtime tells of one run of a fragment. It comes out of code that nobody has vouched for, so it is checked.
import * as z from 'zod';

const index = z.number().int().nonnegative();
const lineNumber = z.number().int();

const predictedSchema = z.object({
  kind: z.enum(['name', 'import', 'attribute', 'call']),
  name: z.string(),
  /** Path of the missing thing, the same in every run, e.g. `self.app.config`. */
  key: z.string(),
  line: lineNumber,
  type: z.string(),
  /** Types that are nearly as likely. */
  others: z.array(z.string()),
  text: z.string(),
  /** Where the value or its type comes from: annotation, default value, a test (test_x.py:3), use, name, … */
  source: z.string(),
  /** Whether the text is an expression for the value. */
  isLiteral: z.boolean(),
});

const errorSchema = z.object({
  line: lineNumber.nullable(),
  statement: index.nullable(),
  type: z.string(),
  message: z.string(),
  level: z.enum(['witnessed', 'claimed']),
  dependsOn: z.array(z.string()),
  /** Raised by a `raise` or `assert` of the fragment. */
  explicit: z.boolean(),
  /** Caused by what a placeholder cannot do. */
  limit: z.boolean(),
});

const siteSchema = z.object({
  kind: z.enum(['if', 'while', 'for', 'assert', 'choice', 'try']),
  statement: index,
  /** Suites that the outcomes enter. */
  yes: index.nullable(),
  no: index.nullable(),
  handlers: z.array(index),
  visits: index,
  preferred: z.boolean(),
  /** Statements that may still run after the whole. */
  after: index,
  /** Paths of the invented values that decided. */
  decidedBy: z.array(z.string()),
});

const outcomeSchema = z.object({
  kind: z.enum(['returned', 'raised', 'exited', 'timeout', 'syntax']),
  value: z.object({ type: z.string(), text: z.string() }).optional(),
  exception: z.object({ type: z.string(), message: z.string(), line: lineNumber.nullable() }).optional(),
  exitCode: z.number().int().optional(),
  message: z.string().optional(),
  line: lineNumber.nullable().optional(),
});

const checkedSchema = z.object({
  held: z.boolean(),
  actual: z.string().optional(),
  /** What the call raised. */
  error: z.string().optional(),
  /** Whether something invented had part in it. */
  invented: z.boolean(),
});

export const runResultSchema = z.object({
  outcome: outcomeSchema,
  /** How often each statement started, by its number. */
  started: z.record(z.string(), index),
  /** Numbers of statements that were completed. */
  finished: z.array(index),
  /** Numbers of suites that were entered. */
  entered: z.array(index),
  sites: z.array(siteSchema),
  /** First line, last line and kind of each statement, in source order. */
  statements: z.array(z.tuple([lineNumber, lineNumber, z.string()])),
  /** Statement, field, whether nothing runs after it, and how many statements it holds. */
  suites: z.array(z.tuple([index, z.string(), z.boolean(), index])),
  /** The suite that each statement stands in; null at the top. */
  parents: z.array(index.nullable()),
  predicted: z.array(predictedSchema),
  errors: z.array(errorSchema),
  blocked: z.array(z.object({ line: lineNumber, what: z.string(), reason: z.string() })),
  /** Values that the plan assumed and the run used. */
  assumed: z.record(z.string(), z.string()),
  /** Last values that a statement wrote, by its number and their names: type, text, and whether it depends on what was
   * invented. What was returned has an empty name. */
  notes: z.record(z.string(), z.record(z.string(), z.tuple([z.string(), z.string(), z.boolean()]))),
  /** What became of the examples, in their order. */
  checked: z.array(checkedSchema),
  /** Lines that could not be parsed and were left out. */
  unread: z.array(lineNumber),
});

export type RunResult = z.infer<typeof runResultSchema>;
export type Predicted = z.infer<typeof predictedSchema>;
export type FragmentError = z.infer<typeof errorSchema>;
export type Checked = z.infer<typeof checkedSchema>;
export type Site = z.infer<typeof siteSchema>;

/** What a run does otherwise than the first one. */
export interface RunPlan {
  /** Outcome by number of site. */
  readonly decisions: Readonly<Record<number, boolean>>;
  /** Number of the handler by number of the `try`. */
  readonly raises: Readonly<Record<number, number>>;
  /** `None`, `empty` or a type, by path of an invented value. */
  readonly values: Readonly<Record<string, string>>;
  /** Statements that failed before and are left out, to see what follows. */
  readonly holes: readonly number[];
  /** What is asked for in vain is invented, to see what would follow an error. */
  readonly lenient?: boolean;
}

export const firstPlan: RunPlan = { decisions: {}, raises: {}, values: {}, holes: [] };

// What the JSON inside a recording must look like.
import * as z from 'zod';

const namedValue = z.object({ name: z.string(), type: z.string(), text: z.string() });
const typedValue = z.object({ type: z.string(), text: z.string() });
const index = z.number().int().nonnegative();

export const runSchema = z.object({
  file: z.string(),
  language: z.string(),
  call: z.string().optional(),
  test: z.string().optional(),
  module: z.string().optional(),
  piece: z.object({ startLine: index, endLine: index }).optional(),
  arguments: z.array(z.string()),
  cwd: z.string(),
  granularity: z.enum(['block', 'line']),
  steps: z.enum(['all', 'sampled', 'none']),
  interpreter: z.string(),
  executable: z.string().optional(),
  startedAt: z.string(),
});

export const moduleSchema = z.object({
  module: z.object({
    file: z.string(),
    sha256: z.string().optional(),
    functions: z.array(
      z.object({
        path: z.string(),
        kind: z.enum(['module', 'function', 'method', 'class', 'lambda']),
        startLine: index,
        endLine: index,
      }),
    ),
    blocks: z.array(
      z.object({
        id: z.string(),
        functionIndex: index,
        isLoopHeader: z.boolean(),
        startLine: index,
        endLine: index,
        lines: z.array(index),
        definitions: z.array(z.string()),
      }),
    ),
    degraded: z.string().optional(),
  }),
  firstCode: index,
  codes: z.array(
    z.object({
      blocks: z.array(index),
      enter: index.optional(),
      opens: z.boolean().optional(),
      leave: z.boolean().optional(),
    }),
  ),
});

export const recordsSchema = z.array(
  z.object({
    n: index,
    kind: z.enum(['entry', 'block', 'loop-exit', 'return', 'raised']),
    values: z.array(namedValue).optional(),
    returned: typedValue.optional(),
    raised: z
      .object({ line: z.number().int(), type: z.string(), message: z.string(), origin: z.boolean() })
      .optional(),
  }),
);

const stoppedThread = z.object({
  stack: z.array(z.object({ path: z.string(), line: z.number().int(), function: z.string() })),
  locals: z.array(namedValue).optional(),
});

const exceptionSummary = z.object({
  type: z.string(),
  message: z.string(),
  line: z.number().int().optional(),
});

export const noteSchema = z.object({ text: z.string() });

export const processSchema = z.object({
  process: index,
  pid: index,
  parent: index,
  how: z.enum(['fork', 'spawn', 'exec']),
  nextCode: index.optional(),
  command: z.array(z.string()).optional(),
});

export const testsSchema = z.object({
  runner: z.string().optional(),
  tests: z.array(
    z.object({
      id: z.string(),
      outcome: z.enum(['passed', 'failed', 'error', 'skipped']),
      exception: exceptionSummary.optional(),
      path: z.string().optional(),
      during: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
});

export const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('returned'), value: typedValue.optional() }),
  z.object({
    kind: z.literal('raised'),
    exception: exceptionSummary,
    path: z.string().optional(),
  }),
  z.object({ kind: z.literal('exited'), exitCode: z.number().int() }),
  z.object({ kind: z.literal('timeout'), limitMs: z.number(), where: stoppedThread.optional() }),
  z.object({
    kind: z.literal('crashed'),
    signal: z.string().optional(),
    exitCode: z.number().int().optional(),
  }),
]);

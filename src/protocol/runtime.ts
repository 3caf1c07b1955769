// What the engine and the runtime inside a recorded program say to each other, over a local socket: frames of a
// little-endian u32 length of the payload, a u8 kind, the payload. The Python side is runtime/python/witness_runtime/channel.py.
import * as z from 'zod';
import type { SecretRules } from '../core/trace/secrets';

/** Kinds of frames from the program to the engine. */
export const fromProgram = {
  hello: 1,
  blocksWanted: 2,
  module: 3,
  /** u32le event words, see core/trace/replay.ts. */
  events: 4,
  records: 5,
  outcome: 6,
  stopped: 7,
  tests: 8,
  note: 9,
  sourceWanted: 16,
} as const;

/** Kinds of frames from the engine to the program. */
export const toProgram = { blocks: 1, stop: 2, silence: 3, source: 16 } as const;

/** Names the program to be run, handed over in the environment variable WITNESS_RUN as JSON. Programs that the program starts
 * get one of their own from it, see witness_runtime/spawning.py. */
export interface RunOrder {
  /** `tcp:PORT` on loopback, or the path of a Unix socket. */
  readonly address: string;
  readonly token: string;
  readonly file: string;
  readonly call?: string;
  /** `python -m`. */
  readonly module?: string;
  readonly test?: { readonly id: string; readonly runner: TestRunner | 'auto' };
  readonly arguments: readonly string[];
  /** Folders whose modules are recorded. */
  readonly roots: readonly string[];
  /** By the path of a file, that of another one whose text runs instead. */
  readonly unsaved?: Readonly<Record<string, string>>;
  readonly steps: 'all' | 'sampled' | 'none';
  /** Characters of text for one value. */
  readonly valueBudget: number;
  /** Folder for instrumented code, see witness_runtime/codecache.py; without it, none is kept. */
  readonly codeCache?: string;
  /** Without it, secrets are recorded as they are. */
  readonly redaction?: { readonly rules: SecretRules; readonly values: readonly string[] };
}

export type TestRunner = 'pytest' | 'unittest' | 'doctest' | 'node:test' | 'mocha' | 'vitest' | 'jest';

/** Answer to `blocksWanted`; lines 1-based, statements as [line, how many start earlier on that line]. */
export interface BlockAnswer {
  readonly blocks: readonly {
    readonly function: number;
    readonly kind: string;
    readonly line: number;
    readonly statements: readonly (readonly [number, number])[];
  }[];
  /** Indexes of functions whose values are all kept. */
  readonly focused?: readonly number[];
}

const index = z.number().int().nonnegative();

/** A process that the program started; the program itself has the key ''. */
const process = z.object({
  key: z.string().min(1),
  parent: z.string(),
  how: z.enum(['fork', 'spawn', 'exec']),
  /** Of a fork: the codes below this one mean what they mean in its parent. */
  nextCode: index.optional(),
  command: z.array(z.string()).optional(),
});
export type StartedProcess = z.infer<typeof process>;

export const helloSchema = z.object({
  token: z.string(),
  role: z.enum(['ask', 'tell']),
  pid: index,
  process: process.optional(),
});

export const noteSchema = z.object({ text: z.string() });

export const blocksWantedSchema = z.object({ path: z.string(), sha256: z.string() });

/** A JavaScript or TypeScript file that the program is about to run. */
export const sourceWantedSchema = z.object({
  path: z.string(),
  source: z.string(),
  format: z.enum(['commonjs', 'module']),
  /** Expressions will be evaluated in the scope of the file. */
  evaluates: z.boolean().optional(),
  /** Only to be made JavaScript, not to be recorded. */
  stripOnly: z.boolean().optional(),
  /** Something else strips the types. */
  keepsTypes: z.boolean().optional(),
});
export type SourceWanted = z.infer<typeof sourceWantedSchema>;

/** Where `paths` of a tsconfig.json lead, for a file that imports something that is no path. */
export const aliasWantedSchema = z.object({ specifier: z.string(), importer: z.string() });
export type AliasWanted = z.infer<typeof aliasWantedSchema>;

/** Answer to `sourceWanted`: the text to run instead; null where the file has to run as it is. */
export type SourceAnswer = { readonly text: string } | null;

/** The paths to try, without extensions, the best first. */
export interface AliasAnswer {
  readonly files: readonly string[];
}

const code = z.object({
  blocks: z.array(index),
  enter: index.optional(),
  opens: z.boolean().optional(),
  leave: z.boolean().optional(),
});

export const moduleSchema = z.union([
  z.object({
    path: z.string(),
    module: index,
    firstCode: index,
    codes: z.array(code),
    /** The runtime's own plan, where it had no usable answer: one block per statement. Lines 1-based. */
    fallback: z
      .object({
        functions: z.array(z.object({ kind: z.string(), path: z.string(), line: index })),
        blocks: z.array(z.object({ function: index, kind: z.string(), line: index })),
      })
      .optional(),
  }),
  z.object({ path: z.string(), unrecorded: z.string() }),
]);
export type AnnouncedModule = z.infer<typeof moduleSchema>;

/** [name, type, text] */
const value = z.tuple([z.string(), z.string(), z.string()]);

export const recordsSchema = z.array(
  z.object({
    n: index,
    kind: z.enum(['entry', 'block', 'loop-exit', 'return', 'raised']),
    values: z.array(value).optional(),
    returned: z.tuple([z.string(), z.string()]).optional(),
    line: z.number().int().optional(),
    type: z.string().optional(),
    message: z.string().optional(),
    origin: z.boolean().optional(),
  }),
);
export type SentRecords = z.infer<typeof recordsSchema>;

const exception = z.object({
  type: z.string(),
  message: z.string(),
  line: z.number().int().nullable(),
});

export const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('returned'), value: z.tuple([z.string(), z.string()]).optional() }),
  z.object({ kind: z.literal('exited'), exitCode: z.number().int() }),
  z.object({
    kind: z.literal('raised'),
    exception,
    path: z.string().nullable(),
  }),
]);
export type SentOutcome = z.infer<typeof outcomeSchema>;

export const testsSchema = z.object({
  runner: z.string().optional(),
  /** The runner knows no such test; `known` may say which it knows. */
  unknown: z.boolean().optional(),
  known: z.array(z.string()).optional(),
  tests: z
    .array(
      z.object({
        id: z.string(),
        outcome: z.enum(['passed', 'failed', 'error', 'skipped']),
        exception: exception.optional(),
        path: z.string().nullable().optional(),
        during: z.string().optional(),
        reason: z.string().optional(),
      }),
    )
    .optional(),
});
export type SentTests = z.infer<typeof testsSchema>;

export const stoppedSchema = z.object({
  threads: z.array(
    z.object({
      main: z.boolean(),
      stack: z.array(z.object({ path: z.string(), line: z.number().int().nullable(), function: z.string() })),
      locals: z
        .object({ path: z.string(), line: z.number().int().nullable(), values: z.array(value) })
        .nullable(),
    }),
  ),
});
export type Stopped = z.infer<typeof stoppedSchema>;

// The recording of one run: what ran, in which order, with which values. Documented in docs/data-model.md.

/** A value as bounded text; a complete built-in value's text is a literal of its language. */
export interface TracedValue {
  readonly type: string;
  readonly text: string;
}

export interface NamedValue extends TracedValue {
  readonly name: string;
}

/** A source file of which at least one function may have run. */
export interface RecordedModule {
  /** Absolute path. */
  readonly file: string;
  /** SHA-256 of the bytes that ran, as lower-case hex; absent where the runtime could not tell. */
  readonly sha256?: string;
  readonly functions: readonly RecordedFunction[];
  readonly blocks: readonly RecordedBlock[];
  /** Why the file is recorded statement by statement instead of block by block, if it is. */
  readonly degraded?: string;
}

export interface RecordedFunction {
  /** Dotted path within the module, `<module>` for the module itself. */
  readonly path: string;
  readonly kind: 'module' | 'function' | 'method' | 'class' | 'lambda';
  /** 0-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
}

export interface RecordedBlock {
  /** Stable within its file, see docs/blocks.md. */
  readonly id: string;
  /** Index into `RecordedModule.functions`. */
  readonly functionIndex: number;
  readonly isLoopHeader: boolean;
  /** 0-based, inclusive: the lines of its own statements. */
  readonly startLine: number;
  readonly endLine: number;
  /** First line of each of its statements' heads, 0-based, in order of execution. */
  readonly lines: readonly number[];
  /** Names that the block writes. */
  readonly definitions: readonly string[];
}

/**
 * What an event code stands for: a frame is entered, blocks run in this order, the frame is left. `opens`: the last
 * of the blocks is a loop header about to make its first test; when its next event comes it is still that same step.
 */
export interface CodeMeaning {
  readonly blocks: readonly number[];
  readonly enter?: number;
  readonly opens?: boolean;
  readonly leave?: boolean;
}

/** A module as the runtime announces it, before any of its code runs. */
export interface ModuleInRun {
  readonly module: RecordedModule;
  /** Event codes `firstCode + i` mean `codes[i]`. */
  readonly firstCode: number;
  readonly codes: readonly CodeMeaning[];
}

/** Values that a probe kept, by number; the order of events says where they belong. */
export interface ValueRecord {
  readonly n: number;
  readonly kind: 'entry' | 'block' | 'loop-exit' | 'return' | 'raised';
  readonly values?: readonly NamedValue[];
  readonly returned?: TracedValue;
  /** Of a `raised` record: where (1-based line) and what. `origin`: raised here, not in a frame that was called. */
  readonly raised?: {
    readonly line: number;
    readonly type: string;
    readonly message: string;
    readonly origin: boolean;
  };
}

export type Outcome =
  | { readonly kind: 'returned'; readonly value?: TracedValue }
  | { readonly kind: 'raised'; readonly exception: ExceptionSummary; readonly path?: string }
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'timeout'; readonly limitMs: number; readonly where?: StoppedThread }
  | { readonly kind: 'crashed'; readonly signal?: string; readonly exitCode?: number };

export interface ExceptionSummary {
  readonly type: string;
  readonly message: string;
  /** 1-based; absent where the exception has no line in a file. */
  readonly line?: number;
}

/** Where a thread stood when the run was ended from outside; innermost frame first, lines 1-based. */
export interface StoppedThread {
  readonly stack: readonly { readonly path: string; readonly line: number; readonly function: string }[];
  readonly locals?: readonly NamedValue[];
}

/** What was run and how, written first into a recording. */
export interface RunDescription {
  readonly file: string;
  readonly language: string;
  readonly call?: string;
  /** The id of a test or of a file or class of tests. */
  readonly test?: string;
  /** As of `python -m`. */
  readonly module?: string;
  /** Of a run of only these lines (0-based, both ends included), in which what is missing was invented. */
  readonly piece?: { readonly startLine: number; readonly endLine: number };
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly granularity: 'block' | 'line';
  readonly steps: 'all' | 'sampled' | 'none';
  /** E.g. `CPython 3.11.7`. */
  readonly interpreter: string;
  /** What ran it; recordings of older versions do not say. */
  readonly executable?: string;
  readonly startedAt: string;
}

/** What became of one test. */
export interface TestResult {
  /** As its runner names it. */
  readonly id: string;
  /** `error`: something around the test failed, its fixtures or the import of its module. */
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped';
  readonly exception?: ExceptionSummary;
  /** The file in which it was raised; where that lies outside of the workspace, the innermost one inside. */
  readonly path?: string;
  /** What the runner was doing, in its own words: `collect`, `setup`, `call`, `teardown`. */
  readonly during?: string;
  readonly reason?: string;
}

export interface TestResults {
  /** `pytest`, `unittest` or `doctest`; absent where it was ended before it could say. */
  readonly runner?: string;
  readonly tests: readonly TestResult[];
}

/** A process that the program, which is process 0, or another of its processes started. */
export interface ProcessInRun {
  /** From 1, in the order in which they said that they are there. */
  readonly process: number;
  /** As the operating system numbers them. */
  readonly pid: number;
  readonly parent: number;
  readonly how: 'fork' | 'spawn' | 'exec';
  /** Of a fork: event codes below this one are those of its parent. */
  readonly nextCode?: number;
  /** What was started. */
  readonly command?: readonly string[];
}

/** The program's own output: its first and last bytes, and how many there were. */
export interface CapturedOutput {
  readonly text: string;
  readonly bytes: number;
  readonly truncated: boolean;
}

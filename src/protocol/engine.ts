// Messages between the editor and the engine. Types and names only: checks stand at the engine's door
// (host/engine/requestSchemas.ts), so that the editor's bundle carries none.
import type { Range } from '../core/text/position';
import type { FunctionKind, LanguageId } from '../core/syntax/model';
import type { Outcome } from '../core/trace/model';
import type { DriftingValues } from '../core/trace/inlineDrift';
import type { CallExample } from '../core/fragment/callExamples';
import type { DebugRequests } from './debugging';
import type { FlowRequests } from './flow';
import type { FragmentRequests } from './fragment';
import type { LiveRequests } from './live';
import type { ModelRequests } from './model';
import type { RecordingRef, RecordingRequests } from './recordings';
import type { ReviewRequests } from './review';

/** Every request: what it takes, what it gives, and what it tells while it goes on. */
export interface EngineRequests
  extends
    RecordingRequests,
    LiveRequests,
    FlowRequests,
    FragmentRequests,
    DebugRequests,
    ReviewRequests,
    ModelRequests {
  readonly functions: { params: FunctionsParams; result: FunctionsResult; progress: never };
  readonly trace: { params: TraceParams; result: TraceResult; progress: TraceProgress };
  readonly stopTrace: { params: StopTraceParams; result: StopTraceResult; progress: never };
}

export type EngineMethod = keyof EngineRequests;
export type ParamsOf<M extends EngineMethod> = EngineRequests[M]['params'];
export type ResultOf<M extends EngineMethod> = EngineRequests[M]['result'];
export type ProgressOf<M extends EngineMethod> = EngineRequests[M]['progress'];

/** What goes over the line for a request; progress comes back under its token. */
export interface RequestEnvelope<P = unknown> {
  readonly params: P;
  readonly progressToken: number;
}

/** JSON-RPC error codes of our own; the codes of the protocol itself are negative and start at -32768. */
export const failureCodes = { usage: 2, missing: 3, internal: 4 } as const;

/** The `data` of an error with one of `failureCodes`. */
export interface FailureData {
  readonly nextStep?: string;
}

/** The functions of a text that need not have been saved. */
export interface FunctionsParams {
  /** Absolute path; says the language, and where tests that call the functions may lie. */
  readonly file: string;
  readonly text: string;
}

export interface FunctionsResult {
  /** In source order, without the module itself. */
  readonly functions: readonly FunctionInText[];
}

export interface FunctionInText {
  readonly language: LanguageId;
  readonly path: string;
  readonly name: string;
  readonly kind: FunctionKind;
  readonly isTest: boolean;
  /** Stands in the module or in a class, not in a function. */
  readonly isReachable: boolean;
  readonly range: Range;
  readonly nameRange: Range;
  readonly blocks: readonly { readonly id: string; readonly range: Range }[];
  /** Without what a method gets from its object. */
  readonly parameters: readonly string[];
  /** Of a test that its runner starts, such as `it('…')`: the titles of its groups and its own, joined by ` > `. */
  readonly testTitle?: string;
  /** Calls that can be made as they stand, best first; empty when none is known. */
  readonly calls: readonly CallExample[];
  /** How what the call gives must be wrapped for its code to run. */
  readonly wrapping: 'coroutine' | 'generator' | 'none';
}

export interface TraceParams {
  /** Absolute path. */
  readonly file: string;
  /** Evaluated in the module; without it the file runs as a script. */
  readonly call?: string;
  /** Title of a test in the file, for its runner. */
  readonly test?: string;
  /** Name of an entry of the `launch.json` of `cwd`; the file is what it calls the file in the editor. */
  readonly launch?: string;
  readonly wrapping: FunctionInText['wrapping'];
  /** Dotted path of a function: only its calls and what they call are shown. */
  readonly entry?: string;
  /** What that recording recorded runs once more, and of the function around a line all values are kept. */
  readonly focus?: Focus;
  /** Texts of editors that run instead of what is on disk. */
  readonly unsaved?: readonly UnsavedText[];
  readonly cwd: string;
  readonly interpreter?: string;
  /** Without it, the program runs until it ends or is stopped. */
  readonly limitMs?: number;
}

export interface Focus {
  readonly recording: RecordingRef;
  readonly file: string;
  /** 0-based. */
  readonly line: number;
}

export interface UnsavedText {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
}

/** Ends a running trace as Ctrl+C does; its answer then holds what was recorded. (Cancelling it gives that up.) */
export interface StopTraceParams {
  /** Of the `trace` request. */
  readonly progressToken: number;
}

export interface StopTraceResult {
  /** False where no such trace is running. */
  readonly stopped: boolean;
}

export interface TraceProgress {
  readonly kind: 'interpreter';
  readonly interpreter: InterpreterInUse;
}

export interface InterpreterInUse {
  readonly executable: string;
  /** E.g. `CPython 3.11.7`. */
  readonly description: string;
  /** Where it was found; `explicit` when the request named it. */
  readonly origin: string;
}

/** What the editor shows of a recording; the recording itself stays with the engine. */
export interface TraceResult {
  readonly recording: RecordingRef;
  readonly file: string;
  readonly call?: string;
  readonly test?: string;
  readonly launch?: string;
  readonly entry?: string;
  readonly outcome: Outcome;
  readonly interpreter: InterpreterInUse;
  readonly stepCount: number;
  readonly durationMs: number;
  /** Of a run that was repeated: the first step at which it took another way than the first time. */
  readonly differsAt?: number;
  /** Every file of which something ran, the one that was asked for first. */
  readonly files: readonly TracedFile[];
  /** Head and tail of what the program printed. */
  readonly stdout: string;
  readonly stderr: string;
  /** What a reader should know about how exact the recording is. */
  readonly notes: readonly string[];
}

export interface TracedFile extends DriftingValues {
  readonly file: string;
  /** Of the bytes that ran; absent where the runtime could not tell. */
  readonly sha256?: string;
}

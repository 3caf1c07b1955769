// What a dataflow analysis is asked with and what it answers: the contract between rules, engine and views.
import type { Claims } from './claims/claims';
import type { FlowQuestions } from './claims/questions';
import type { Evidence, EvidenceLevel } from '../evidence';
import type { LanguageId } from '../syntax/model';
import type { Range } from '../text/position';
import type { SyntaxTree } from '../syntax/syntaxTree';

/** Half-open stretch of a file in UTF-16 offsets. */
export interface OffsetSpan {
  readonly start: number;
  readonly end: number;
}

/** What is known, or must hold, of a value: `value <operator> constant`. */
export interface ValueCondition {
  readonly operator: '==' | '!=' | '<' | '<=' | '>' | '>=';
  /** `null` stands for `null`, `None` and `undefined` alike. */
  readonly value: number | string | boolean | null;
}

export type Role = 'source' | 'sink' | 'sanitizer' | 'propagator';

/**
 * Where a rule's pattern matched in one file. The offsets are those of a syntax node: of a source its value (an
 * expression, or the name of a parameter), of a sink the dangerous operand or argument, of a sanitizer its clean
 * result, of a propagator its result.
 */
export interface RoleMatch extends OffsetSpan {
  /** Id of the rule; a source meets the sinks and sanitizers of the same rule only. */
  readonly rule: string;
  readonly role: Role;
  /** Propagators: the operands whose taint flows on; left out, all of them. */
  readonly from?: readonly OffsetSpan[];
  /** Propagators: arguments or receivers that are written into. */
  readonly to?: readonly OffsetSpan[];
  /** Sinks: what makes the value dangerous, e.g. divisor == 0; conjoined to the condition of the path. */
  readonly condition?: ValueCondition;
  /** Sources: what is known of the value beyond its type, e.g. == null. */
  readonly value?: ValueCondition;
  /** Sources: no source of its own where the value already comes from a source of the rule. */
  readonly isAccessor?: boolean;
  /** Sinks: of a list only the first element counts. */
  readonly takesFirst?: boolean;
}

/** One parsed file. */
export interface SourceFile {
  /** As it is shown; unique within one analysis. Folders are separated by `/`. */
  readonly path: string;
  readonly language: LanguageId;
  readonly text: string;
  readonly tree: SyntaxTree;
}

export interface FlowPlace {
  readonly file: string;
  /** 0-based. */
  readonly line: number;
  readonly range: Range;
  /** Dotted path of the enclosing function, `<module>` outside of all. */
  readonly function: string;
}

/** A place that the value passes, in the order of execution. */
export interface FlowStep extends FlowPlace {
  /** The trimmed first line of what stands there. */
  readonly text: string;
  readonly kind: 'source' | 'assignment' | 'call' | 'return' | 'store' | 'load' | 'branch' | 'sink';
}

/** A branch that was taken: the condition's text and the way it went. */
export interface BranchChoice extends FlowPlace {
  readonly text: string;
  readonly taken: boolean;
}

export interface Feasibility {
  /** `unknown`: the deciders gave up, or something on the way is not modelled. */
  readonly result: 'feasible' | 'infeasible' | 'unknown';
  /** Feasible: values that lead along the path, by the text of what yields them. */
  readonly input?: Readonly<Record<string, number | string | boolean | null>>;
  /** Infeasible: branches that contradict each other (or the sink's condition). */
  readonly conflict?: readonly BranchChoice[];
  readonly decidedBy?: 'constants' | 'built-in' | 'z3';
}

/** A path from a source to a sink of the same rule. */
export interface FlowFinding {
  readonly rule: string;
  readonly level: EvidenceLevel;
  readonly evidence: readonly Evidence[];
  readonly source: FlowPlace;
  readonly sink: FlowPlace;
  /** The function that the path starts from, `<module>` for a file's own code. */
  readonly entry: { readonly file: string; readonly function: string };
  /** From the source to the sink, both included. */
  readonly path: readonly FlowStep[];
  /** Branches that the path takes. */
  readonly conditions: readonly BranchChoice[];
  readonly feasibility: Feasibility;
  /** What the engine approximated on the way, as sentences; `proved` only where there is none. */
  readonly approximations: readonly string[];
  /** Where a model's claims are in use: keys of the functions without source on the way, and of conditions on such. */
  readonly outside?: readonly string[];
  /** Why the path may not be one by what a model says, as a sentence. It stays: that is no proof. */
  readonly doubt?: string;
}

export interface FlowResult {
  /** In the order of file, sink, source. Infeasible ones only where the options ask for them. */
  readonly findings: readonly FlowFinding[];
  readonly files: number;
  readonly lines: number;
  /** Functions that were given up at a limit, by dotted path with the file in front. */
  readonly incomplete: readonly string[];
  /** What a model might be asked; none where the options have no claims. */
  readonly questions: FlowQuestions;
}

/** Decides a conjunction in SMT-LIB 2. Rejects where no solver can be had; the analysis then goes on without. */
export interface SolverPort {
  /** @returns sat with a model by name of constant, unsat, or unknown at its limit. */
  check(query: SolverQuery): Promise<SolverAnswer>;
}

export interface SolverQuery {
  /** Declarations and assertions, without `check-sat`. */
  readonly script: string;
  /** Constants whose values are wanted. */
  readonly wanted: readonly string[];
}

export type SolverAnswer =
  | { readonly result: 'sat'; readonly values: Readonly<Record<string, number | string | boolean>> }
  | { readonly result: 'unsat' | 'unknown' };

/** What the analysis leaves out, to measure what each part is worth. */
export interface Ablation {
  readonly conditions?: boolean;
  readonly solver?: boolean;
  readonly containers?: boolean;
  readonly context?: boolean;
}

export interface FlowOptions {
  readonly solver?: SolverPort;
  /** Milliseconds. */
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  /** Reports infeasible paths too, with what contradicts them. */
  readonly includeInfeasible?: boolean;
  readonly onProgress?: (done: number, of: number) => void;
  /** Told for each entry point that was explored anew how long it took, in milliseconds of `now`. */
  readonly onExplored?: (
    fn: { readonly path: string; readonly file: { readonly path: string } },
    ms: number,
  ) => void;
  readonly without?: Ablation;
  /** Milliseconds that one entry point may take; default 2000. */
  readonly limitMs?: number;
  /** Lets the event loop run: awaited between slices of work, so that a wish to cancel is heard. */
  readonly pause?: () => Promise<void>;
  /** What a model said, taken for true. With claims, also none, the result tells what a model might be asked. */
  readonly claims?: Claims;
}

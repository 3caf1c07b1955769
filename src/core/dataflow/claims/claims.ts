// What a model said of code that is not in the workspace. None of it counts as known: what rests on it is `claimed`.

/** Where an answer is from, and the lines that it rests on, each as `FILE:LINE: TEXT`. */
interface Provenance {
  readonly lines: readonly string[];
  /** Provider and name of the model. */
  readonly model: string;
  /** Digest of the request. */
  readonly prompt: string;
  /** `2026-01-31`. */
  readonly date: string;
}

/** The content of one operand gets into another one, or into the result. */
export interface ClaimedFlow {
  /** `receiver`, the number of an argument from 1, or its name. */
  readonly from: string;
  /** The same, or `result`. */
  readonly to: string;
  readonly lines: readonly string[];
  readonly why: string;
}

/** The result is safe for a rule, whatever goes in. */
export interface ClaimedSafety {
  readonly rule: string;
  readonly lines: readonly string[];
  readonly why: string;
}

/** What a function does with its operands; what is not in it does not happen. */
export interface FunctionClaim extends Provenance {
  /** Language, name and operands: what calls of the same function have in common. */
  readonly function: string;
  readonly flows: readonly ClaimedFlow[];
  readonly makesSafe: readonly ClaimedSafety[];
  readonly why: string;
}

/** What holds of values where a condition does, and where it does not; formulas in the words of SMT-LIB. */
export interface ConditionClaim extends Provenance {
  /** Language, calls and text. */
  readonly condition: string;
  /** As it stands in the program. */
  readonly text: string;
  readonly whenTrue: string;
  readonly whenFalse: string;
  readonly why: string;
}

export interface Claims {
  readonly functions: ReadonlyMap<string, FunctionClaim>;
  readonly conditions: ReadonlyMap<string, ConditionClaim>;
}

/** For an analysis that is to say what might be asked. */
export const noClaims: Claims = { functions: new Map(), conditions: new Map() };

export function claimsOf(functions: readonly FunctionClaim[], conditions: readonly ConditionClaim[]): Claims {
  return {
    functions: new Map(functions.map((claim) => [claim.function, claim])),
    conditions: new Map(conditions.map((claim) => [claim.condition, claim])),
  };
}

export function isWithoutClaims({ functions, conditions }: Claims): boolean {
  return functions.size + conditions.size === 0;
}

/** The first ones, with what others say besides. */
export function joinedClaims(first: Claims, others: Claims): Claims {
  return {
    functions: new Map([...others.functions, ...first.functions]),
    conditions: new Map([...others.conditions, ...first.conditions]),
  };
}

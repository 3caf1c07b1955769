// The intermediate representation that Java, Python, JavaScript and TypeScript are lowered to: structured statements
// over expressions whose names are resolved as far as one file tells. Spans are UTF-16 offsets of the syntax nodes.
import type { ClassIr, FunctionIr } from './declarations';
import type { OffsetSpan } from '../model';

export type Constant = number | string | boolean | null;

/** `any`: not known, an object, or of no importance. */
export type Sort = 'int' | 'real' | 'bool' | 'string' | 'any';

export interface ConstantExpr extends OffsetSpan {
  readonly kind: 'constant';
  readonly value: Constant;
  readonly sort: Sort;
}

/** A variable of the function that is `depth` functions further out. */
export interface LocalExpr extends OffsetSpan {
  readonly kind: 'local';
  readonly name: string;
  readonly depth: number;
}

/** A name that no function binds: a field, a class, an import or something built in. */
export interface FreeExpr extends OffsetSpan {
  readonly kind: 'free';
  readonly name: string;
}

export interface ThisExpr extends OffsetSpan {
  readonly kind: 'this';
  /** Of `Outer.this` the class. */
  readonly of?: string;
}

export interface MemberExpr extends OffsetSpan {
  readonly kind: 'member';
  readonly object: Expr;
  readonly name: string;
}

export interface IndexExpr extends OffsetSpan {
  readonly kind: 'index';
  readonly object: Expr;
  /** Undefined for a slice. */
  readonly index: Expr | undefined;
}

export interface Argument {
  readonly value: Expr;
  /** Of a keyword argument. */
  readonly name?: string;
  readonly isSpread?: boolean;
}

export interface CallExpr extends OffsetSpan {
  readonly kind: 'call';
  readonly callee: Expr;
  readonly args: readonly Argument[];
  /** `super.m()`: starts the look-up above the class that the call stands in. */
  readonly isSuper?: boolean;
}

export interface NewExpr extends OffsetSpan {
  readonly kind: 'new';
  readonly callee: Expr;
  /** As written, without type arguments. */
  readonly className: string;
  readonly args: readonly Argument[];
  /** The body of an anonymous class. */
  readonly anonymous?: ClassIr;
}

export type BinaryOperator =
  | '+' | '-' | '*' | '/' | '//' | '%' | '**' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&' | '|' | '^' | 'in' | 'not in'
  | 'other'; // prettier-ignore

export interface BinaryExpr extends OffsetSpan {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
}

export interface UnaryExpr extends OffsetSpan {
  readonly kind: 'unary';
  readonly operator: 'not' | '-' | 'other';
  readonly operand: Expr;
}

export interface LogicalExpr extends OffsetSpan {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or' | 'nullish';
  readonly left: Expr;
  readonly right: Expr;
}

export interface ConditionalExpr extends OffsetSpan {
  readonly kind: 'conditional';
  readonly test: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}

export interface AssignExpr extends OffsetSpan {
  readonly kind: 'assign';
  readonly target: Target;
  readonly value: Expr;
  /** `x++`: the value of the expression is the one before. */
  readonly yieldsOld?: boolean;
  /** A declaration: the name is new in its scope. */
  readonly declares?: boolean;
}

export interface CastExpr extends OffsetSpan {
  readonly kind: 'cast';
  readonly type: string;
  readonly value: Expr;
}

export interface InstanceExpr extends OffsetSpan {
  readonly kind: 'instance';
  readonly value: Expr;
  readonly type: string;
  readonly binds?: Target | undefined;
}

/** A list, tuple, set or array literal. */
export interface ListExpr extends OffsetSpan {
  readonly kind: 'list';
  readonly elements: readonly Argument[];
}

export interface MapExpr extends OffsetSpan {
  readonly kind: 'map';
  /** `key` is undefined where another map is spread. */
  readonly entries: readonly { readonly key: Expr | undefined; readonly value: Expr }[];
}

/** Text put together: a template, an f-string. */
export interface TextExpr extends OffsetSpan {
  readonly kind: 'text';
  readonly parts: readonly Expr[];
}

export interface ClosureExpr extends OffsetSpan {
  readonly kind: 'closure';
  readonly fn: FunctionIr;
}

/** A class as a value: where its statement stands. */
export interface ClassExpr extends OffsetSpan {
  readonly kind: 'class';
  readonly class: ClassIr;
}

export interface AwaitExpr extends OffsetSpan {
  readonly kind: 'await';
  readonly value: Expr;
}

export interface YieldExpr extends OffsetSpan {
  readonly kind: 'yield';
  readonly value: Expr | undefined;
  readonly delegates: boolean;
}

/** Statements for the sake of a value: comprehensions, switch expressions. */
export interface BlockExpr extends OffsetSpan {
  readonly kind: 'block';
  readonly body: readonly Stmt[];
  readonly result: Expr;
}

/** What the lowering has no form for; its value may depend on all parts. */
export interface UnknownExpr extends OffsetSpan {
  readonly kind: 'unknown';
  readonly parts: readonly Expr[];
  readonly what: string;
}

export type Expr =
  | ConstantExpr
  | LocalExpr
  | FreeExpr
  | ThisExpr
  | MemberExpr
  | IndexExpr
  | CallExpr
  | NewExpr
  | BinaryExpr
  | UnaryExpr
  | LogicalExpr
  | ConditionalExpr
  | AssignExpr
  | CastExpr
  | InstanceExpr
  | ListExpr
  | MapExpr
  | TextExpr
  | ClosureExpr
  | ClassExpr
  | AwaitExpr
  | YieldExpr
  | BlockExpr
  | UnknownExpr;

/** `[a, b] = …`, `{a: b} = …`; a rest takes what is left. */
export interface PatternTarget extends OffsetSpan {
  readonly kind: 'pattern';
  readonly items: readonly PatternItem[];
}

export interface PatternItem {
  /** Position, or name of the property; undefined for the rest. */
  readonly key: number | string | undefined;
  readonly target: Target;
  readonly fallback?: Expr | undefined;
}

export type Target = LocalExpr | FreeExpr | MemberExpr | IndexExpr | PatternTarget;

export interface ExprStmt extends OffsetSpan {
  readonly kind: 'expr';
  readonly value: Expr;
}

export interface IfStmt extends OffsetSpan {
  readonly kind: 'if';
  readonly test: Expr;
  readonly then: readonly Stmt[];
  readonly otherwise: readonly Stmt[];
}

export interface LoopStmt extends OffsetSpan {
  readonly kind: 'loop';
  readonly labels: readonly string[];
  /** Undefined where it cannot fail. */
  readonly test: Expr | undefined;
  readonly testsLast: boolean;
  readonly update: readonly Expr[];
  readonly body: readonly Stmt[];
  /** Python's `else`. */
  readonly otherwise: readonly Stmt[];
}

export interface EachStmt extends OffsetSpan {
  readonly kind: 'each';
  readonly labels: readonly string[];
  readonly target: Target;
  readonly iterable: Expr;
  /** `for (k in object)`, `for k in dict`: a map gives its keys. */
  readonly givesKeys: boolean;
  readonly body: readonly Stmt[];
  readonly otherwise: readonly Stmt[];
}

export interface SwitchStmt extends OffsetSpan {
  readonly kind: 'switch';
  readonly labels: readonly string[];
  readonly subject: Expr;
  /** `tests` are compared with the subject; none for `default`. */
  readonly cases: readonly { readonly tests: readonly Expr[]; readonly body: readonly Stmt[] }[];
  readonly fallsThrough: boolean;
}

export interface Handler {
  /** Names of the classes; empty for all. */
  readonly types: readonly string[];
  readonly binds: Target | undefined;
  readonly body: readonly Stmt[];
}

export interface TryStmt extends OffsetSpan {
  readonly kind: 'try';
  readonly body: readonly Stmt[];
  readonly handlers: readonly Handler[];
  readonly otherwise: readonly Stmt[];
  readonly finalizer: readonly Stmt[];
}

export interface JumpStmt extends OffsetSpan {
  readonly kind: 'return' | 'throw';
  readonly value: Expr | undefined;
}

export interface LeaveStmt extends OffsetSpan {
  readonly kind: 'break' | 'continue';
  readonly label: string | undefined;
}

export interface GroupStmt extends OffsetSpan {
  readonly kind: 'group';
  readonly labels: readonly string[];
  readonly body: readonly Stmt[];
}

export type Stmt =
  ExprStmt | IfStmt | LoopStmt | EachStmt | SwitchStmt | TryStmt | JumpStmt | LeaveStmt | GroupStmt;

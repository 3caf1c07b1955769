// Files, classes and functions of the intermediate representation.
import type { LanguageId } from '../../syntax/model';
import type { OffsetSpan } from '../model';
import type { Expr, Stmt, Target } from './ir';
import type { Mentions } from './mentions';

export interface ParameterIr extends OffsetSpan {
  readonly target: Target;
  /** Declared; undefined where there is none. */
  readonly type: string | undefined;
  readonly fallback?: Expr | undefined;
  readonly rest?: 'positional' | 'named';
  readonly name: string;
}

export interface FunctionIr extends OffsetSpan {
  readonly name: string;
  /** Dotted, as in `SourceFunction.path`. */
  readonly path: string;
  readonly parameters: readonly ParameterIr[];
  readonly body: readonly Stmt[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly isStatic: boolean;
  readonly isPrivate: boolean;
  readonly isAbstract: boolean;
  /** Read like a field (Python's `@property`, a getter). */
  readonly isProperty: boolean;
  /** Declared types of the locals. */
  readonly types: ReadonlyMap<string, string>;
  readonly returns: string | undefined;
  /** The class whose member it is. */
  class: ClassIr | undefined;
  /** The class it stands in, however deep. */
  around: ClassIr | undefined;
  file: FileIr;
  /** Undefined until somebody asks `mentionsOf`. */
  mentions: Mentions | undefined;
}

export interface FieldIr extends OffsetSpan {
  readonly name: string;
  readonly type: string | undefined;
  readonly isStatic: boolean;
  readonly isFinal: boolean;
  readonly isPrivate: boolean;
  readonly init: FunctionIr | undefined;
}

export interface ClassIr extends OffsetSpan {
  readonly name: string;
  readonly path: string;
  readonly supers: readonly string[];
  readonly fields: readonly FieldIr[];
  readonly methods: readonly FunctionIr[];
  readonly constructors: readonly FunctionIr[];
  /** Instance initialisers, in order. */
  readonly initializers: readonly FunctionIr[];
  readonly isRecord: boolean;
  outer: ClassIr | undefined;
  file: FileIr;
}

/** `import name from module`: what `local` stands for; `name` is undefined for the module itself, `*` for all. */
export interface ImportIr {
  readonly local: string;
  readonly module: string;
  readonly name: string | undefined;
}

export interface FileIr {
  readonly path: string;
  readonly language: LanguageId;
  readonly package: string;
  readonly imports: readonly ImportIr[];
  readonly classes: readonly ClassIr[];
  /** All with a body, inner ones too, the module's own code first. */
  readonly functions: readonly FunctionIr[];
  readonly module: FunctionIr;
}

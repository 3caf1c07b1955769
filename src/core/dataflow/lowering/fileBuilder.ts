// Collects the functions and classes of a file while they are lowered.
import type { SyntaxNode } from '../../syntax/syntaxTree';
import type { LanguageId } from '../../syntax/model';
import type { ClassIr, FileIr, FunctionIr, ImportIr, ParameterIr } from '../ir/declarations';
import type { Stmt } from '../ir/ir';
import type { FunctionScope } from './scope';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface FunctionParts {
  readonly parameters?: readonly ParameterIr[];
  readonly isGenerator?: boolean;
  readonly isAsync?: boolean;
}

export abstract class FileBuilder {
  readonly file: FileIr;
  private readonly functions: FunctionIr[] = [];
  private readonly classes: ClassIr[] = [];
  private path = '';
  protected around: ClassIr | undefined;

  constructor(path: string, language: LanguageId, imports: readonly ImportIr[]) {
    this.file = {
      path,
      language,
      package: '',
      imports,
      classes: this.classes,
      functions: this.functions,
      module: undefined as unknown as FunctionIr,
    };
  }

  /** The code of the file itself, once all of it is lowered. */
  protected finishModule(root: SyntaxNode, body: readonly Stmt[], scope: FunctionScope): void {
    const module = this.make(root, '<module>', body, scope, {});
    Object.assign(this.file, { module });
  }

  protected inside<T>(name: string, lower: () => T): T {
    const outer = this.path;
    this.path = outer === '' ? name : `${outer}.${name}`;
    try {
      return lower();
    } finally {
      this.path = outer;
    }
  }

  protected startClass(node: SyntaxNode, name: string, supers: readonly string[]): Writable<ClassIr> {
    const made: Writable<ClassIr> = {
      start: node.startIndex,
      end: node.endIndex,
      name,
      path: this.path === '' ? name : `${this.path}.${name}`,
      supers,
      fields: [],
      methods: [],
      constructors: [],
      initializers: [],
      isRecord: false,
      outer: this.around,
      file: this.file,
    };
    this.classes.push(made);
    return made;
  }

  protected insideClass(cls: ClassIr, lower: () => void): void {
    const outer = this.around;
    this.around = cls;
    this.inside(cls.name, lower);
    this.around = outer;
  }

  /** A function; within `inside` of its own name. */
  protected make(
    node: SyntaxNode,
    name: string,
    body: readonly Stmt[],
    scope: FunctionScope,
    { parameters = [], isGenerator = false, isAsync = false }: FunctionParts,
  ): FunctionIr {
    const isNamed = this.path === name || this.path.endsWith(`.${name}`);
    const fn: FunctionIr = {
      start: node.startIndex,
      end: node.endIndex,
      name,
      path: isNamed || this.path === '' ? this.path || name : `${this.path}.${name}`,
      parameters,
      body,
      isAsync,
      isGenerator,
      isStatic: false,
      isPrivate: false,
      isAbstract: false,
      isProperty: false,
      types: scope.types,
      returns: undefined,
      class: undefined,
      around: this.around,
      file: this.file,
      mentions: undefined,
    };
    this.functions.push(fn);
    return fn;
  }
}

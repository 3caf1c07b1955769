// All files of an analysis as one program: which class a name means, who overrides what, what is never written.
import type { ClassIr, FieldIr, FileIr, FunctionIr } from './ir/declarations';
import type { Expr, Stmt } from './ir/ir';
import { mentionsOf } from './ir/mentions';
import { walkExpressions } from './ir/walk';
import { modulePathOf } from './modules';

export interface Program {
  readonly files: readonly FileIr[];
  /** Class of that name as seen from a file or class; the last part of the name decides among several. */
  classNamed(name: string, from: FileIr, around?: ClassIr): ClassIr | undefined;
  supersOf(cls: ClassIr): readonly ClassIr[];
  /** The class and all that extend it, directly or not. */
  withSubclasses(cls: ClassIr): readonly ClassIr[];
  method(cls: ClassIr, name: string, argumentCount: number): FunctionIr | undefined;
  field(cls: ClassIr, name: string): { readonly field: FieldIr; readonly owner: ClassIr } | undefined;
  /** No statement of the program writes a field or variable of this name, but its initialiser. */
  isNeverWritten(name: string): boolean;
  methodsNamed(name: string): readonly FunctionIr[];
  /** What a variable of a module is set to by its top-level statements. */
  moduleValues(file: FileIr, name: string): readonly Expr[];
  moduleNamed(module: string, from: FileIr): FileIr | undefined;
}

/** Indexes the files. */
export function linkProgram(files: readonly FileIr[]): Program {
  return new LinkedProgram(files);
}

class LinkedProgram implements Program {
  private readonly classes = new Map<string, ClassIr[]>();
  private readonly methods = new Map<string, FunctionIr[]>();
  private readonly subclasses = new Map<ClassIr, ClassIr[]>();
  private readonly written = new Set<string>();
  private readonly modules = new Map<string, FileIr[]>();
  private readonly supers = new Map<ClassIr, readonly ClassIr[]>();
  private readonly moduleVariables = new Map<FileIr, Map<string, Expr[]>>();

  constructor(readonly files: readonly FileIr[]) {
    for (const file of files) this.indexFile(file);
    for (const file of files) {
      for (const cls of file.classes) {
        for (const above of this.supersOf(cls)) push(this.subclasses, above, cls);
      }
    }
  }

  private indexFile(file: FileIr): void {
    push(this.modules, modulePathOf(file.path).at(-1) ?? '', file);
    for (const cls of file.classes) {
      push(this.classes, cls.name, cls);
      for (const method of cls.methods) push(this.methods, method.name, method);
    }
    for (const fn of file.functions) for (const name of mentionsOf(fn).written) this.written.add(name);
    this.moduleVariables.set(file, topLevelValues(file.module.body));
  }

  classNamed(name: string, from: FileIr, around?: ClassIr): ClassIr | undefined {
    const parts = name.replace(/<.*>/s, '').split('.');
    const candidates = this.classes.get(parts.at(-1) ?? '') ?? [];
    if (candidates.length <= 1) return candidates[0];
    const imported = from.imports.find(({ local }) => local === parts[0]);
    const closeness = (cls: ClassIr): number => {
      if (around !== undefined && cls.outer === around) return 5;
      if (cls.file === from) return 4;
      if (imported !== undefined && cls.file.package === imported.module) return 3;
      return cls.file.package === from.package ? 2 : 1;
    };
    return candidates.reduce((best, each) => (closeness(each) > closeness(best) ? each : best));
  }

  supersOf(cls: ClassIr): readonly ClassIr[] {
    const known = this.supers.get(cls);
    if (known !== undefined) return known;
    const found = cls.supers.flatMap((name) => {
      const above = this.classNamed(name, cls.file, cls.outer);
      return above === undefined || above === cls ? [] : [above];
    });
    this.supers.set(cls, found);
    return found;
  }

  withSubclasses(cls: ClassIr): readonly ClassIr[] {
    const found = new Set([cls]);
    for (const each of found) for (const below of this.subclasses.get(each) ?? []) found.add(below);
    return [...found];
  }

  method(cls: ClassIr, name: string, argumentCount: number): FunctionIr | undefined {
    const seen = new Set([cls]);
    for (const each of seen) {
      const named = each.methods.filter((method) => method.name === name);
      const found =
        named.find((method) => accepts(method, argumentCount)) ?? (isJava(cls) ? undefined : named.at(-1));
      if (found !== undefined) return found;
      for (const above of this.supersOf(each)) seen.add(above);
    }
    return undefined;
  }

  field(cls: ClassIr, name: string): { field: FieldIr; owner: ClassIr } | undefined {
    const seen = new Set([cls]);
    for (const owner of seen) {
      const field = owner.fields.find((each) => each.name === name);
      if (field !== undefined) return { field, owner };
      for (const above of this.supersOf(owner)) seen.add(above);
    }
    return undefined;
  }

  isNeverWritten(name: string): boolean {
    return !this.written.has(name);
  }

  methodsNamed(name: string): readonly FunctionIr[] {
    return this.methods.get(name) ?? [];
  }

  moduleValues(file: FileIr, name: string): readonly Expr[] {
    return this.moduleVariables.get(file)?.get(name) ?? [];
  }

  moduleNamed(module: string, from: FileIr): FileIr | undefined {
    const wanted = module.split(/[./]+/).filter((part) => part !== '');
    const last = (wanted.at(-1) ?? modulePathOf(from.path).at(-2) ?? '').replace(/\.[cm]?[jt]sx?$/, '');
    const candidates = this.modules.get(last) ?? [];
    return candidates.find((file) => endsWith(modulePathOf(file.path), wanted)) ?? undefined;
  }
}

function isJava(cls: ClassIr): boolean {
  return cls.file.language === 'java';
}

/** Whether a call with so many arguments may mean this function. */
function accepts({ parameters }: FunctionIr, count: number): boolean {
  return (
    count < 0 ||
    parameters.length === count ||
    parameters.some(({ rest }) => rest !== undefined && parameters.length <= count + 1)
  );
}

function endsWith(path: readonly string[], wanted: readonly string[]): boolean {
  const names = wanted.map((name) => name.replace(/\.[cm]?[jt]sx?$/, ''));
  return names.every((name, index) => path[path.length - names.length + index] === name);
}

function topLevelValues(body: readonly Stmt[]): Map<string, Expr[]> {
  const values = new Map<string, Expr[]>();
  walkExpressions(body, (expr) => {
    if (expr.kind !== 'assign') return;
    const { target } = expr;
    if (target.kind === 'local') push(values, target.name, expr.value);
    if (target.kind !== 'member') return;
    // CommonJS: `module.exports = …`, `exports.name = …`.
    const object = target.object.kind === 'free' ? target.object.name : '';
    if (object === 'module' && target.name === 'exports') push(values, 'module.exports', expr.value);
    if (object === 'exports') push(values, target.name, expr.value);
  });
  return values;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

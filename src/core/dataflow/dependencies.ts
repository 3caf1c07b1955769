// What one exploration asked of the program around it. Its result holds for as long as the answers are the same: those
// of unchanged files are the same objects from one analysis to the next.
import type { ClassIr, FieldIr, FileIr, FunctionIr } from './ir/declarations';
import type { Expr } from './ir/ir';
import type { Program } from './program';

interface Question {
  readonly ask: (program: AskedProgram) => unknown;
  readonly answer: unknown;
}

/** A program, and which of its functions rules speak of. */
export interface AskedProgram extends Program {
  isRelevant(fn: FunctionIr): boolean;
}

/** Hands questions on, each one once, and remembers the answers. */
export class RecordingProgram implements AskedProgram {
  private readonly asked = new Map<string, Map<unknown, Question>>();

  constructor(private readonly program: AskedProgram) {}

  get files(): readonly FileIr[] {
    return this.program.files;
  }

  /** Whether another program gives the same answers. */
  holdsIn(program: AskedProgram): boolean {
    for (const questions of this.asked.values()) {
      for (const { ask, answer } of questions.values()) if (!isSame(ask(program), answer)) return false;
    }
    return true;
  }

  /** @returns this record without the program that was asked, which is then free to go. */
  answers(): Pick<RecordingProgram, 'holdsIn'> {
    const { asked } = this;
    return { holdsIn: (program) => RecordingProgram.prototype.holdsIn.call({ asked }, program) };
  }

  private remember<T>(name: string, subject: unknown, ask: (program: AskedProgram) => T): T {
    let questions = this.asked.get(name);
    if (questions === undefined) this.asked.set(name, (questions = new Map<unknown, Question>()));
    const known = questions.get(subject);
    if (known !== undefined) return known.answer as T;
    const answer = ask(this.program);
    questions.set(subject, { ask, answer });
    return answer;
  }

  classNamed(name: string, from: FileIr, around?: ClassIr): ClassIr | undefined {
    return this.remember(`class ${name}`, around ?? from, (program) =>
      program.classNamed(name, from, around),
    );
  }

  supersOf(cls: ClassIr): readonly ClassIr[] {
    return this.remember('supers', cls, (program) => program.supersOf(cls));
  }

  withSubclasses(cls: ClassIr): readonly ClassIr[] {
    return this.remember('subclasses', cls, (program) => program.withSubclasses(cls));
  }

  method(cls: ClassIr, name: string, count: number): FunctionIr | undefined {
    return this.remember(`method ${count} ${name}`, cls, (program) => program.method(cls, name, count));
  }

  field(cls: ClassIr, name: string): { readonly field: FieldIr; readonly owner: ClassIr } | undefined {
    return this.remember(`field ${name}`, cls, (program) => program.field(cls, name));
  }

  isNeverWritten(name: string): boolean {
    return this.remember(`written ${name}`, undefined, (program) => program.isNeverWritten(name));
  }

  methodsNamed(name: string): readonly FunctionIr[] {
    return this.remember(`methods ${name}`, undefined, (program) => program.methodsNamed(name));
  }

  moduleValues(file: FileIr, name: string): readonly Expr[] {
    return this.remember(`values ${name}`, file, (program) => program.moduleValues(file, name));
  }

  moduleNamed(module: string, from: FileIr): FileIr | undefined {
    return this.remember(`module ${module}`, from, (program) => program.moduleNamed(module, from));
  }

  isRelevant(fn: FunctionIr): boolean {
    return this.remember('relevant', fn, (program) => program.isRelevant(fn));
  }
}

/** The same object, list of objects, or field. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => each === b[index]);
  }
  return isField(a) && isField(b) && a.field === b.field && a.owner === b.owner;
}

function isField(value: unknown): value is { readonly field: unknown; readonly owner: unknown } {
  return typeof value === 'object' && value !== null && 'field' in value && 'owner' in value;
}

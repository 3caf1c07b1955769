// Calls of functions whose source is not in the workspace: how they are told from each other, and which of them a value
// of a source has met.
import type { Machine, ArgumentValue } from './machine';
import { infoOf } from './heap';
import type { Place } from './state';
import type { Term } from './terms';

export interface OutsideOperand {
  /** `receiver`, the number of an argument from 1, or its name. */
  readonly name: string;
  readonly value: Term;
}

export interface OutsideCall {
  /** Language, name and operands; of a method whose class is not known also the name of the file. */
  readonly key: string;
  /** With the class, where that is known. */
  readonly name: string;
  readonly operands: readonly OutsideOperand[];
  readonly place: Place;
}

/** A function that a value of a source was handed to. */
export interface ReachedCall {
  readonly key: string;
  readonly name: string;
  readonly operands: readonly string[];
  /** A few of its calls. */
  readonly places: Place[];
  readonly declaration: Place | undefined;
  /** Rules whose values it gets. */
  readonly rules: Set<string>;
  /** Another operand than those that hold such a value might get it. */
  mayWrite: boolean;
}

const mostOperands = 8;
const longestName = 120;
const mostPlaces = 3;

export class OutsideCalls {
  /** By the value that stands for the result. */
  readonly results = new Map<Term, OutsideCall>();
  readonly reached = new Map<string, ReachedCall>();

  /** @param inputs The operands' values, with all that can be reached from them. */
  note(m: Machine, call: OutsideCall, inputs: readonly Term[], result: Term): void {
    this.results.set(result, call);
    const tainted = inputs.filter(({ isTainted }) => isTainted);
    if (tainted.length === 0) return;
    const { key, name, place } = call;
    const known = this.reached.get(key) ?? {
      key,
      name,
      operands: call.operands.map((operand) => operand.name),
      places: [],
      declaration: declarationOf(m, name),
      rules: new Set<string>(),
      mayWrite: false,
    };
    this.reached.set(key, known);
    const isNew = known.places.every(({ file, start }) => file !== place.file || start !== place.start);
    if (isNew && known.places.length < mostPlaces) known.places.push(place);
    for (const { origin, cleaned } of tainted.flatMap((term) => m.taints.of(term))) {
      for (const { rule } of origin.matches) if (!cleaned.has(rule)) known.rules.add(rule);
    }
    known.mayWrite ||= call.operands.some(
      (operand, index) =>
        operand.name !== 'receiver' && inputs[index]?.isTainted === false && mayHold(m, operand),
    );
  }
}

/** Whether something can be put into a value. */
function mayHold(m: Machine, { value }: OutsideOperand): boolean {
  const { op, sort } = m.terms.strip(value);
  const kind = infoOf(m, value)?.kind;
  return op !== 'const' && sort === 'any' && !/^(?:closure|class|module|library)$/.test(kind ?? '');
}

/** A function of the program that has this name and no code. */
function declarationOf(m: Machine, name: string): Place | undefined {
  const plain = name.replace(/^.*\./, '');
  const fn = m.program.methodsNamed(plain).find(({ isAbstract }) => isAbstract);
  return fn && { file: fn.file, fn, start: fn.start, end: fn.end };
}

/** The call as a function that may be asked about; undefined where rules describe it, or nobody could say what is called. */
export function outsideCall(
  m: Machine,
  called: string,
  args: readonly ArgumentValue[],
  place: Place,
  receiver?: Term,
): OutsideCall | undefined {
  // A variable of a module has the file in front.
  const plain = called.replace(/^.* /, '').replace(/[#@]\d+$/, '');
  const operands = [
    ...(receiver === undefined ? [] : [{ name: 'receiver', value: receiver }]),
    ...args.map(({ name, value }, index) => ({ name: name ?? String(index + 1), value })),
  ];
  const isPlain = args.every(({ isSpread }) => isSpread !== true) && operands.length <= mostOperands;
  if (!isName(plain) || !isPlain || operands.length === 0 || place.end === 0) return undefined;
  if (isDescribed(m, place)) return undefined;
  const type = receiver && typeOf(m, receiver);
  const name = type === undefined ? plain : `${type}.${plain}`;
  const { path, language } = place.file;
  const where = name.includes('.') ? '' : ` in ${path.replace(/^.*[/\\]/, '')}`;
  const list = operands.map((operand) => operand.name).join(', ');
  return { key: `${language} ${name}(${list})${where}`, name, operands, place };
}

function isName(text: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$.]*$/u.test(text) && text.length <= longestName;
}

/** The class of a receiver, where it is known and has a name. */
function typeOf(m: Machine, receiver: Term): string | undefined {
  const type = infoOf(m, receiver)?.type ?? m.terms.strip(receiver).type;
  return type !== undefined && isName(type) ? type : undefined;
}

function isDescribed(m: Machine, { file, start, end }: Place): boolean {
  return m.options.rolesAt(file, start, end).some(({ role }) => role !== 'sink');
}

// What all parts of the instrumenter share while one file is worked on.
import type { Node } from 'web-tree-sitter';
import type { Run } from './run';
import type { SourceFunction } from '../../syntax/model';
import type { BlockPlan } from './blockPlan';
import type { CodeTable } from './codes';
import type { Insertions } from './insertions';
import { PendingPath } from './pendingPath';
import { VisibleNames } from './visibleNames';

/** A place that hands over values while its probe is on. */
export interface ProbePlace {
  readonly kind: 'entry' | 'block' | 'loop-exit' | 'return' | 'raised';
  /** Index of the function in the model. */
  readonly functionIndex: number;
  readonly names: readonly string[];
  /** Which of the bits, thirty a number, say whether it is on. */
  readonly place: number;
}

/** The function whose frame runs what is being walked. */
export interface OpenFunction {
  readonly index: number;
  readonly isModule: boolean;
  /** Its body stands in a `try` of ours that notes how it is left. */
  readonly isGuarded: boolean;
  /** It calls nothing but itself: the guard may be a `catch` that throws on, which engines optimise better. What Node says of an
   * uncaught exception is then that it was thrown there, which the recorder can put right for code of its own modules. */
  readonly throwsOn: boolean;
  /** It may hand over control, by which words: it has a variable that holds its number. */
  readonly suspends: 'await' | 'yield' | 'both' | false;
  /** Variables of ours that it needs, as declarators. */
  readonly variables: string[];
  /** The numbers that say which of its probes are on, and how many of the last one's bits are taken. */
  readonly switches: number[];
  bits: number;
  /** Those of these numbers that it has in variables. */
  readonly watched: Set<number>;
  /** What its frame has run and not logged, at the place that is being walked. */
  readonly path: PendingPath;
  /** The loops around that place, outermost first. */
  readonly loops: OpenLoop[];
  /** How many `try` with a `finally` are around that place. */
  finalizers: number;
}

/** Code that belongs to no recorded function, such as default values. */
export const unrecorded = {
  index: -1,
  isModule: false,
  isGuarded: false,
  throwsOn: false,
  suspends: false,
} as const;

export interface OpenLoop {
  readonly labels: readonly string[];
  /** Blocks that run between a `continue` and the next round, as far as they are logged there. */
  readonly atContinue: readonly number[];
  /** Its update is logged with the next round. */
  readonly waits: boolean;
}

/** Code nests both ways, functions in expressions and statements in loops: what the inner parts ask of the outer ones. */
export interface NestedCode {
  /** A function in an expression. */
  readonly function: (node: Node, session: Session) => void;
  /** A namespace of TypeScript. */
  readonly namespace: (node: Node, session: Session) => void;
  /** The body of a loop. */
  readonly body: (node: Node | null, owner: OpenFunction, session: Session, texts?: BodyTexts) => void;
  /** Statements that run one after the other. */
  readonly suite: (statements: readonly Node[], owner: OpenFunction, session: Session, run: Run) => void;
}

/** What goes to the start and to the end of a body; the latter asked for when the body has been walked. */
export interface BodyTexts {
  readonly opening?: string;
  readonly closing?: () => string;
}

export class Session {
  readonly visible = new VisibleNames();
  readonly probes: ProbePlace[] = [];
  /** Functions without probes: path -> reason. */
  readonly leftAlone = new Map<string, string>();
  private variables = 0;
  private switches = 0;

  constructor(
    readonly plan: BlockPlan,
    readonly insertions: Insertions,
    readonly codes: CodeTable,
    /** Starts every name of ours; the text does not contain it. */
    readonly prefix: string,
    readonly nested: NestedCode,
  ) {}

  /** A call of one of the recorder's functions (src/runtime/javascript/recorder.cjs). */
  call(name: string, ...args: (string | number)[]): string {
    return `${this.prefix}${name}(${args.join()})`;
  }

  /** An expression that logs that blocks run, where nothing is pending. */
  log(...blocks: number[]): string {
    return this.call('L', this.codes.code({ blocks }));
  }

  /** An expression that logs what is pending and that the frame ends. */
  leave(owner: OpenFunction): string {
    if (!owner.suspends) return this.call('M', owner.path.leavingCode(), `${this.prefix}h`);
    const flushed = owner.path.flushed();
    return `${flushed === '' ? '' : `${flushed},`}${this.call('Y', `${this.prefix}g`)}`;
  }

  /** A variable of ours that lives as long as the function. */
  variable(owner: OpenFunction, value?: string): string {
    const name = `${this.prefix}v${this.variables++}`;
    owner.variables.push(value === undefined ? name : `${name}=${value}`);
    return name;
  }

  probe(kind: ProbePlace['kind'], owner: OpenFunction, names: readonly string[]): number {
    if (owner.bits % bitsOfSwitch === 0) owner.switches.push(this.switches++);
    const place = bitsOfSwitch * (owner.switches.at(-1) ?? 0) + (owner.bits++ % bitsOfSwitch);
    this.probes.push({ kind, functionIndex: owner.index, names, place });
    return this.probes.length - 1;
  }

  isOn(probe: number): string {
    const { number, bit } = this.switchOf(probe);
    return `${this.prefix}O[${number}]&${bit}`;
  }

  /** The same as known when the function was entered, began its latest loop or last handed over values. */
  isOnHere(probe: number, owner: OpenFunction): string {
    const { number, bit } = this.switchOf(probe);
    owner.watched.add(number);
    return `${this.prefix}o${number}&${bit}`;
  }

  /** Assignments of what is known of a function's probes, as far as it has been walked. */
  looksAgain({ watched }: OpenFunction): string[] {
    return [...watched].map((number) => `${this.prefix}o${number}=${this.prefix}O[${number}]`);
  }

  private switchOf(probe: number): { readonly number: number; readonly bit: number } {
    const place = this.probes[probe]?.place ?? 0;
    return { number: Math.floor(place / bitsOfSwitch), bit: 1 << (place % bitsOfSwitch) };
  }

  /** A frame of this function, which is about to be walked. */
  open(
    frame: Pick<OpenFunction, 'index' | 'isModule' | 'isGuarded' | 'throwsOn' | 'suspends'>,
  ): OpenFunction {
    const path = new PendingPath(this.codes, this.prefix);
    return {
      ...frame,
      variables: [],
      switches: [],
      bits: 0,
      watched: new Set(),
      path,
      loops: [],
      finalizers: 0,
    };
  }

  /** Names worth showing for a block: those it writes, then those it reads, as far as they can be read here. */
  namesOfBlock(block: number): string[] {
    const found = this.plan.model.blocks[block];
    if (found === undefined) return [];
    const { definitions, uses } = found;
    const written = definitions.filter((name) => this.visible.isDeclared(name));
    const read = uses.filter((name) => this.visible.isLocal(name));
    return [...new Set([...written, ...read])].slice(0, maximalNames);
  }

  /** A statement that hands over the values of a block; empty where there is nothing to show. */
  values(kind: ProbePlace['kind'], owner: OpenFunction, names: readonly string[]): string {
    if (names.length === 0) return '';
    const probe = this.probe(kind, owner, names);
    const { number } = this.switchOf(probe);
    // Optimisers keep in a register what is seen to be an integer.
    const hand = `${this.prefix}o${number}=${this.call('V', probe, owner.path.code(), ...names)}|0`;
    // A variable of a function around need not have a value yet.
    const isSafe = names.every((name) => this.visible.isLocal(name));
    return `if(${this.isOnHere(probe, owner)})${isSafe ? `${hand};` : `try{${hand}}catch{}`}`;
  }

  function(body: Node): SourceFunction | undefined {
    return this.plan.functionOf(body);
  }
}

/** As src/runtime/javascript/recorder.cjs has it. */
const bitsOfSwitch = 30;

/** Names handed to one probe at most. */
export const maximalNames = 40;

// What all parts of the instrumenter share while one file is worked on.
import type { Node } from 'web-tree-sitter';
import type { SourceFunction } from '../../syntax/model';
import type { BlockPlan } from './blockPlan';
import type { CodeTable } from './codes';
import type { Insertions } from './insertions';
import type { Lead } from './run';
import { VisibleNames } from './visibleNames';

/** A place that hands over values while its probe is on. */
export interface ProbePlace {
  readonly kind: 'entry' | 'block' | 'loop-exit' | 'return' | 'raised';
  /** Index of the function in the model. */
  readonly functionIndex: number;
  readonly names: readonly string[];
}

/** The function whose frame runs what is being walked. */
export interface OpenFunction {
  readonly index: number;
  readonly isModule: boolean;
  /** Its body stands in a `try` of ours that notes how it is left. */
  readonly isGuarded: boolean;
  /** It may hand over control, by which words: it has a variable that holds its number. */
  readonly suspends: 'await' | 'yield' | 'both' | false;
  /** Variables of ours that it needs, as declarators. */
  readonly variables: string[];
}

/** Code nests both ways, functions in expressions and statements in loops: what the inner parts ask of the outer ones. */
export interface NestedCode {
  /** A function in an expression. */
  readonly function: (node: Node, session: Session) => void;
  /** A namespace of TypeScript. */
  readonly namespace: (node: Node, session: Session) => void;
  /** The body of a loop. */
  readonly body: (node: Node | null, owner: OpenFunction, session: Session, lead: Lead) => void;
}

export class Session {
  readonly visible = new VisibleNames();
  readonly probes: ProbePlace[] = [];
  /** Functions without probes: path -> reason. */
  readonly leftAlone = new Map<string, string>();
  private variables = 0;

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

  /** An expression that logs a code. Whatever can run again and again also passes a `checkedLog`. */
  log(code: number | string): string {
    return `${this.prefix}W[${this.prefix}I[0]++]=${code}`;
  }

  /** As `log`, and sees to it that there is room for what follows: for entered functions and for loops. */
  checkedLog(code: number | string): string {
    return this.call('L', code);
  }

  /** An expression that logs that the current frame ends. */
  leave(): string {
    return this.log(leaveWord);
  }

  /** A variable of ours that lives as long as the function. */
  variable(owner: OpenFunction, value?: string): string {
    const name = `${this.prefix}v${this.variables++}`;
    owner.variables.push(value === undefined ? name : `${name}=${value}`);
    return name;
  }

  probe(kind: ProbePlace['kind'], owner: OpenFunction, names: readonly string[]): number {
    this.probes.push({ kind, functionIndex: owner.index, names });
    return this.probes.length - 1;
  }

  isOn(probe: number): string {
    return `${this.prefix}O[${probe}]`;
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
    return `if(${this.isOn(probe)})try{${this.call('V', probe, ...names)}}catch{}`;
  }

  function(body: Node): SourceFunction | undefined {
    return this.plan.functionOf(body);
  }
}

/** In the recorder's memory, see src/runtime/javascript/recorder.cjs. */
const leaveWord = 10;

/** Names handed to one probe at most. */
export const maximalNames = 40;

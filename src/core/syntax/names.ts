// Which names each block writes and reads, and which calls it makes. One sweep over the captures of a language's
// names query, nested in the stretches of text that the blocks own; the innermost region decides what a name is.
import type { Node, Query } from 'web-tree-sitter';
import type { BlockDraft } from './blockChain';
import { calleeText } from './callee';
import type { Span } from './construct';
import { matchesOf, type ParsedText } from './parsedText';

/** A stretch of text whose names belong to a block. */
export interface Owner {
  readonly span: Span;
  /** -1 for what stands around the functions that were asked about. */
  readonly functionIndex: number;
  /** Undefined where nothing of the function runs, e.g. between its statements. */
  readonly block: BlockDraft | undefined;
  /** Variable annotations are evaluated here: in a Python module or class, not in a function. */
  readonly evaluatesAnnotations: boolean;
}

/** Where the parameters of a function stand. */
export interface ParameterList {
  readonly span: Span;
  readonly parametersOf: number;
}

/** Stretches of text that say to whom the names inside of them belong; they nest. */
export type Place = Owner | ParameterList;

/** What a block writes and reads. */
export interface BlockNames {
  readonly definitions: Set<string>;
  readonly uses: Set<string>;
}

/** A call on its way into the model. */
export interface CallDraft {
  readonly callee: string;
  readonly span: Span;
  readonly block: BlockDraft | undefined;
}

/** A place where a variable of a function, or one that the function sees, is written or read. */
export interface Mention {
  readonly name: string;
  readonly span: Span;
  readonly isWritten: boolean;
  /** Undefined where nothing of the function runs; of a parameter, too. */
  readonly block: BlockDraft | undefined;
  /** Index of the function that a parameter belongs to. */
  readonly parameterOf?: number;
}

/** All that the sweep finds. */
export interface Names {
  readonly ofBlock: ReadonlyMap<BlockDraft, BlockNames>;
  /** By index of the function. */
  readonly parameters: ReadonlyMap<number, readonly string[]>;
  /** In source order. */
  readonly calls: readonly CallDraft[];
  /** Indexes of functions with a `yield` of their own. */
  readonly yielding: ReadonlySet<number>;
  /** Whether names of an expression or of type parameters hold in all of the functions that were asked about. */
  readonly isInScope: boolean;
  /** In no particular order, and without names that live and die within an expression. */
  readonly mentions: readonly Mention[];
}

/**
 * What a name in a region is.
 * `write`: a variable of the function is written; `update`: read and written; `bind`: written, but lives only in the
 * `scope` around it, such as a comprehension; `ignore`: no variable at all, whatever stands inside; `member`: its last
 * name is that of a member, all before is read.
 */
type Role = 'read' | 'write' | 'update' | 'bind' | 'ignore' | 'member';

const roles: ReadonlySet<string> = new Set<Role>(['read', 'write', 'update', 'bind', 'ignore', 'member']);

/** Names that live and die within one expression. */
interface InnerScope {
  readonly outer: InnerScope | undefined;
  readonly bound: Set<string>;
  readonly reads: Reading[];
}

type Reading = Pick<Mention, 'name' | 'span' | 'block'>;

interface Frame {
  readonly end: number;
  readonly owner: Owner;
  readonly role: Role;
  /** Names that are written here are parameters of this function. */
  readonly parametersOf: number | undefined;
  readonly scope: InnerScope | undefined;
  readonly opensScope: boolean;
}

interface Event extends Span {
  /** Of several events on the same stretch, the lower is the outer one. */
  readonly rank: number;
  readonly what: Place | string;
  readonly callee: Node | undefined;
}

const leaves: ReadonlySet<string> = new Set(['name', 'call', 'yield']);

/**
 * Captures: `@name` is a name, `@call` a call with its `@callee`, `@yield` makes its function a generator. Regions:
 * the roles above; `@annotation` is read where annotations are evaluated and ignored elsewhere; `@scope` holds the
 * names that `@bind` makes; `@outside` is evaluated outside of the scope that it stands in.
 */
export function findNames(parsed: ParsedText, query: Query, places: readonly Place[]): Names {
  const sweep = new Sweep(parsed.lines.text);
  for (const event of eventsOf(parsed, query, places)) sweep.handle(event);
  sweep.finish();
  return sweep;
}

function eventsOf(parsed: ParsedText, query: Query, places: readonly Place[]): Event[] {
  const events: Event[] = places.map((what, index) => {
    return {
      start: what.span.start,
      end: what.span.end,
      rank: index - places.length,
      what,
      callee: undefined,
    };
  });
  for (const { patternIndex, captures } of matchesOf(query, parsed)) {
    const callee = captures.find(({ name }) => name === 'callee')?.node;
    for (const { name, node } of captures) {
      if (name === 'callee') continue;
      const rank = leaves.has(name) ? Infinity : patternIndex;
      events.push({ start: node.startIndex, end: node.endIndex, rank, what: name, callee });
    }
  }
  return events.sort((a, b) => a.start - b.start || b.end - a.end || compareRanks(a.rank, b.rank));
}

/** `Infinity - Infinity` is no number. */
function compareRanks(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

class Sweep implements Names {
  readonly ofBlock = new Map<BlockDraft, BlockNames>();
  readonly parameters = new Map<number, string[]>();
  readonly calls: CallDraft[] = [];
  readonly yielding = new Set<number>();
  readonly mentions: Mention[] = [];
  isInScope = false;
  private readonly frames: Frame[] = [];

  constructor(private readonly text: string) {}

  handle(event: Event): void {
    this.leaveUntil(event.start);
    const frame = this.frames.at(-1);
    if (typeof event.what !== 'string') this.enterPlace(event.what, frame);
    else if (frame === undefined) return;
    else if (event.what === 'name') this.handleName(event, frame);
    else if (event.what === 'yield') this.yielding.add(frame.owner.functionIndex);
    else if (event.what === 'call') this.handleCall(event, frame);
    else this.enterRegion(event.what, event.end, frame);
  }

  finish(): void {
    this.leaveUntil(Infinity);
  }

  private leaveUntil(offset: number): void {
    for (
      let frame = this.frames.at(-1);
      frame !== undefined && frame.end <= offset;
      frame = this.frames.at(-1)
    ) {
      this.frames.pop();
      if (frame.opensScope && frame.scope !== undefined) this.closeScope(frame.scope);
    }
  }

  private enterPlace(place: Place, around: Frame | undefined): void {
    const { end } = place.span;
    if ('block' in place) {
      const scope = around?.scope;
      this.frames.push({
        end,
        owner: place,
        role: 'read',
        parametersOf: undefined,
        scope,
        opensScope: false,
      });
    } else if (around !== undefined) {
      this.frames.push({
        ...around,
        end,
        role: 'write',
        parametersOf: place.parametersOf,
        opensScope: false,
      });
    }
  }

  private enterRegion(capture: string, end: number, around: Frame): void {
    if (capture === 'scope') {
      this.isInScope ||= around.owner.functionIndex < 0;
      const scope: InnerScope = { outer: around.scope, bound: new Set(), reads: [] };
      this.frames.push({ ...around, end, scope, opensScope: true });
    } else if (capture === 'outside') {
      this.frames.push({ ...around, end, scope: around.scope?.outer, opensScope: false });
    } else {
      this.frames.push({ ...around, end, role: roleOf(capture, around), opensScope: false });
    }
  }

  private handleName({ start, end }: Event, frame: Frame): void {
    const { owner, role, scope, parametersOf } = frame;
    const isMember = role === 'member' && end === frame.end;
    if (start === end || isMember) return;
    const name = this.text.slice(start, end);
    const { block } = owner;
    const span = { start, end };
    if (role === 'bind') scope?.bound.add(name);
    if (role === 'write' && parametersOf !== undefined) this.addParameter(parametersOf, name, span);
    else if (role === 'write' || role === 'update') this.write({ name, span, block });
    if (role === 'read' || role === 'update' || role === 'member') this.read({ name, span, block }, scope);
  }

  private write({ name, span, block }: Reading): void {
    this.namesOf(block)?.definitions.add(name);
    this.mentions.push({ name, span, block, isWritten: true });
  }

  private addParameter(functionIndex: number, name: string, span: Span): void {
    this.mentions.push({ name, span, block: undefined, isWritten: true, parameterOf: functionIndex });
    const parameters = this.parameters.get(functionIndex);
    if (parameters === undefined) this.parameters.set(functionIndex, [name]);
    else parameters.push(name);
  }

  private read(reading: Reading, scope: InnerScope | undefined): void {
    if (scope !== undefined) {
      scope.reads.push(reading);
      return;
    }
    this.namesOf(reading.block)?.uses.add(reading.name);
    this.mentions.push({ ...reading, isWritten: false });
  }

  private closeScope({ bound, reads, outer }: InnerScope): void {
    for (const reading of reads) {
      if (!bound.has(reading.name)) this.read(reading, outer);
    }
  }

  private handleCall({ start, end, callee }: Event, { owner, role }: Frame): void {
    if (callee === undefined || role === 'ignore') return;
    const text = this.text.slice(callee.startIndex, callee.endIndex);
    const isName = text.length < 100 && /^[\w$.]+$/.test(text);
    this.calls.push({ callee: isName ? text : calleeText(callee), span: { start, end }, block: owner.block });
  }

  private namesOf(block: BlockDraft | undefined): BlockNames | undefined {
    if (block === undefined) return undefined;
    const known = this.ofBlock.get(block);
    if (known !== undefined) return known;
    const fresh: BlockNames = { definitions: new Set(), uses: new Set() };
    this.ofBlock.set(block, fresh);
    return fresh;
  }
}

function roleOf(capture: string, around: Frame): Role {
  if (around.role === 'ignore') return 'ignore';
  if (capture === 'annotation') return around.owner.evaluatesAnnotations ? 'read' : 'ignore';
  return roles.has(capture) ? (capture as Role) : around.role;
}

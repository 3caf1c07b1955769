// Straight-line runs of statements, and what is logged before the first of them.
import type { CodeMeaning } from '../../trace/model';
import type { OpenFunction, Session } from './session';

/** A straight-line run of statements of one block within one suite. */
export class Run {
  /** Its values have been handed over, or control has gone elsewhere. */
  ended = false;
  /** Where its last statement ends. */
  lastEnd = -1;

  /** @param start Where it starts, before its labels; -1 where it goes on from the suite around. */
  constructor(
    readonly block: number | undefined,
    readonly start = -1,
  ) {}
}

/** A statement that logs a code as a round of a loop, with what is to be done after it. */
export type RoundLog = (code: number | string, next?: string) => string;

/** What is due before the first block of a suite; logged together with it in one event where no values come between. */
export class Lead {
  /** It starts the rounds of a loop. */
  isLoop = false;
  /** How these rounds are logged, where a round is one event. */
  roundLog: RoundLog | undefined;
  /** Statements before any event. */
  first = '';
  enter: number | undefined;
  /** Blocks that run before the suite's own first block. */
  blocks: readonly number[] = [];
  /** Statement after the event of entering. */
  entered = '';
  /** Hands over values between `blocks` and the suite's first block: [probe, names]. */
  values: readonly [probe: number, names: readonly string[]] | undefined;
  /** Instead of a code for `blocks`: statements that log a code from a variable, with and without the suite's own. */
  computed:
    { readonly together: (own: readonly number[]) => string; readonly apart: () => string } | undefined;

  constructor(private readonly session: Session) {}

  /** The text that starts a block (or, without blocks, what is due anyway). */
  text(own: readonly number[], opens = false): string {
    const { session, enter, values } = this;
    const isDue = enter !== undefined || this.blocks.length > 0 || own.length > 0;
    if (this.computed !== undefined) return this.first + this.computedText(own);
    if (!isDue) return this.first;
    if (values === undefined) {
      return this.first + this.log([...this.blocks, ...own], enter, opens) + this.entered;
    }
    const [probe, names] = values;
    const hand = `try{${session.call('V', probe, ...names)}}catch{}`;
    const apart = this.log(this.blocks, enter, false) + this.entered + hand + this.log(own, undefined, opens);
    const together = this.log([...this.blocks, ...own], enter, opens) + this.entered;
    return `${this.first}if(${session.isOn(probe)}){${apart}}else{${together}}`;
  }

  private computedText(own: readonly number[]): string {
    const { session, values, computed } = this;
    if (computed === undefined) return '';
    const together = computed.together(own);
    if (values === undefined) return together;
    const [probe, names] = values;
    const hand = `try{${session.call('V', probe, ...names)}}catch{}`;
    return `if(${session.isOn(probe)}){${computed.apart()}${hand}${this.log(own, undefined, false)}}else{${together}}`;
  }

  private log(blocks: readonly number[], enter: number | undefined, opens: boolean): string {
    if (blocks.length === 0 && enter === undefined) return '';
    const meaning: CodeMeaning = {
      blocks,
      ...(enter !== undefined && { enter }),
      ...(opens && { opens }),
    };
    const code = this.session.codes.code(meaning);
    if (this.roundLog !== undefined) return this.roundLog(code);
    return `${this.isLoop || enter !== undefined ? this.session.checkedLog(code) : this.session.log(code)};`;
  }
}

/** A lead that enters the frame of a function. */
export function enteringLead(session: Session, owner: OpenFunction, parameters: readonly string[]): Lead {
  const lead = new Lead(session);
  lead.enter = owner.index;
  if (parameters.length > 0) lead.values = [session.probe('entry', owner, parameters), parameters];
  return lead;
}

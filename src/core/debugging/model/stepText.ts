// The steps of a run as text: a value is written where it is new to the reader, and holds until another one is.
import type { BlockStep, BlockSteps, CalledFrame } from './blockSteps';
import { chosenSteps, type StepWindow } from './chosenSteps';
import { stepStates, type StepStates } from './stepStates';

/** A token has about so many characters, in texts such as these. */
const charactersForToken = 2.5;

/** @param budget Tokens, about. @param window Steps that matter more than others. */
export function stepText(all: BlockSteps, budget: number, window?: StepWindow): string {
  const states = stepStates(all);
  const costOf = ({ changed, returned = '', raised = '' }: BlockStep): number =>
    (8 + changed.join(' ').length + returned.length + raised.length) / charactersForToken;
  const chosen = chosenSteps(all, budget, costOf, window);
  return new StepWriter(all, states).write(chosen);
}

class StepWriter {
  private readonly lines: string[] = [];
  private readonly told = new Map<number, Map<string, string>>();
  private frame: number | undefined;

  constructor(
    private readonly all: BlockSteps,
    private readonly states: StepStates,
  ) {}

  write(chosen: readonly BlockStep[]): string {
    let before = 0;
    for (const step of chosen) {
      const left = step.number - before - 1;
      if (left > 0) this.gap(left, step);
      this.step(step);
      before = step.number;
    }
    const left = this.all.steps.length - before;
    if (left > 0) this.lines.push(`… ${left} steps left out`);
    return this.lines.join('\n');
  }

  /** What is left out, and what it left in the variables of the frame that goes on. */
  private gap(left: number, next: BlockStep): void {
    const steps = `… ${left} ${left === 1 ? 'step' : 'steps'} left out`;
    const before = this.all.steps.findLast(
      ({ frame, number }) => frame === next.frame && number < next.number,
    );
    if (before === undefined || next.frame !== this.frame) this.lines.push(steps);
    else this.lines.push([steps, ...this.news(before)].join(' '));
  }

  private step(step: BlockStep): void {
    if (step.frame !== this.frame) this.enter(step.frame);
    const parts = [
      String(step.number),
      ...(step.block === undefined ? [] : [step.block]),
      ...this.news(step),
    ];
    if (step.returned !== undefined) parts.push(`returns ${step.returned}`);
    if (step.raised !== undefined) parts.push(`raises ${step.raised}`);
    this.lines.push(parts.join(' '));
  }

  /** The values after a step that the reader does not know yet. */
  private news({ frame, number }: BlockStep): string[] {
    const told = this.told.get(frame) ?? new Map<string, string>();
    const fresh = [...(this.states.get(number) ?? [])].filter(([name, text]) => told.get(name) !== text);
    for (const [name, text] of fresh) told.set(name, text);
    return fresh.map(([name, text]) => `${name}=${text}`);
  }

  private enter(frame: number): void {
    this.frame = frame;
    const called = this.all.frames.get(frame);
    if (this.told.has(frame)) {
      this.lines.push(`in ${called?.function ?? '?'} again, call ${this.callNumber(frame)}:`);
      return;
    }
    this.told.set(frame, new Map(called?.parameters));
    this.lines.push(called === undefined ? 'in a call:' : this.head(called));
  }

  private head(called: CalledFrame): string {
    const parameters = called.parameters.map(([name, text]) => `${name}=${text}`).join(', ');
    const from = called.caller === 0 ? '' : `, from step ${called.caller}`;
    const isOnly = this.all.frames.size === 1;
    return `${isOnly ? '' : `call ${this.callNumber(called.frame)}: `}${called.function}(${parameters})${from}`;
  }

  private callNumber(frame: number): number {
    return [...this.all.frames.keys()].indexOf(frame) + 1;
  }
}

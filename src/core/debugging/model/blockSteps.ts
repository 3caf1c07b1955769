// A recording as the steps that a model reads: blocks with ids that it can cite, and what each step changed.
import type { SourceModel } from '../../syntax/model';
import type { Frame, Recording, Step } from '../../trace/recording';

export interface BlockStep {
  /** From 1, over all steps that there are, shown or not. */
  readonly number: number;
  /** Index of the frame in the recording. */
  readonly frame: number;
  /** `B3`; absent for the call itself. */
  readonly block?: string;
  /** The how-manieth run of the block in its frame. */
  readonly occurrence: number;
  /** What was kept of it: variables that it changed, with their texts. */
  readonly changed: readonly (readonly [name: string, text: string])[];
  /** How the step left its frame. */
  readonly returned?: string;
  readonly raised?: string;
}

/** One call of a function of the program. */
export interface CalledFrame {
  /** Index in the recording. */
  readonly frame: number;
  /** Dotted path of the function. */
  readonly function: string;
  readonly parameters: readonly (readonly [name: string, text: string])[];
  /** The step that calls it; 0 where the test does. */
  readonly caller: number;
}

export interface BlockSteps {
  /** Whether all changes of variables were kept. */
  readonly isWhole: boolean;
  readonly steps: readonly BlockStep[];
  readonly frames: ReadonlyMap<number, CalledFrame>;
}

/** Values longer than this are cut, in characters. */
const longestText = 100;
const mostSteps = 50_000;

/** The id of a block in what a model reads, by its index in the file. */
export function blockLabel(index: number): string {
  return `B${index}`;
}

/** All steps of functions of the program; what runs when it is imported is left out. */
export function blockSteps(recording: Recording, model: SourceModel): BlockSteps {
  const labels = new Map(model.blocks.map((block, index) => [block.id, blockLabel(index)]));
  const steps: BlockStep[] = [];
  const frames = new Map<number, CalledFrame>();
  const latest = new Map<number, number>();
  for (let index = 0; index < Math.min(recording.stepCount, mostSteps); index++) {
    const step = recording.step(index);
    if (step === undefined || !isCall(step.frame, recording)) continue;
    if (step.kind === 'entry') {
      frames.set(step.frame.index, calledFrame(step, recording, latest.get(step.frame.parent) ?? 0));
      continue;
    }
    const left = leaving(step);
    const last = steps.at(-1);
    // How a block ends belongs to it, and is no step of its own.
    if (left !== undefined && last?.frame === step.frame.index && last.block === labelOf(step, labels)) {
      steps[steps.length - 1] = { ...last, ...left, changed: [...last.changed, ...changesOf(step)] };
      continue;
    }
    if (step.kind !== 'block' && left === undefined) continue;
    latest.set(step.frame.index, steps.length + 1);
    steps.push(blockStep(step, steps.length + 1, labelOf(step, labels), left));
  }
  return { isWhole: recording.parts.run.steps === 'all', steps, frames };
}

function blockStep(
  step: Step,
  number: number,
  block: string | undefined,
  left: ReturnType<typeof leaving>,
): BlockStep {
  return {
    number,
    frame: step.frame.index,
    ...(block !== undefined && { block }),
    occurrence: step.occurrence,
    changed: changesOf(step),
    ...left,
  };
}

function isCall(frame: Frame, recording: Recording): boolean {
  const kind = recording.functionOf(frame)?.kind;
  return kind === 'function' || kind === 'method' || kind === 'lambda';
}

function calledFrame(step: Step, recording: Recording, caller: number): CalledFrame {
  const path = recording.functionOf(step.frame)?.path ?? '?';
  return { frame: step.frame.index, function: path, parameters: changesOf(step), caller };
}

function leaving({ kind, kept }: Step): { returned: string } | { raised: string } | undefined {
  if (kept?.raised !== undefined) {
    const { type, message } = kept.raised;
    return { raised: message === '' ? type : `${type}: ${cutText(message)}` };
  }
  if (kind === 'exit' && kept?.returned !== undefined) return { returned: cutText(kept.returned.text) };
  return undefined;
}

function changesOf({ kept }: Step): (readonly [string, string])[] {
  return (kept?.values ?? []).map(({ name, text }) => [name, cutText(text)] as const);
}

function labelOf({ block }: Step, labels: ReadonlyMap<string, string>): string | undefined {
  return block === undefined ? undefined : labels.get(block.id);
}

/** A text with its middle left out where it is long. */
export function cutText(text: string): string {
  if (text.length <= longestText) return text;
  const half = Math.floor(longestText / 2);
  return `${text.slice(0, half)}…${text.slice(-half)}`;
}

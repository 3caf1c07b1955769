// A recording told block by block: calls nested, loops folded. Pure text structure; colours and widths are the printer's.
import type { NamedValue, TracedValue } from './model';
import type { Frame, Recording, Step } from './recording';

export type StoryLine =
  | { readonly kind: 'call'; readonly depth: number; readonly text: string; readonly file: string }
  | {
      readonly kind: 'block';
      readonly depth: number;
      readonly file: string;
      /** 0-based, inclusive. */
      readonly startLine: number;
      readonly endLine: number;
      /** First lines of its statements, 0-based. */
      readonly lines: readonly number[];
      readonly changes: readonly NamedValue[];
      readonly step: number;
    }
  | {
      readonly kind: 'raised';
      readonly depth: number;
      readonly file: string;
      /** 0-based. */
      readonly line: number;
      readonly type: string;
      readonly message: string;
      /** Raised in this frame, not in one that it called. */
      readonly origin: boolean;
      readonly locals: readonly NamedValue[];
      readonly step: number;
    }
  | { readonly kind: 'returned'; readonly depth: number; readonly value: TracedValue }
  | {
      readonly kind: 'folded';
      readonly depth: number;
      readonly count: number;
      readonly what: 'iteration' | 'call';
    };

export interface StoryOptions {
  /** Only calls of this function and what they call. */
  readonly entry?: string;
  /** Iterations of a loop, and calls of one function from one block, that are told before the rest is folded. */
  readonly shownRepeats: number;
}

/** Calls nested deeper than this are told as a number only. */
const deepestCall = 40;

/** Steps beyond this are not told; the story says so through `Story.complete`. */
const longestStory = 200_000;

export interface Story {
  readonly lines: readonly StoryLine[];
  readonly complete: boolean;
}

/** A step of a frame with the frames that were called during it. */
interface Happening {
  readonly step: Step;
  readonly calls: FrameStory[];
}

interface FrameStory {
  readonly frame: Frame;
  readonly happenings: Happening[];
}

export function tellStory(recording: Recording, options: StoryOptions): Story {
  const roots = outermostFrames(recording, options.entry);
  const teller = new Teller(recording, options.shownRepeats);
  for (const root of withoutImports(roots, recording)) teller.frame(root, 0);
  return { lines: teller.lines, complete: recording.stepCount <= longestStory };
}

function outermostFrames(recording: Recording, entry: string | undefined): FrameStory[] {
  const included = entry === undefined ? undefined : recording.framesUnder(entry);
  const stories = new Map<number, FrameStory>();
  const roots: FrameStory[] = [];
  const end = Math.min(recording.stepCount, longestStory);
  for (let index = 0; index < end; index++) {
    const step = recording.step(index);
    if (step === undefined || (included !== undefined && !included.has(step.frame.index))) continue;
    let story = stories.get(step.frame.index);
    if (story === undefined) {
      story = { frame: step.frame, happenings: [] };
      stories.set(step.frame.index, story);
      const caller = stories.get(step.frame.parent)?.happenings.at(-1);
      (caller?.calls ?? roots).push(story);
    }
    story.happenings.push({ step, calls: [] });
  }
  return roots;
}

/** Of a call or test, what came of importing its module is told only when nothing else ran or the import failed. */
function withoutImports(roots: readonly FrameStory[], recording: Recording): readonly FrameStory[] {
  const { call, test } = recording.parts.run;
  if (call === undefined && test === undefined) return roots;
  const told = roots.filter(
    (root) => recording.functionOf(root.frame)?.kind !== 'module' || root.happenings.some(hasRaise),
  );
  return told.length > 0 ? told : roots;
}

class Teller {
  readonly lines: StoryLine[] = [];

  constructor(
    private readonly recording: Recording,
    private readonly shownRepeats: number,
  ) {}

  frame(story: FrameStory, depth: number): void {
    const called = this.recording.functionOf(story.frame);
    this.lines.push({
      kind: 'call',
      depth,
      text: this.recording.callText(story.frame),
      file: called?.module.file ?? '',
    });
    this.sequence(story.happenings, depth + 1);
  }

  /** Tells happenings in order; at the first loop header, its iterations as such and then what follows the loop. */
  private sequence(happenings: readonly Happening[], depth: number): void {
    const start = happenings.findIndex(
      ({ step }) => step.kind === 'block' && step.block?.isLoopHeader === true,
    );
    if (start < 0) {
      for (const happening of happenings) this.happening(happening, depth);
      return;
    }
    for (const happening of happenings.slice(0, start)) this.happening(happening, depth);
    const header = happenings[start]?.step.block?.index;
    const starts = happenings.flatMap(({ step }, i) =>
      step.kind === 'block' && step.block?.index === header ? [i] : [],
    );
    const iterations = starts.slice(0, -1).map((from, i) => happenings.slice(from, starts[i + 1]));
    this.iterations(iterations, depth);
    const [last, ...after] = happenings.slice(starts.at(-1));
    if (last !== undefined) this.happening(last, depth);
    this.sequence(after, depth);
  }

  private iterations(iterations: readonly (readonly Happening[])[], depth: number): void {
    let folded = 0;
    iterations.forEach((iteration, i) => {
      const edge = i < this.shownRepeats || i === iterations.length - 1;
      if (!edge && !iteration.some(hasRaise) && sameCourse(iteration, iterations[i - 1])) {
        folded++;
        return;
      }
      this.fold(folded, 'iteration', depth);
      folded = 0;
      const [header, ...body] = iteration;
      if (header !== undefined) this.happening(header, depth);
      this.sequence(body, depth);
    });
    this.fold(folded, 'iteration', depth);
  }

  private happening({ step, calls }: Happening, depth: number): void {
    if (step.kind === 'block') this.block(step, depth);
    this.calls(calls, depth);
    if (step.kind === 'raised') this.raised(step, depth);
    if (step.kind === 'exit' && step.kept?.returned !== undefined) {
      this.lines.push({ kind: 'returned', depth, value: step.kept.returned });
    }
  }

  private calls(calls: readonly FrameStory[], depth: number): void {
    if (depth > deepestCall) {
      this.fold(calls.length, 'call', depth + 1);
      return;
    }
    let folded = 0;
    calls.forEach((call, i) => {
      const repeats = call.frame.functionIndex === calls[i - 1]?.frame.functionIndex;
      const edge = i < this.shownRepeats || i === calls.length - 1;
      if (repeats && !edge && !call.happenings.some(hasRaise)) {
        folded++;
        return;
      }
      this.fold(folded, 'call', depth + 1);
      folded = 0;
      this.frame(call, depth + 1);
    });
    this.fold(folded, 'call', depth + 1);
  }

  private block(step: Step, depth: number): void {
    if (step.block === undefined) return;
    const { startLine, endLine, lines, module } = step.block;
    const changes = step.kept?.values ?? [];
    this.lines.push({
      kind: 'block',
      depth,
      file: module.file,
      startLine,
      endLine,
      lines,
      changes,
      step: step.index,
    });
  }

  private raised(step: Step, depth: number): void {
    const raised = step.kept?.raised;
    if (raised === undefined) return;
    this.lines.push({
      kind: 'raised',
      depth,
      file: step.block?.module.file ?? '',
      line: raised.line - 1,
      type: raised.type,
      message: raised.message,
      origin: raised.origin,
      locals: step.kept?.values ?? [],
      step: step.index,
    });
  }

  private fold(count: number, what: 'iteration' | 'call', depth: number): void {
    if (count > 0) this.lines.push({ kind: 'folded', depth, count, what });
  }
}

function hasRaise({ step, calls }: Happening): boolean {
  return step.kind === 'raised' || calls.some((call) => call.happenings.some(hasRaise));
}

/** Whether two iterations ran the same blocks in the same order. */
function sameCourse(a: readonly Happening[], b: readonly Happening[] | undefined): boolean {
  return b?.length === a.length && a.every(({ step }, i) => step.block?.index === b[i]?.step.block?.index);
}

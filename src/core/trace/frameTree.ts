// A recording as a tree: frames, the steps in them, the frames that these call. Every level is looked up when it is
// opened, so that ten million steps cost no more than ten.
import type { NamedValue, TracedValue } from './model';
import { type Page, pagesOf, pagesTo } from './pages';
import type { Frame, Step } from './recording';
import { stepKinds } from './recording';
import type { RecordingWalk } from './recordingWalk';
import { countUpTo } from './stepIndex';
import { placeOf, type StepPlace } from './stepView';

/** Says which node is meant: `frame`, `step`, or a page of the steps of a frame, of the calls of a step, of the roots. */
export type TreeNodeId =
  | { readonly kind: 'root' }
  | { readonly kind: 'frame'; readonly frame: number }
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'steps'; readonly frame: number; readonly page: Page }
  | { readonly kind: 'calls'; readonly step: number; readonly page: Page }
  | { readonly kind: 'roots'; readonly page: Page };

export interface TreeNode {
  readonly id: TreeNodeId;
  readonly hasChildren: boolean;
  /** Where a click leads; of a page its first step. */
  readonly step: number;
  readonly place: StepPlace;
  /** Of a frame: `fib(3)`. */
  readonly call?: string;
  /** Of a step: the variables that it changed. */
  readonly values?: readonly NamedValue[];
  readonly returned?: TracedValue;
  readonly raised?: { readonly type: string; readonly message: string };
  /** Of a page: the numbers of its items, from 1. */
  readonly page?: Page;
  readonly occurrence?: number;
}

type PageId = Extract<TreeNodeId, { page: Page }>;

const entryKind = stepKinds.indexOf('entry');
const exitKind = stepKinds.indexOf('exit');

export class FrameTree {
  private readonly roots: Int32Array;

  constructor(private readonly walk: RecordingWalk) {
    const { frames } = walk.recording.parts;
    const isRoot = ({ index, parent }: Frame): boolean =>
      walk.frames.has(index) && !(parent >= 0 && walk.frames.has(parent));
    this.roots = Int32Array.from(frames.filter(isRoot), ({ index }) => index);
  }

  children(id: TreeNodeId): TreeNode[] {
    switch (id.kind) {
      case 'root':
        return this.framesIn(this.roots, whole(this.roots), (page) => ({ kind: 'roots', page }));
      case 'roots':
        return this.framesIn(this.roots, id.page, (page) => ({ kind: 'roots', page }));
      case 'frame':
        return this.stepsIn(id.frame, this.ownPage(id.frame));
      case 'steps':
        return this.stepsIn(id.frame, id.page);
      case 'step':
        return this.callsIn(id.step, whole(this.walk.index.calledAt(id.step)));
      case 'calls':
        return this.callsIn(id.step, id.page);
    }
  }

  /** The nodes from a root down to a step, with the pages between. */
  pathTo(step: number): TreeNode[] {
    const path: TreeNode[] = [];
    const frames: Frame[] = [];
    const { parts } = this.walk.recording;
    let frame: Frame | undefined = parts.frames[parts.stepFrame.at(step)];
    for (; frame !== undefined && this.walk.frames.has(frame.index); frame = parts.frames[frame.parent]) {
      frames.unshift(frame);
    }
    frames.forEach((inner, depth) => {
      this.addFrame(path, inner, depth === 0);
      const next = frames[depth + 1];
      this.addStep(path, inner, next === undefined ? step : next.firstStep - 1, next === undefined);
    });
    return path;
  }

  private addFrame(path: TreeNode[], frame: Frame, isRoot: boolean): void {
    if (isRoot) {
      const at = countUpTo(this.roots, frame.index) - 1;
      for (const page of pagesTo(at, whole(this.roots))) {
        path.push(this.pageNode({ kind: 'roots', page }, this.frameAt(this.roots, page.from)));
      }
    } else {
      const caller = this.callerStep(frame);
      const calls = this.walk.index.calledAt(caller);
      for (const page of pagesTo(countUpTo(calls, frame.index) - 1, whole(calls))) {
        path.push(this.pageNode({ kind: 'calls', step: caller, page }, this.frameAt(calls, page.from)));
      }
    }
    path.push(this.frameNode(frame));
  }

  private addStep(path: TreeNode[], frame: Frame, upTo: number, isLast: boolean): void {
    const own = this.walk.index.ofFrame(frame.index);
    const shown = this.ownPage(frame.index);
    const at = countUpTo(own, upTo) - 1;
    // What is not shown by itself is shown by the frame.
    if (at < shown.from || at >= shown.to) return;
    for (const page of pagesTo(at, shown)) {
      path.push(this.pageNode({ kind: 'steps', frame: frame.index, page }, own[page.from] ?? -1));
    }
    const step = this.walk.recording.step(own[at] ?? -1);
    if (step !== undefined && (isLast || this.walk.index.calledAt(step.index).length > 0)) {
      path.push(this.stepNode(step));
    }
  }

  /** The step of the caller during which a frame was entered. */
  private callerStep(frame: Frame): number {
    const own = this.walk.index.ofFrame(frame.parent);
    return own[countUpTo(own, frame.firstStep) - 1] ?? -1;
  }

  /** The entry and the exit of a frame are told by the frame, unless something was called there. */
  private ownPage(frame: number): Page {
    const own = this.walk.index.ofFrame(frame);
    const { stepKind } = this.walk.recording.parts;
    const first = own[0] ?? -1;
    const last = own[own.length - 1] ?? -1;
    const from = stepKind.at(first) === entryKind && this.walk.index.calledAt(first).length === 0 ? 1 : 0;
    const to = stepKind.at(last) === exitKind ? own.length - 1 : own.length;
    return { from: Math.min(from, to), to };
  }

  private framesIn(frames: Int32Array, page: Page, id: (page: Page) => PageId): TreeNode[] {
    const pages = pagesOf(page);
    if (pages !== undefined) {
      return pages.map((inner) => this.pageNode(id(inner), this.frameAt(frames, inner.from)));
    }
    const all = this.walk.recording.parts.frames;
    return [...frames.subarray(page.from, page.to)].flatMap((index) => {
      const frame = all[index];
      return frame === undefined ? [] : [this.frameNode(frame)];
    });
  }

  private callsIn(step: number, page: Page): TreeNode[] {
    return this.framesIn(this.walk.index.calledAt(step), page, (inner) => ({
      kind: 'calls',
      step,
      page: inner,
    }));
  }

  private stepsIn(frame: number, page: Page): TreeNode[] {
    const own = this.walk.index.ofFrame(frame);
    const pages = pagesOf(page);
    if (pages !== undefined) {
      return pages.map((inner) =>
        this.pageNode({ kind: 'steps', frame, page: inner }, own[inner.from] ?? -1),
      );
    }
    return [...own.subarray(page.from, page.to)].flatMap((index) => {
      const step = this.walk.recording.step(index);
      return step === undefined ? [] : [this.stepNode(step)];
    });
  }

  /** The first step of a frame in a list of frames. */
  private frameAt(frames: Int32Array, at: number): number {
    return this.walk.recording.parts.frames[frames[at] ?? -1]?.firstStep ?? -1;
  }

  private frameNode(frame: Frame): TreeNode {
    const { recording } = this.walk;
    const last = recording.step(frame.lastStep);
    const { from, to } = this.ownPage(frame.index);
    const ended = last?.kind === 'exit' ? last.kept?.returned : undefined;
    const raised = this.raisedOutOf(frame);
    return {
      id: { kind: 'frame', frame: frame.index },
      hasChildren: to > from,
      step: frame.firstStep,
      place: placeOf(recording, recording.step(frame.firstStep) ?? noStep(frame)),
      call: recording.callText(frame),
      ...(ended !== undefined && { returned: ended }),
      ...(raised !== undefined && { raised }),
    };
  }

  private raisedOutOf(frame: Frame): TreeNode['raised'] {
    const own = this.walk.index.ofFrame(frame.index);
    const last = this.walk.recording.step(own[own.length - 1] ?? -1);
    return last?.kind === 'raised' ? last.kept?.raised : undefined;
  }

  private stepNode(step: Step): TreeNode {
    const { kept } = step;
    return {
      id: { kind: 'step', step: step.index },
      hasChildren: this.walk.index.calledAt(step.index).length > 0,
      step: step.index,
      place: placeOf(this.walk.recording, step),
      values: kept?.values ?? [],
      occurrence: step.occurrence,
      ...(kept?.raised && { raised: { type: kept.raised.type, message: kept.raised.message } }),
    };
  }

  private pageNode(id: PageId, step: number): TreeNode {
    const base = id.kind === 'steps' ? this.ownPage(id.frame).from : 0;
    const at = this.walk.recording.step(step);
    const place = at === undefined ? { file: '', line: 0, endLine: 0 } : placeOf(this.walk.recording, at);
    return {
      id,
      hasChildren: true,
      step,
      place,
      page: { from: id.page.from - base + 1, to: id.page.to - base },
    };
  }
}

function whole(list: Int32Array): Page {
  return { from: 0, to: list.length };
}

function noStep(frame: Frame): Step {
  return { index: -1, kind: 'entry', block: undefined, frame, occurrence: 1, kept: undefined };
}

// One pass over the steps of a recording: what happened at which place of which file.
import { headLine, loopBodies } from './codeStructure';
import { definitionsFirst, keep, type Site } from './inlineSites';
import type { InlineRaise } from './inlineValues';
import { LastDefinitions } from './lastDefinitions';
import { Loops } from './loops';
import type { NamedValue } from './model';
import type { Frame, FunctionInRecording, Recording, StepValues } from './recording';
import { stepKinds } from './recording';
import { uncaughtSteps } from './uncaught';

const blockKind = stepKinds.indexOf('block');
const entryKind = stepKinds.indexOf('entry');
const raisedKind = stepKinds.indexOf('raised');
const exitKind = stepKinds.indexOf('exit');

export class LineCollector {
  /** By index. */
  readonly functionsThatRan = new Set<number>();

  /** By block. */
  private readonly blockSites: (Site | undefined)[] = [];
  /** By function: its calls. */
  private readonly callSites: (Site | undefined)[] = [];
  private readonly raises = new Map<string, Map<number, InlineRaise>>();
  /** By frame, while it may go on: the block that it ran last and the how-manieth run of that block it was. */
  private readonly latest = new Map<number, { block: number; nth: number }>();
  /** By frame, while it may go on: the how-manieth call of its function it is. */
  private readonly calls = new Map<number, number>();
  /** The frame that a raise goes on to, and what was raised. */
  private raisedLast: { readonly parent: number; readonly type: string } | undefined;
  private readonly loops: Loops;
  private readonly definitions: LastDefinitions;
  private readonly uncaught: ReadonlySet<number>;

  /** @param frames Only steps of these, by index. */
  constructor(
    private readonly recording: Recording,
    private readonly frames: ReadonlySet<number>,
  ) {
    const { blocks, stepFrame } = recording.parts;
    this.loops = new Loops(loopBodies(blocks));
    this.uncaught = uncaughtSteps(recording);
    this.definitions = new LastDefinitions([...this.uncaught].map((step) => stepFrame.at(step)));
  }

  collect(): void {
    const { stepKind, stepFrame, stepBlock, stepValues } = this.recording.parts;
    for (let step = 0; step < this.recording.stepCount; step++) {
      const frame = stepFrame.at(step);
      if (!this.frames.has(frame)) continue;
      const kind = stepKind.at(step);
      const kept = stepValues.get(step);
      if (kind === blockKind) this.ran(stepBlock.at(step), frame, kept);
      else if (kind === entryKind) this.entered(frame, kept);
      else if (kind === exitKind) this.left(frame, kept);
      else if (kind === raisedKind) this.raised(step, kept);
    }
    this.loops.end();
  }

  sitesOf(file: string): Site[] {
    return [...this.blockSites, ...this.callSites].filter((site) => site?.file === file) as Site[];
  }

  /** In order of lines. */
  raisesIn(file: string): InlineRaise[] {
    return [...(this.raises.get(file)?.values() ?? [])].sort((a, b) => a.line - b.line);
  }

  private ran(blockIndex: number, frame: number, kept: StepValues | undefined): void {
    this.loops.ran(blockIndex, frame);
    const block = this.recording.parts.blocks[blockIndex];
    const site = this.siteOf(blockIndex);
    if (block === undefined || site === undefined) return;
    const values = kept === undefined ? [] : definitionsFirst(kept.values, block.definitions);
    if (this.loops.isHeader(blockIndex)) {
      this.definitions.ran(frame, blockIndex, 0, block.definitions);
      this.loops.opened(blockIndex, frame, site, values);
      return;
    }
    site.count++;
    this.latestOf(frame, blockIndex, site.count);
    this.definitions.ran(frame, blockIndex, site.count, block.definitions);
    if (kept !== undefined) keep(site, site.count, values);
  }

  private latestOf(frame: number, block: number, nth: number): void {
    const known = this.latest.get(frame);
    if (known === undefined) {
      this.latest.set(frame, { block, nth });
      return;
    }
    known.block = block;
    known.nth = nth;
  }

  private entered(frameIndex: number, kept: StepValues | undefined): void {
    const frame = this.recording.parts.frames[frameIndex];
    const called = frame && this.recording.functionOf(frame);
    if (called === undefined) return;
    this.functionsThatRan.add(called.index);
    if (called.kind === 'module' || called.kind === 'class') return;
    const site = this.callSite(called);
    site.count++;
    this.calls.set(frameIndex, site.count);
    if (kept !== undefined) keep(site, site.count, kept.values.filter(isArgument));
  }

  private left(frame: number, kept: StepValues | undefined): void {
    const latest = this.latest.get(frame);
    this.latest.delete(frame);
    this.calls.delete(frame);
    const site = latest && this.blockSites[latest.block];
    if (site !== undefined && kept?.returned !== undefined) keep(site, latest?.nth ?? 0, [], kept.returned);
  }

  private raised(step: number, kept: StepValues | undefined): void {
    const frame = this.recording.parts.frames[this.recording.parts.stepFrame.at(step)];
    if (kept?.raised === undefined || frame === undefined) return;
    const file = this.recording.functionOf(frame)?.module.file ?? '';
    const { type, message } = kept.raised;
    const passesThrough = this.raisedLast?.parent === frame.index && this.raisedLast.type === type;
    this.raisedLast = { parent: frame.parent, type };
    if (this.uncaught.has(step)) this.complete(frame, kept.values);
    const line = kept.raised.line - 1;
    const inFile = this.raises.get(file) ?? new Map<number, InlineRaise>();
    this.raises.set(file, inFile);
    inFile.set(line, {
      line,
      type,
      message,
      origin: !passesThrough,
      uncaught: this.uncaught.has(step),
      count: (inFile.get(line)?.count ?? 0) + 1,
      locals: kept.values,
    });
  }

  /** Gives the last runs in a frame that a raise ended their values, where these were not kept with the runs. */
  private complete(frame: Frame, locals: readonly NamedValue[]): void {
    for (const local of locals) {
      const definition = this.definitions.of(frame.index, local.name);
      if (definition !== undefined) {
        const nth = this.loops.iterationOf(definition.block, frame.index) ?? definition.nth;
        completeSite(this.blockSites[definition.block], nth, local);
      } else if (isArgument(local)) {
        completeSite(this.callSites[frame.functionIndex], this.calls.get(frame.index) ?? 0, local);
      }
    }
  }

  private siteOf(blockIndex: number): Site | undefined {
    const known = this.blockSites[blockIndex];
    if (known !== undefined) return known;
    const block = this.recording.parts.blocks[blockIndex];
    if (block === undefined) return undefined;
    this.functionsThatRan.add(block.functionIndex);
    const isLambda = this.recording.parts.functions[block.functionIndex]?.kind === 'lambda';
    const line = block.lines[0] ?? block.startLine;
    const site = newSite(block.module.file, line, block.endLine, isLambda);
    this.blockSites[blockIndex] = site;
    return site;
  }

  /** Calls are shown where the function's head stands: on the `def` line, below its decorators. */
  private callSite(called: FunctionInRecording): Site {
    const known = this.callSites[called.index];
    if (known !== undefined) return known;
    const head = headLine(called, this.recording.parts.blocks);
    const site = newSite(called.module.file, head, head, called.kind === 'lambda');
    this.callSites[called.index] = site;
    return site;
  }
}

function newSite(file: string, line: number, endLine: number, isLambda: boolean): Site {
  return { file, line, endLine, isLambda, count: 0, kept: new Map() };
}

function completeSite(site: Site | undefined, nth: number, local: NamedValue): void {
  const isKnown = site?.kept.get(nth)?.values.some(({ name }) => name === local.name) === true;
  if (site !== undefined && nth > 0 && !isKnown) keep(site, nth, [local]);
}

function isArgument({ name }: NamedValue): boolean {
  return name !== 'self' && name !== 'cls';
}

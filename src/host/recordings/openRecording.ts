// A recording that somebody looks at, with all that is looked up in it.
import { framesOfInterest } from '../../core/trace/framesOfInterest';
import { FrameTree } from '../../core/trace/frameTree';
import type { Recording } from '../../core/trace/recording';
import { RecordingWalk } from '../../core/trace/recordingWalk';
import { type BlockFacts, type Slice, sliceOf, type SliceQuestion } from '../../core/trace/slice';
import { StepViews } from '../../core/trace/stepView';
import type { SyntaxService } from '../syntax/syntaxService';
import { blockFacts } from './blockFacts';
import { StoryPages } from './storyPages';
import { RecordedSources } from './recordedSources';
import { RecordedTexts } from './recordedTexts';

export class OpenRecording {
  readonly walk: RecordingWalk;
  readonly views: StepViews;
  readonly tree: FrameTree;
  readonly story: StoryPages;
  private facts: Promise<readonly (BlockFacts | undefined)[]> | undefined;

  private constructor(
    readonly recording: Recording,
    readonly sources: RecordedSources,
    private readonly syntax: SyntaxService,
    entry: string | undefined,
  ) {
    this.walk = new RecordingWalk(recording, framesOfInterest(recording, entry));
    this.views = new StepViews(this.walk);
    this.tree = new FrameTree(this.walk);
    this.story = new StoryPages(this, entry);
  }

  /** @param entry Only calls of this function and what they call. */
  static async of(
    recording: Recording,
    syntax: SyntaxService,
    entry?: string,
    texts = new RecordedTexts(),
  ): Promise<OpenRecording> {
    const sources = await RecordedSources.read(recording.parts.modules, texts);
    return new OpenRecording(recording, sources, syntax, entry);
  }

  /** What led to a value. */
  async why(question: SliceQuestion): Promise<Slice> {
    this.facts ??= blockFacts(this.recording, this.sources, this.syntax);
    return sliceOf(this.walk, await this.facts, question);
  }
}

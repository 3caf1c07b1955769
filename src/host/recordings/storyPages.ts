// A recording told block by block, page by page, with the state before and after each block.
import { frameState } from '../../core/trace/frameState';
import type { NamedValue } from '../../core/trace/model';
import { type Story, type StoryLine, tellStory } from '../../core/trace/story';
import type { StoryCard, StoryChange, StoryParams, StoryResult } from '../../protocol/recordings';
import type { OpenRecording } from './openRecording';

const longestPage = 500;
const shownRepeats = 3;

export class StoryPages {
  private story: Story | undefined;

  constructor(
    private readonly open: OpenRecording,
    private readonly entry: string | undefined,
  ) {}

  page({ from, count, step }: StoryParams): StoryResult {
    this.story ??= tellStory(this.open.recording, {
      shownRepeats,
      ...(this.entry !== undefined && { entry: this.entry }),
    });
    const { lines, complete } = this.story;
    const length = Math.min(count, longestPage);
    const at = step === undefined ? -1 : this.lineOf(lines, step);
    const start = Math.max(
      0,
      Math.min(step === undefined ? from : at - (length >> 1), lines.length - length),
    );
    const cards = lines.slice(start, start + length).map((line, i) => this.card(line, start + i));
    return { cards, from: start, total: lines.length, current: at, complete };
  }

  /** The last line up to a step. */
  private lineOf(lines: readonly StoryLine[], step: number): number {
    return lines.findLastIndex((line) => 'step' in line && line.step <= step);
  }

  private card(line: StoryLine, index: number): StoryCard {
    switch (line.kind) {
      case 'call':
        return { index, kind: 'call', depth: line.depth, text: line.text, changes: [] };
      case 'folded':
        return {
          index,
          kind: line.what === 'call' ? 'calls' : 'iterations',
          depth: line.depth,
          text: String(line.count),
          changes: [],
        };
      case 'returned':
        return { index, kind: 'returned', depth: line.depth, text: line.value.text, changes: [] };
      case 'raised': {
        const text = line.message === '' ? line.type : `${line.type}: ${line.message}`;
        const changes = line.locals.map(({ name, text: after }): StoryChange => ({ name, after }));
        return { index, kind: 'raised', depth: line.depth, text, line: line.line, step: line.step, changes };
      }
      case 'block': {
        const { depth, file, startLine, lines, step, changes } = line;
        const at = lines[0] ?? startLine;
        const text = this.open.sources.line(file, at);
        return { index, kind: 'block', depth, text, line: at, step, changes: this.changes(step, changes) };
      }
    }
  }

  private changes(step: number, values: readonly NamedValue[]): StoryChange[] {
    if (values.length === 0) return [];
    const { recording, walk } = this.open;
    const frame = recording.parts.stepFrame.at(step);
    const before = new Map(
      frameState(recording, walk.index, frame, step, 'before').map(({ name, value }) => [name, value?.text]),
    );
    return values.map(({ name, text }) => {
      const earlier = before.get(name);
      return { name, after: text, ...(earlier !== undefined && { before: earlier }) };
    });
  }
}

// The breakpoints of a replay: they stand where the recording has code, at lines that need not have run.
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { StopPoint } from '../../core/trace/stopping';
import type { RecordingRef } from '../../protocol/recordings';
import type { AskEngine } from './replaySession';

let lastId = 0;

export class ReplayBreakpoints {
  private readonly byFile = new Map<string, readonly StopPoint[]>();

  constructor(private readonly ask: AskEngine) {}

  get points(): StopPoint[] {
    return [...this.byFile.values()].flat();
  }

  /** Replaces those of a file; lines count from 1 here. */
  async set(
    recording: RecordingRef,
    file: string,
    wanted: readonly DebugProtocol.SourceBreakpoint[],
  ): Promise<DebugProtocol.Breakpoint[]> {
    const asked = wanted.map(({ line }) => Math.max(0, line - 1));
    const { lines } = await this.ask('linesWithCode', { recording, file, lines: asked });
    const points: StopPoint[] = [];
    const answers = wanted.map(({ condition }, i): DebugProtocol.Breakpoint => {
      const line = lines[i];
      const id = ++lastId;
      if (line === undefined || line === null) {
        return { id, verified: false, message: 'This file or line has no code in the recording.' };
      }
      points.push({ id, file, line, ...(condition !== undefined && { condition }) });
      return { id, verified: true, line: line + 1 };
    });
    this.byFile.set(file, points);
    return answers;
  }
}

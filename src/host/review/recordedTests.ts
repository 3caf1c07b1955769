// What the kept recordings of a folder's tests know of files: which lines ran. Nothing is run for it.
import path from 'node:path';
import type { TestedLines } from '../../core/review/testedLines';
import type { RecordedModule } from '../../core/trace/model';
import type { Recording } from '../../core/trace/recording';
import { hashOf } from '../recordings/recordedTexts';
import type { RecordingStore } from '../store/recordingStore';
import { loadRecording, readDescription } from '../trace/recordingFile';

/** Recordings of which the first lines are looked at, those that are read, and for how long others are begun. */
const [mostLooked, mostRead, readingMs, largestBytes] = [60, 12, 1500, 16_000_000];

interface TestedFile {
  readonly test: string;
  readonly module: RecordedModule;
  readonly lines: readonly number[];
}

export class RecordedTests {
  private known: Promise<readonly TestedFile[]> | undefined;

  /** @param root Absolute: tests that ran in it, or whose file lies in it, count. */
  constructor(
    private readonly store: RecordingStore,
    private readonly root: string,
  ) {}

  /**
   * Of the tests that ran this text of a file; undefined where there are none.
   * @param file Absolute.
   */
  async of(file: string, text: string): Promise<TestedLines | undefined> {
    this.known ??= this.read();
    const sha256 = hashOf(Buffer.from(text));
    const own = (await this.known).filter(({ module }) => module.file === file && module.sha256 === sha256);
    if (own.length === 0) return undefined;
    return {
      tests: [...new Set(own.map(({ test }) => test))],
      lines: new Set(own.flatMap(({ lines }) => lines)),
    };
  }

  private async read(): Promise<readonly TestedFile[]> {
    const found: TestedFile[] = [];
    const deadline = performance.now() + readingMs;
    let read = 0;
    for (const { path: place, bytes } of (await this.store.list()).slice(0, mostLooked)) {
      if (read === mostRead || performance.now() > deadline) break;
      const run = bytes > largestBytes ? undefined : await readDescription(place);
      if (run?.test === undefined || !(this.holds(run.cwd) || this.holds(run.file))) continue;
      read++;
      const recording = await loadRecording(place).catch(() => undefined);
      if (recording !== undefined) found.push(...testedFiles(run.test, recording));
    }
    return found;
  }

  private holds(place: string): boolean {
    const inside = path.relative(this.root, place);
    return !inside.startsWith('..') && !path.isAbsolute(inside);
  }
}

/** Tests may run in processes of their own. */
function testedFiles(test: string, { parts, counts }: Recording): TestedFile[] {
  const own = parts.modules.map((module) => ({
    test,
    module,
    lines: parts.blocks
      .filter((block) => block.module === module && (counts[block.index] ?? 0) > 0)
      .flatMap(({ lines }) => lines),
  }));
  return [...own, ...parts.processes.flatMap(({ recording }) => testedFiles(test, recording))];
}

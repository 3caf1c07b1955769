// A change as it is reviewed: the texts of each file before and after it.

export type FileStatus = 'added' | 'deleted' | 'modified' | 'renamed';

export interface ChangedFile {
  /** As it is shown: relative to the root of the change, with `/`. Of a deleted file its old one. */
  readonly path: string;
  /** Where it was renamed. */
  readonly oldPath?: string;
  readonly status: FileStatus;
  /** Undefined before it was added, and where it is not read. */
  readonly old?: string;
  /** Undefined after it was deleted, and where it is not read. */
  readonly new?: string;
  /** Why its texts are not read, e.g. `it is binary`. */
  readonly unread?: string;
}

/** 0-based, half-open stretch of lines. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

/** Lines that were replaced by others; one of the two may be empty. */
export interface Hunk {
  readonly old: LineSpan;
  readonly new: LineSpan;
}

/** Whether a line stands in a stretch, or right at an empty one. */
export function touches({ start, end }: LineSpan, around: LineSpan): boolean {
  return start === end
    ? start >= around.start && start <= around.end
    : start < around.end && end > around.start;
}

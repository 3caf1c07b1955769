import type { CodeMeaning } from './model';
import type { BlockInRecording } from './recording';

/** What a code stands for, in the numbers of the whole recording; -1 where it enters no function, or is of none. */
export interface Meaning {
  readonly enter: number;
  readonly blocks: readonly number[];
  readonly functionIndex: number;
  readonly opens: boolean;
  readonly leave: boolean;
}

/** The meaning of a code of a module whose functions and blocks have been numbered from these on. */
export function meaningIn(
  all: readonly BlockInRecording[],
  code: CodeMeaning,
  functionBase: number,
  blockBase: number,
): Meaning {
  const blocks = code.blocks.map((block) => blockBase + block);
  const enter = code.enter === undefined ? -1 : functionBase + code.enter;
  const firstBlock = blocks[0];
  const owner = firstBlock === undefined ? undefined : all[firstBlock];
  return {
    enter,
    blocks,
    functionIndex: owner?.functionIndex ?? enter,
    opens: code.opens === true,
    leave: code.leave === true,
  };
}

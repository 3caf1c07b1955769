// Whether two recordings of the same program went the same way.
import type { BlockInRecording, Frame, Recording, Step } from './recording';

/**
 * The index of the first step at which the second recording took another way; undefined where it took none. Of a run
 * that was ended from outside only what it did until then is compared.
 */
export function firstDifference(first: Recording, second: Recording): number | undefined {
  const common = Math.min(first.stepCount, second.stepCount);
  for (let index = 0; index < common; index++) {
    if (!isSame(first.step(index), second.step(index))) return index;
  }
  if (first.stepCount === second.stepCount) return undefined;
  const shorter = first.stepCount < second.stepCount ? first : second;
  return wasCutShort(shorter) ? undefined : common;
}

/** Values are not compared: those of objects may name addresses, and sampling may have kept others. */
function isSame(one: Step | undefined, other: Step | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.kind === other.kind &&
    isSameBlock(one.block, other.block) &&
    isSameFrame(one.frame, other.frame)
  );
}

function isSameBlock(one: BlockInRecording | undefined, other: BlockInRecording | undefined): boolean {
  return one?.id === other?.id && one?.module.file === other?.module.file;
}

function isSameFrame(one: Frame, other: Frame): boolean {
  return (
    one.index === other.index && one.functionIndex === other.functionIndex && one.thread === other.thread
  );
}

function wasCutShort({ parts }: Recording): boolean {
  return parts.outcome.kind === 'timeout' || parts.outcome.kind === 'crashed';
}

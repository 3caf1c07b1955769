// Recordings of failing and passing tests, and what they say of the blocks of the program.
import type { VersionedSource } from '../../core/debugging/alignment';
import { blockRuns, type BlockRun } from '../../core/debugging/blockRuns';
import { brokenInvariants } from '../../core/debugging/likelyInvariants';
import type { RecordedEvidence } from '../../core/debugging/recordedSuspects';
import { placedBlocks } from '../../core/debugging/recordedBlocks';
import { relevantSlices } from '../../core/debugging/relevantSlice';
import type { ObservedTest } from '../../core/debugging/testRun';
import type { Recording } from '../../core/trace/recording';
import type { Tester } from './tester';

/** Tests that are recorded at most: of the passing ones those that take least. */
const most = { failing: 3, passing: 12 };

interface RecordedRun {
  readonly recording: Recording;
  readonly runs: readonly BlockRun[];
}

/** @throws Failure when cancelled */
export async function recordedTests(
  { source, model }: VersionedSource,
  file: string,
  tests: { readonly failing: readonly ObservedTest[]; readonly passing: readonly ObservedTest[] },
  tester: Tester,
): Promise<RecordedEvidence> {
  const record = async ({ text }: ObservedTest): Promise<RecordedRun[]> => {
    const recording = await tester.record?.({ source, model, test: text });
    if (recording === undefined) return [];
    const placed = placedBlocks(recording, file, { model, asRecorded: model });
    return [{ recording, runs: blockRuns(recording, placed, model) }];
  };
  const recordAll = async (list: readonly ObservedTest[]) => (await Promise.all(list.map(record))).flat();
  const failing = await recordAll(quickest(tests.failing, most.failing));
  const passing = await recordAll(quickest(tests.passing, most.passing));
  const slices = failing.map(({ recording, runs }) => relevantSlices(recording, runs, model));
  const slice = joined(slices.map((item) => item?.ofTest));
  const [first] = failing;
  return {
    ...(slice !== undefined && { slice }),
    variables: slices[0]?.ofVariables ?? [],
    broken: failing.flatMap(({ runs }) =>
      brokenInvariants(
        runs,
        passing.map((item) => item.runs),
        model,
      ),
    ),
    ...(first !== undefined && { failing: first.runs }),
  };
}

function quickest(tests: readonly ObservedTest[], count: number): readonly ObservedTest[] {
  const ended = tests.filter(({ status }) => status !== 'timeout');
  return ended.toSorted((a, b) => (a.processorMs ?? 0) - (b.processorMs ?? 0)).slice(0, count);
}

/** What is in one of the slices is not ruled out; nor is anything where one cannot be told. */
function joined(slices: readonly (ReadonlySet<number> | undefined)[]): ReadonlySet<number> | undefined {
  if (slices.length === 0 || slices.includes(undefined)) return undefined;
  return new Set(slices.flatMap((slice) => [...(slice ?? [])]));
}

// Blocks on trial: expected states come from another program that passes the failing tests, from a recording of a run that
// passed, or from somebody who says what is right.
import * as z from 'zod';
import type { VersionedSource } from '../../core/debugging/alignment';
import type { RecordedStates } from '../../core/debugging/recordedStates';
import type { SaidOfSide } from '../../core/debugging/statedStates';
import { jointVerdict, statedVerdict, trialVerdict, type ForcedRun } from '../../core/debugging/trial';
import type { Divergence, TriedBlock, Trials } from '../../core/debugging/trialReport';
import { wovenProgram, wovenPrograms, type WovenProgram } from '../../core/debugging/wovenProgram';
import { Failure } from '../failure';
import type { Tester } from './tester';
import { resultSchema } from './testerMessages';

export interface TrialRequest {
  readonly program: VersionedSource;
  /** A program that behaves as expected, or what a run did that passed the tests. */
  readonly expected: { readonly other: VersionedSource } | { readonly recorded: RecordedStates };
  /** Failing tests. */
  readonly tests: readonly string[];
  /** Blocks that are tried; without it, all that run. */
  readonly blocks?: ReadonlySet<number>;
  /** Whether nothing but the tests speaks for the other program. */
  readonly knowsTestsOnly: boolean;
}

const forcedSchema = resultSchema.extend({
  label: z.number().int(),
  side: z.enum(['entry', 'exit']),
  forced: z.number().int(),
  missing: z.number().int(),
  unknown: z.number().int(),
});
const observedSchema = z.object({
  program: resultSchema,
  ran: z.array(z.number().int()),
  divergence: z
    .object({
      label: z.number().int(),
      run: z.number().int(),
      values: z.array(
        z.object({ name: z.string(), expected: z.string(), actual: z.string().exactOptional() }),
      ),
      expectedEnd: z.string(),
      actualEnd: z.string(),
    })
    .nullable()
    .optional(),
});
const answerSchema = z.array(z.union([z.object({ other: resultSchema }), observedSchema, forcedSchema]));
type Answer = z.infer<typeof answerSchema>;

const mostTests = 3;

/** Tries blocks on the first failing tests that the other program passes. @throws Failure when cancelled */
export async function tryBlocks(request: TrialRequest, tester: Tester): Promise<Trials> {
  const { program, expected, tests, blocks } = request;
  const woven: { program: WovenProgram; other?: WovenProgram; recorded?: RecordedStates } =
    'other' in expected
      ? wovenPrograms(program, expected.other)
      : { program: wovenProgram(program), recorded: expected.recorded };
  const labels = blocks === undefined ? null : [...blocks].map((block) => woven.program.labels[block] ?? -1);
  const answers = await Promise.all(
    tests.slice(0, mostTests).map((test) => tester.trial({ ...woven, test, blocks: labels }, answerSchema)),
  );
  const usable = answers.filter((answer) =>
    (answer ?? []).some((item) => 'other' in item && item.other.status === 'passed'),
  );
  const [divergence] = usable.flatMap((answer) =>
    (answer ?? []).flatMap((item) => divergenceOf(item, woven.program.labels)),
  );
  return {
    blocks: woven.program.labels.flatMap((label, block) => {
      const perTest = usable.flatMap((answer) =>
        triedOn(answer ?? [], label, request.knowsTestsOnly && isReturnToTest(program, block)),
      );
      const [first] = perTest;
      if (first === undefined) return [];
      return [{ block, ...first, verdict: jointVerdict(perTest.map(({ verdict }) => verdict)) }];
    }),
    ...(divergence !== undefined && { divergence }),
    tests: tests.slice(0, mostTests).filter((_, i) => usable.includes(answers[i])),
  };
}

function triedOn(answer: Answer, label: number, isOwnExpectation: boolean): Omit<TriedBlock, 'block'>[] {
  const observed = answer.find((item) => 'program' in item);
  const sides = answer.filter((item) => 'label' in item).filter((item) => item.label === label);
  const entry = sides.find(({ side }) => side === 'entry');
  const exit = sides.find(({ side }) => side === 'exit');
  if (observed === undefined || entry === undefined || exit === undefined) return [];
  const forced: [ForcedRun, ForcedRun] = [entry, exit];
  return [{ verdict: trialVerdict(observed.program, ...forced, isOwnExpectation), entry, exit }];
}

const statedSchema = z.array(
  z.union([
    z.object({ program: resultSchema }),
    z.object({ noLiteral: z.string() }),
    forcedSchema.extend({ isCalledByTest: z.boolean() }),
  ]),
);

/**
 * Tries blocks with what somebody says of them, on the first failing tests.
 * @param lines The program, line by line.
 * @throws Failure when cancelled, or where a value is no literal
 */
export async function tryStated(
  lines: VersionedSource,
  sides: readonly SaidOfSide[],
  tests: readonly string[],
  tester: Tester,
): Promise<Trials> {
  const chosen = tests.slice(0, mostTests);
  const woven = wovenProgram(lines);
  const states = sides.map(({ block, side, said }) => ({ label: block, side, said }));
  const answers = await Promise.all(
    chosen.map(async (test) => (await tester.stated({ program: woven, test, states }, statedSchema)) ?? []),
  );
  for (const item of answers.flat()) {
    if (!('noLiteral' in item)) continue;
    throw new Failure('usage', `${item.noLiteral}.`, 'Say it as a literal: 3, [1, 2], "a".');
  }
  const blocks = [...new Set(sides.map(({ block }) => block))].flatMap((block): TriedBlock[] => {
    const isReturned = sides.some((item) => item.block === block && item.isReturned);
    const perTest = answers.flatMap((answer) => {
      const plain = answer.find((item) => 'program' in item);
      if (plain === undefined) return [];
      const own = answer.filter((item) => 'label' in item).filter(({ label }) => label === block);
      const entry = own.find(({ side }) => side === 'entry');
      const exit = own.find(({ side }) => side === 'exit');
      const isOwnExpectation = isReturned && own.some(({ isCalledByTest }) => isCalledByTest);
      const verdict = statedVerdict(plain.program, entry, exit, isOwnExpectation);
      return [{ verdict, ...(entry !== undefined && { entry }), ...(exit !== undefined && { exit }) }];
    });
    const [first] = perTest;
    if (first === undefined) return [];
    const verdict = jointVerdict(perTest.map((item) => item.verdict));
    return [{ block, isStated: true, ...first, verdict }];
  });
  return { blocks, tests: chosen };
}

/** What a function that a test may call returns is what the test looks at. */
function isReturnToTest({ model }: VersionedSource, block: number): boolean {
  const found = model.blocks[block];
  const owner = model.functions[found?.functionIndex ?? 0];
  return owner?.parent === 0 && found?.successors.some(({ kind }) => kind === 'return') === true;
}

function divergenceOf(item: Answer[number], labels: readonly number[]): Divergence[] {
  if (!('ran' in item) || item.divergence === null || item.divergence === undefined) return [];
  const { label, values, ...rest } = item.divergence;
  return [
    {
      ...rest,
      block: labels.indexOf(label),
      values: values.map(({ name, expected, actual }) => ({
        name,
        expected,
        ...(actual !== undefined && { actual }),
      })),
    },
  ];
}

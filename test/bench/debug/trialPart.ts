// The trial: which blocks it confirms when the right program says what to expect.
import type { DebugTools } from '../../../src/host/debugging/debugProgram';
import { tryBlocks } from '../../../src/host/debugging/trials';
import type { TrialVerdict } from '../../../src/core/debugging/trial';
import { report, share } from '../arguments';
import { usableTests, type BuggyProgram } from './programs';

interface Counted {
  readonly isTrue: boolean;
  readonly verdict: TrialVerdict;
}

/** Tries every block that runs in a failing test of each program. */
export async function trialPart(programs: readonly BuggyProgram[], tools: DebugTools): Promise<void> {
  const counted: Counted[] = [];
  let trueBlocks = 0;
  let confirmed = 0;
  for (const program of programs) {
    const tried = await tryProgram(program, tools);
    if (tried === undefined) continue;
    trueBlocks++;
    if (tried.some(({ isTrue, verdict }) => isTrue && verdict === 'witnessed')) confirmed++;
    counted.push(...tried);
  }
  const others = counted.filter(({ isTrue }) => !isTrue);
  const count = (list: readonly Counted[], verdict: TrialVerdict): string =>
    share(list.filter((item) => item.verdict === verdict).length, list.length);
  const trues = counted.filter(({ isTrue }) => isTrue);
  console.log('');
  report('debug-trial', [
    ['trial', 'blocks with a bug line', 'other blocks that ran'],
    ['programs', trueBlocks, ''],
    ['of which the true block is confirmed', share(confirmed, trueBlocks), ''],
    ...(['witnessed', 'claimed', 'before', 'after', 'moved', 'refuted', 'not alignable'] as const).map(
      (verdict) => [verdict, count(trues, verdict), count(others, verdict)] as const,
    ),
  ]);
  console.log('');
}

async function tryProgram(program: BuggyProgram, tools: DebugTools): Promise<Counted[] | undefined> {
  const { source, correct, bugLines = [], name } = program;
  if (correct === undefined || bugLines.length === 0) return undefined;
  const begun = performance.now();
  const observed = await tools.tester.observe(source, await usableTests(program, tools.tester), 'results');
  const failing = observed.filter(({ status }) => status !== 'passed');
  if (failing.length === 0) return undefined;
  const versioned = (text: string) =>
    tools.syntax.withDocument('python', text, (document) => ({
      source: text,
      model: document.model('block'),
    }));
  const both = { program: await versioned(source), expected: { other: await versioned(correct) } };
  const trials = await tryBlocks(
    { ...both, tests: failing.map(({ text }) => text), knowsTestsOnly: false },
    tools.tester,
  );
  const counted = trials.blocks.map(({ block, verdict }) => {
    const range = both.program.model.blocks[block]?.range;
    const isTrue = bugLines.some(
      (line) => range !== undefined && line - 1 >= range.start.line && line - 1 <= range.end.line,
    );
    return { isTrue, verdict };
  });
  const text = counted.map(({ isTrue, verdict }) => (isTrue ? `[${verdict}]` : verdict)).join(' ');
  console.log(`${name.padEnd(30)} ${text}  ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return counted;
}

// What a debugging session found, as people read it.
import type { Colors } from 'picocolors/types';
import type { DebugProgress } from '../../core/debugging/debugProgress';
import type { DebugReport, ReportedSuspect, ReportedTest } from '../../core/debugging/debugReport';
import { codeLine, oneLine } from '../../core/text/oneLine';

const shownTests = 5;
const shownSuspects = 5;

export function describeDebugging(
  report: Omit<DebugReport, 'fixedSource'>,
  source: string,
  colors: Colors,
): string[] {
  const { file, failing, passing, flaky, alsoFailing, suspects, fix, tried, ms, isolation, model } = report;
  const all = failing.length + passing.length;
  const claims = claimedText(report, colors);
  if (failing.length === 0) {
    const what = claims.length === 0 ? `all ${all} tests pass` : 'nothing contradicts the description';
    return [colors.bold(`${file}: ${what}`), ...claims];
  }
  const lines = source.split('\n');
  return [
    colors.bold(`${file}: ${failing.length} of ${all} tests fail`),
    ...failing.slice(0, shownTests).map((test) => `  ${colors.red('✗')} ${testText(test)}`),
    ...(failing.length > shownTests ? [`    and ${failing.length - shownTests} more`] : []),
    ...alsoFailing
      .slice(0, shownTests)
      .map((test) => `  ${colors.yellow('✗')} ${testText(test)}  (not asked for; decides nothing)`),
    ...(alsoFailing.length > shownTests
      ? [`    and ${alsoFailing.length - shownTests} more not asked for`]
      : []),
    ...claims,
    ...flaky.map(
      (test) => `  ${colors.yellow('?')} ${oneLine(test)}  (fails in one run and passes in another)`,
    ),
    '',
    ...divergenceText(report, colors),
    colors.bold('to blame'),
    ...suspects
      .filter(({ trial }, place) => place < shownSuspects || trial?.isStated === true)
      .flatMap((suspect) => suspectText(suspect, lines, colors)),
    ...hiddenText(report, colors),
    ...(model?.noAnswer ?? []).map((reason) => colors.dim(`  no answer from the model: ${oneLine(reason)}`)),
    '',
    ...fixText(fix, colors),
    colors.dim(
      `${tried} changes tried in ${(ms / 1000).toFixed(1)} s, ${isolation}, ${model === undefined ? 'without a model' : `${model.programs} of them a model's`}`,
    ),
  ];
}

function hiddenText({ influenced }: Pick<DebugReport, 'influenced'>, colors: Colors): string[] {
  if (influenced === undefined) return [];
  const { name, hidden } = influenced;
  const what = name === 'return' ? 'what the test gets' : name;
  return [
    colors.dim(`  ${hidden} other ${hidden === 1 ? 'block' : 'blocks'} hidden: no influence on ${what}`),
  ];
}

/** The tests that a model wrote, each with why it thinks so. */
function claimedText({ claimedTests = [] }: Pick<DebugReport, 'claimedTests'>, colors: Colors): string[] {
  if (claimedTests.length === 0) return [];
  return [
    colors.dim("  the tests are a model's, from the description: claimed, as is all that follows from them"),
    ...claimedTests.map(({ test, why }) => colors.dim(`    ${oneLine(test)}  # ${why}`)),
  ];
}

/** A line that says what begins, or nothing. */
export function progressText(progress: DebugProgress): string {
  switch (progress.stage) {
    case 'reproducing':
      return `running ${progress.tests} tests …\n`;
    case 'reproduced':
      return `${progress.failing.length} of ${progress.failing.length + progress.passing.length} tests fail\n`;
    case 'trying':
      return `trying ${progress.blocks} blocks with the states of ${progress.reference} …\n`;
    case 'asking':
      return 'asking the model …\n';
    case 'localised':
      return `trying changes at ${progress.suspects.length} blocks …\n`;
    case 'validating':
      return `comparing ${progress.repairs} changes that pass all tests …\n`;
    case 'repairing':
      return '';
  }
}

function testText({ test, status, problem }: ReportedTest): string {
  const why =
    status === 'timeout' ? 'did not end in time' : status === 'crashed' ? 'its process died' : problem;
  return oneLine(why === undefined || why === 'AssertionError' ? test : `${test}  (${why})`);
}

function suspectText(suspect: ReportedSuspect, lines: readonly string[], colors: Colors): string[] {
  const { rank, startLine, endLine, level, evidence, reasons, verdict, trial } = suspect;
  const where = startLine === endLine ? `line ${startLine}` : `lines ${startLine}-${endLine}`;
  const change = evidence.find(({ kind }) => kind === 'test');
  const why = [
    ...(trial === undefined ? [] : [`on trial: ${trial.text}`]),
    ...evidence.filter(({ kind }) => kind === 'run').map(({ ref, note }) => `  ${ref}, ${note}`),
    ...(verdict === undefined ? [] : [`${verdict}: ${change?.ref ?? ''}`]),
    ...reasons,
  ];
  return [
    `  ${rank}. ${where} of ${suspect.function}  ${colors.dim(level)}`,
    `     ${codeLine(lines[startLine - 1] ?? '').trim()}`,
    ...why.map((reason) => colors.dim(`     ${reason}`)),
  ];
}

function fixText(fix: DebugReport['fix'], colors: Colors): string[] {
  if (fix === undefined) return [colors.bold('no change was found that makes all tests pass')];
  const title =
    fix.fitsOnlyGivenTests === true
      ? 'a change that fits the given tests only: other changes pass them too and behave otherwise'
      : 'a fix: all tests pass with it';
  const doubts = fix.evidence.filter(({ kind }) => kind === 'run');
  return [
    colors.bold(title) + colors.dim(`  ${fix.level}`),
    ...fix.patch
      .split('\n')
      .filter(Boolean)
      .map((line) => `  ${coloured(codeLine(line), colors)}`),
    ...(fix.hunks.needed < fix.hunks.of
      ? [`  ${fix.hunks.needed} of ${fix.hunks.of} changes are needed for the tests`]
      : []),
    ...doubts.map(({ ref, note }) => `  ${ref}: ${note}`),
  ];
}

function divergenceText(
  { divergence, reference }: Pick<DebugReport, 'divergence' | 'reference'>,
  colors: Colors,
): string[] {
  if (divergence === undefined || reference === undefined) return [];
  const { startLine, function: owner, run, values, end } = divergence;
  const what = values.map(({ name, expected, actual }) => {
    const shown = name === '<returned>' ? 'what it gives' : name;
    return `  ${shown} is ${actual ?? 'not there'}, should be ${expected}`;
  });
  const other = end === undefined ? [] : [`  it ${endText(end.actual)}, should ${endText(end.expected)}`];
  return [
    colors.bold(`first does otherwise than ${reference}: line ${startLine} of ${owner}, run ${run}`),
    ...(what.length > 0 ? what : other),
    '',
  ];
}

function endText(kind: string): string {
  return kind === 'next' ? 'go on' : kind;
}

function coloured(line: string, colors: Colors): string {
  if (line.startsWith('+')) return colors.green(line);
  return line.startsWith('-') ? colors.red(line) : line;
}

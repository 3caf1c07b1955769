// How a run ended, in one or two lines.
import type { Colors } from 'picocolors/types';
import type { ExceptionSummary, Outcome, TestResult } from '../../core/trace/model';
import type { Recording } from '../../core/trace/recording';

export interface OutcomeOptions {
  readonly colors: Colors;
  readonly displayPath: (file: string) => string;
}

/** Tests that did not pass are told up to so many. */
const shownTests = 20;

export function describeOutcome(recording: Recording, { colors, displayPath }: OutcomeOptions): string[] {
  const { outcome, notes } = recording.parts;
  const steps = `${recording.stepCount} ${recording.stepCount === 1 ? 'step' : 'steps'} recorded`;
  const good = outcome.kind === 'returned' || (outcome.kind === 'exited' && outcome.exitCode === 0);
  const mark = good ? colors.green('●') : colors.red('●');
  const lines = [
    ...testLines(recording, { colors, displayPath }),
    `${mark} ${outcomeText(outcome, displayPath)} ${colors.dim(`(${steps})`)}`,
  ];
  if (outcome.kind === 'timeout' && outcome.where !== undefined) {
    lines.push(
      ...outcome.where.stack
        .slice(0, 5)
        .map((at) => `    at ${at.function}, ${displayPath(at.path)}:${at.line}`),
    );
  }
  return [...lines, ...notes.map((note) => colors.dim(`  ${note}`))];
}

/** Every test that did not pass, and how many did. */
function testLines(recording: Recording, { colors, displayPath }: OutcomeOptions): string[] {
  const tests = recording.parts.tests?.tests ?? [];
  if (tests.length === 0) return [];
  const passed = tests.filter((test) => test.outcome === 'passed').length;
  const others = tests.filter((test) => test.outcome !== 'passed');
  return [
    ...(passed > 0 ? [`${colors.green('✓')} ${passed} ${passed === 1 ? 'test' : 'tests'} passed`] : []),
    ...others.slice(0, shownTests).map((test) => testText(test, { colors, displayPath })),
    ...(others.length > shownTests ? [colors.dim(`  … ${others.length - shownTests} more`)] : []),
  ];
}

function testText(test: TestResult, { colors, displayPath }: OutcomeOptions): string {
  const { id, outcome, exception, path, during, reason } = test;
  if (outcome === 'skipped') {
    return `${colors.yellow('○')} ${id} skipped${reason === undefined ? '' : `: ${reason}`}`;
  }
  const where = path === undefined ? '' : ` at ${displayPath(path)}:${exception?.line ?? '?'}`;
  const what = exception === undefined ? (reason ?? '') : exceptionText(exception);
  const when = during === undefined || during === 'call' ? '' : ` during ${during}`;
  const verb = outcome === 'failed' ? 'failed' : `could not be run${when}`;
  return `${colors.red('✗')} ${id} ${verb}${where}: ${what.split('\n', 1)[0] ?? ''}`;
}

function exceptionText({ type, message }: ExceptionSummary): string {
  return `${type}${message === '' ? '' : `: ${message}`}`;
}

function outcomeText(outcome: Outcome, displayPath: (file: string) => string): string {
  switch (outcome.kind) {
    case 'returned':
      return outcome.value === undefined ? 'ran to its end' : `returned ${outcome.value.text}`;
    case 'exited':
      return `exited with code ${outcome.exitCode}`;
    case 'raised': {
      const where =
        outcome.path === undefined ? '' : ` at ${displayPath(outcome.path)}:${outcome.exception.line ?? '?'}`;
      return `raised ${exceptionText(outcome.exception)}${where}`;
    }
    case 'timeout': {
      const at = outcome.where?.stack[0];
      const where =
        at === undefined
          ? '; it did not answer where it was'
          : ` in ${at.function}, ${displayPath(at.path)}:${at.line}`;
      return `was stopped after ${outcome.limitMs} ms${where}`;
    }
    case 'crashed':
      return outcome.signal === undefined
        ? `ended without a farewell, exit code ${outcome.exitCode ?? 'unknown'}`
        : `was ended by ${outcome.signal}`;
  }
}

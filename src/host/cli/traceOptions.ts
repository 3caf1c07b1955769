// The options of witness trace.
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { parseFocus, type Focus } from '../../core/trace/focus';
import type { TestRunner } from '../../protocol/runtime';
import { positiveNumber } from './positiveNumber';

export interface TraceOptions {
  readonly call?: string;
  readonly test?: string;
  readonly runner: TestRunner | 'auto';
  readonly module?: string;
  readonly launch?: string;
  readonly launchFile?: string;
  readonly entry?: string;
  readonly granularity: 'block' | 'line';
  readonly steps: 'all' | 'sampled' | 'none';
  readonly focus?: Focus;
  readonly maxSteps: number;
  readonly maxText: number;
  readonly maxMb: number;
  readonly redact: boolean;
  readonly out?: string;
  readonly keep: boolean;
  readonly from?: string;
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly envFile?: string;
  readonly interpreter?: string;
  readonly language?: 'python';
  readonly limitMs: number;
  readonly untilStopped?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function withTraceOptions(command: Command): Command {
  return withOutputOptions(withRecordingOptions(withRunOptions(command)));
}

function withRunOptions(command: Command): Command {
  return command
    .argument('[file]', 'the program, a Python, JavaScript or TypeScript file')
    .argument('[args...]', 'arguments of the program, after --')
    .option('--call <expr>', 'import the file and evaluate this instead, e.g. "f(3, [1])"')
    .option(
      '--test <id>',
      'run this test instead: tests/test_a.py::TestB::test_c, a.b.TestC.test_d, a.py::doctest:f',
    )
    .addOption(
      new Option('--runner <name>', 'what runs the test; auto: pytest where it is installed')
        .choices(['auto', 'pytest', 'unittest', 'doctest', 'node:test', 'mocha', 'vitest', 'jest'])
        .default('auto'),
    )
    .option('--module <name>', 'run this module instead, as python -m does')
    .option('--launch <name>', 'run as this entry of .vscode/launch.json says')
    .option('--launch-file <file>', 'another file of such entries')
    .option('--cwd <folder>', 'working folder of the program')
    .option('--env <key=value>', 'one more environment variable; may be repeated', variable, {})
    .option('--env-file <file>', 'more environment variables, as KEY=VALUE lines')
    .option('--interpreter <path>', 'the Python or Node that runs the program')
    .addOption(
      new Option('--language <id>', 'language of a file whose name does not say it').choices(['python']),
    )
    .addOption(new Option('--model <name>', 'tracing uses no model').hideHelp())
    .addOption(new Option('--no-model', 'tracing uses no model').hideHelp())
    .option('--limit-ms <n>', 'time that the program may take, in milliseconds', positiveNumber, 10_000)
    .option('--until-stopped', 'no limit: record until the program ends or Ctrl+C stops it');
}

function withRecordingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--granularity <unit>', 'record by basic block or by line')
        .choices(['block', 'line'])
        .default('block'),
    )
    .addOption(
      new Option('--steps <which>', 'whose values are kept')
        .choices(['all', 'sampled', 'none'])
        .default('sampled'),
    )
    .option('--focus <place>', 'keep all values of this function, or of the one around FILE:LINE', parseFocus)
    .option('--max-text <n>', 'characters of text for one value', positiveNumber, 200)
    .option(
      '--max-mb <n>',
      'size of the recording at which recording ends, in megabytes',
      positiveNumber,
      512,
    )
    .option('--no-redact', 'record secrets as they are')
    .option('--out <file>', 'keep the recording in this file')
    .option('--no-keep', 'keep no recording; without this, witness recordings lists it')
    .option('--from <file>', 'tell the recording in this file; with --focus, run it again');
}

function withOutputOptions(command: Command): Command {
  return command
    .option('--entry <function>', 'tell only the calls of this function and what they call')
    .option('--max-steps <n>', 'steps in the JSON document at most', positiveNumber, 5000)
    .option('--json', 'print one JSON document instead of the story')
    .option('--quiet', 'print nothing but errors');
}

function variable(text: string, earlier: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('It must be NAME=VALUE.');
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}

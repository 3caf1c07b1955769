// The command line: what can be asked, and how its end is told.
import { Command, CommanderError } from 'commander';
import { Failure } from '../failure';
import { colorsFor } from './colors';
import { debugCommand } from './debugCommand';
import { explainCommand } from './explainCommand';
import { flowCommand } from './flowCommand';
import { modelCommand } from './modelCommand';
import { recordingsCommand } from './recordingsCommand';
import { reviewCommand } from './reviewCommand';
import { ruleCommand } from './ruleCommand';
import { runCommand } from './runCommand';
import { traceCommand } from './traceCommand';

/** 0: done, nothing bad found. 1: done, something found. 2: bad usage or input. 3: Witness itself failed. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly environment: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Aborted when the user presses Ctrl+C, or Witness is told to end. */
  readonly signal: AbortSignal;
  /**
   * While this goes on, Ctrl+C and the like end the process as they end any other: for work that has nothing to tidy up,
   * and computes too long without a pause to be told. Children that speak over a channel end with it.
   */
  readonly endingAtOnce: <T>(work: () => Promise<T>) => Promise<T>;
  /** What stands behind `--`: for the program, not for us. */
  readonly programArguments: readonly string[];
}

/**
 * Runs one command of `witness`.
 * @param argv Arguments after the name of the program.
 * @param assets Folder that holds runtime/ and wasm/.
 */
export async function runProgram(
  argv: readonly string[],
  assets: string,
  surroundings: Omit<Terminal, 'programArguments'>,
): Promise<ExitCode> {
  const separator = argv.indexOf('--');
  const [own, programArguments] =
    separator < 0 ? [argv, []] : [argv.slice(0, separator), argv.slice(separator + 1)];
  const terminal = { ...surroundings, programArguments };
  let result: ExitCode = 0;
  const program = new Command('witness')
    .description('Debug and analyse code with evidence: what ran, in which order, with which values.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .showHelpAfterError('(witness --help tells what can be asked)')
    .exitOverride();
  const finish = (code: ExitCode): void => {
    result = code;
  };
  program.addCommand(traceCommand(assets, terminal, finish));
  program.addCommand(recordingsCommand(terminal, finish));
  program.addCommand(explainCommand(assets, terminal, finish));
  program.addCommand(runCommand(assets, terminal, finish));
  program.addCommand(debugCommand(assets, terminal, finish));
  program.addCommand(modelCommand(assets, terminal, finish));
  program.addCommand(reviewCommand({ assets, version }, terminal, finish));
  program.addCommand(ruleCommand(assets, terminal, finish));
  program.addCommand(flowCommand({ assets, version }, terminal, finish));
  for (const command of program.commands) {
    command.copyInheritedSettings(program);
    for (const inner of command.commands) inner.copyInheritedSettings(command);
  }
  try {
    await program.parseAsync(own, { from: 'user' });
    return result;
  } catch (error) {
    return explain(error, terminal);
  }
}

function explain(error: unknown, { stderr, environment }: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const colors = colorsFor(stderr, environment);
  if (error instanceof Failure) {
    stderr.write(`${colors.red('witness:')} ${error.message}\n`);
    if (error.nextStep !== undefined) stderr.write(`${error.nextStep}\n`);
    return error.kind === 'internal' ? 3 : 2;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(
    `${colors.red('witness:')} Witness itself failed. This is a fault of Witness, please report it.\n${detail}\n`,
  );
  return 3;
}

declare const WITNESS_VERSION: string;
const version = WITNESS_VERSION;

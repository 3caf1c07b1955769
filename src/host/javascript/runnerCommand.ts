// How all tests of a file are run by their own runner, so that it tells how each of them ended.
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { testCommand } from './testCommand';

export interface TestRunnerCommand {
  /** What Node is given. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * @param reporters Folder of our reporters for node:test and mocha; jest and vitest print a document.
 * @throws Failure where the runner is missing, or is none that Witness knows
 */
export async function runnerCommand(
  file: string,
  cwd: string,
  reporters: string,
): Promise<TestRunnerCommand> {
  const plain = await testCommand(file, { id: file, runner: 'auto' }, cwd, path.dirname(reporters));
  switch (plain.runner ?? (plain.script === file ? 'node:test' : 'mocha')) {
    case 'node:test': {
      const reporter = `--test-reporter=${path.join(reporters, 'nodeReporter.mjs')}`;
      return { arguments: ['--no-warnings', reporter, file], environment: {} };
    }
    case 'mocha': {
      const reporter = ['--reporter', path.join(reporters, 'mochaReporter.cjs')];
      return { arguments: [plain.script, ...plain.arguments, ...reporter], environment: {} };
    }
    case 'jest':
      return {
        arguments: [plain.script, ...plain.arguments, '--json', '--silent', '--cacheDirectory=/scratch/jest'],
        environment: {},
      };
    default: {
      const script = path.join(plain.runnerFolder ?? '', 'vitest.mjs');
      const known = await realpath(file).catch(() => file);
      return {
        arguments: [script, 'run', '--reporter=json', '--pool=forks', '--no-cache', known],
        environment: { CI: 'true' },
      };
    }
  }
}

// Asks Git about a repository.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../failure';

const run = promisify(execFile);
const maxBytes = 256 * 1024 * 1024;

/** Runs one command of Git and gives what it prints. */
export type Git = (...args: string[]) => Promise<string>;

/**
 * Git in a folder. A repository's own settings must not start programs.
 * @throws what `execFile` throws; see `gitFailure`.
 */
export function gitIn(folder: string, signal: AbortSignal): Git {
  return async (...args) => {
    const options = { cwd: folder, signal, maxBuffer: maxBytes };
    const safe = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false'];
    const { stdout } = await run('git', [...safe, ...args], options);
    return stdout;
  };
}

/** What to tell somebody of whom Git wanted something else. */
export function gitFailure(error: unknown, nextStep: string): Failure {
  const told = (error as { stderr?: unknown }).stderr;
  const text =
    typeof told === 'string' && told.trim() !== ''
      ? told
      : error instanceof Error
        ? error.message
        : String(error);
  const reason = text.trim().split('\n')[0] ?? '';
  return new Failure(
    'usage',
    `The changes are not known, because Git did not tell them: ${reason}`,
    nextStep,
  );
}

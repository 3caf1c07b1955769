// Finds the Python that runs a program.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../failure';
import { ProbedInterpreters } from './probedInterpreters';
import { environmentCandidates, type Candidate } from './virtualEnvironments';

/** The oldest version that the runtime supports. */
export const oldestPython = [3, 9] as const;

export interface PythonInterpreter {
  readonly executable: string;
  /** E.g. `CPython 3.11.7`. */
  readonly description: string;
  /** Why this one was taken: `--interpreter`, `.venv`, `VIRTUAL_ENV`, `CONDA_PREFIX`, `PATH`. */
  readonly origin: string;
}

export interface InterpreterSearch {
  /** Named by the user; nothing else is tried then. */
  readonly explicit?: string;
  /** The working folder. */
  readonly folder: string;
  /** Where the program lies. A virtual environment here, or in a folder above up to the working folder, comes first. */
  readonly start?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

const known = new ProbedInterpreters<PythonInterpreter>();

/** @throws Failure of kind `missing` that lists where was looked and what was found there. */
export async function findPython(search: InterpreterSearch): Promise<PythonInterpreter> {
  const tried: string[] = [];
  for (const candidate of candidates(search)) {
    const probed = await known.get(
      candidate.executable,
      search.folder,
      () => probe(candidate, search),
      search.environment['PATH'],
    );
    // The same one may have been found before by another way.
    if (typeof probed !== 'string') return { ...probed, origin: candidate.origin };
    tried.push(`  ${candidate.executable} (${candidate.origin}): ${probed}`);
  }
  throw new Failure(
    'missing',
    `No Python ${oldestPython.join('.')} or later was found. Looked at:\n${tried.join('\n')}`,
    'Install Python 3, or name an interpreter with --interpreter PATH.',
  );
}

function candidates(search: InterpreterSearch): Candidate[] {
  if (search.explicit !== undefined) return [{ executable: search.explicit, origin: '--interpreter' }];
  const platform = search.platform ?? process.platform;
  const list = environmentCandidates(
    search.start ?? search.folder,
    search.folder,
    search.environment,
    platform,
  );
  const names = platform === 'win32' ? ['python', 'py', 'python3'] : ['python3', 'python'];
  return [...list, ...names.map((name) => ({ executable: name, origin: 'PATH' }))];
}

const question = 'import sys; print(sys.implementation.name, *sys.version_info[:3]); print(sys.executable)';

/** Asked where the program will run: a version manager's shim chooses by the folder and the environment. */
async function probe(
  candidate: Candidate,
  { folder, environment }: InterpreterSearch,
): Promise<PythonInterpreter | string> {
  try {
    const answer = await promisify(execFile)(candidate.executable, ['-I', '-S', '-c', question], {
      timeout: 10_000,
      cwd: folder,
      env: environment,
    });
    return understood(answer.stdout, candidate);
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return absent ? 'not there' : 'does not start';
  }
}

function understood(answer: string, { executable, origin }: Candidate): PythonInterpreter | string {
  const [versionLine = '', itself = ''] = answer.split(/\r?\n/);
  const [implementation = '', major = '', minor = '', micro = ''] = versionLine.split(' ');
  const version = `${major}.${minor}.${micro}`;
  if (itself === '') return 'is no Python';
  if (Number(major) !== oldestPython[0] || Number(minor) < oldestPython[1]) return `is Python ${version}`;
  if (implementation !== 'cpython') return `is ${implementation}, only CPython can be recorded`;
  // A name on the PATH may be a slow shim; what the user named is started as named.
  return {
    executable: origin === '--interpreter' ? executable : itself,
    description: `CPython ${version}`,
    origin,
  };
}

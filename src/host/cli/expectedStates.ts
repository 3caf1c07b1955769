// What a user says that is right: a recording of a run that passed, states at lines of the program.
import path from 'node:path';
import { parsedStatedState } from '../../core/debugging/statedStates';
import type { DebugSessionRequest } from '../debugging/debugSession';
import { Failure } from '../failure';
import { recordingNamed } from './namedRecording';
import type { Terminal } from './program';

interface ExpectedOptions {
  readonly passing?: string;
  readonly expectAt: readonly string[];
}

const form = 'Say it as "FILE:LINE name=literal", e.g. "search.py:7 low=3" or "search.py:7 before low=3 @2".';

/** @param name Of the file that is debugged. @throws Failure where it cannot be read */
export async function expectedStates(
  { passing, expectAt }: ExpectedOptions,
  name: string | undefined,
  terminal: Terminal,
): Promise<Pick<DebugSessionRequest, 'file' | 'passing' | 'stated'>> {
  const { cwd } = terminal;
  let file = name === undefined ? undefined : path.resolve(cwd, name);
  const stated = expectAt.map((text) => {
    const parsed = parsedStatedState(text);
    if (parsed === undefined) throw new Failure('usage', `"${text}" does not say what is right.`, form);
    const own = parsed.file === undefined ? undefined : path.resolve(cwd, parsed.file);
    file ??= own;
    if (file === undefined) throw new Failure('usage', `"${text}" names no file.`, form);
    if (own === undefined || own === file) return parsed.stated;
    const reason = `${parsed.file ?? ''} is not the file that is debugged.`;
    throw new Failure('usage', reason, 'Say what is right at lines of one file.');
  });
  return {
    ...(file !== undefined && { file }),
    ...(stated.length > 0 && { stated }),
    ...(passing !== undefined && { passing: await recordingNamed(passing, terminal) }),
  };
}

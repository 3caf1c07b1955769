// What is known of interpreters that were asked not long ago: to start one only to hear its version again takes time,
// above all where a name on the PATH is the shim of a version manager.
import { stat } from 'node:fs/promises';
import path from 'node:path';

/** Longer than from one save to the next, shorter than it takes to notice that another one was installed. */
const believedMs = 60_000;

/** By which version managers choose in a folder. */
const choiceFiles = ['.python-version', '.tool-versions', 'mise.toml', '.mise.toml'];

interface Known<T> {
  readonly answer: T;
  readonly at: number;
  readonly state: string;
}

/** Answers by executable, each believed for a minute and while no file that it depends on changes. */
export class ProbedInterpreters<T> {
  private readonly known = new Map<string, Known<T>>();

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * @param folder The working folder, in which a shim may choose. @param ask A string says why there is no answer.
   * @param searchPath Where names are looked for.
   */
  async get(
    executable: string,
    folder: string,
    ask: () => Promise<T | string>,
    searchPath = '',
  ): Promise<T | string> {
    const key = [executable, folder, searchPath].join('\n');
    const state = await stateOf(executable, folder);
    const known = this.known.get(key);
    if (known !== undefined && known.state === state && this.now() - known.at < believedMs) {
      return known.answer;
    }
    const answer = await ask();
    if (typeof answer !== 'string') this.known.set(key, { answer, at: this.now(), state });
    return answer;
  }
}

/** Changes when the executable is replaced, or another version is chosen for the folder. */
async function stateOf(executable: string, folder: string): Promise<string> {
  const isName = !/[\\/]/.test(executable);
  const files = isName
    ? foldersUp(folder).flatMap((at) => choiceFiles.map((name) => path.join(at, name)))
    : [executable];
  const times = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return times.join(' ');
}

function foldersUp(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUp(above)];
}

// Whether a recording is of a test, however that was run: by its runner, or called by itself.
import path from 'node:path';
import type { RunDescription } from '../../core/trace/model';

/**
 * @param test Id of the test, with its file from `cwd`: `tests/test_a.py::TestB::test_c`.
 * @param cwd Absolute path.
 */
export function isRecordingOf(
  { file, test: recorded, call }: Pick<RunDescription, 'file' | 'test' | 'call'>,
  test: string,
  cwd: string,
): boolean {
  const [wantedFile = '', ...names] = test.split('::');
  if (names.length === 0 || path.resolve(cwd, wantedFile) !== path.resolve(file)) return false;
  if (recorded !== undefined) return recorded.split('::').slice(1).join('::') === names.join('::');
  return call === `${names.join('.')}()`;
}

// Programs that a language model wrote, as programs with a bug.
import { ldbPrograms } from '../ldbPrograms';
import type { BuggyProgram } from './programs';

/** @param set `humaneval` or `mbpp` */
export function languageModelPrograms(data: string, set: string): BuggyProgram[] {
  return ldbPrograms(data, set).map(({ id, source, tests, finalTest }) => ({
    set,
    name: id,
    source,
    tests,
    finalTest,
  }));
}

// npm run bench -- flow-scale [--part python|javascript|java] [--folder DIR] [--no-semgrep] [--list]: whole libraries, with
// the time and memory that they take, how time grows, and Semgrep's open engine on the same files.
import { parseArgs } from 'node:util';
import { report } from './arguments';
import { libraryFolder, semgrepProgram, type ScaleLanguage } from './flow/scale/corpora';
import { measureFolder } from './flow/scale/folder';
import { runSemgrep } from './flow/scale/semgrep';
import { Z3Solver } from '../../src/host/solver/z3Solver';

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    folder: { type: 'string' },
    semgrep: { type: 'boolean', default: true },
    list: { type: 'boolean', default: false },
  },
  allowNegative: true,
});

const languages: readonly ScaleLanguage[] = ['python', 'javascript', 'java'];
type Row = readonly [string, ...(string | number)[]];
const head: Row = [
  'library', 'files', 'kLOC', 'CPU s', 'wall s', 'kLOC / CPU s', 'slowest file', 'its CPU s', 'MB', 'growth n^', 'given up', 'findings',
  'Semgrep CPU s', 'its wall s', 'its findings',
]; // prettier-ignore

async function main(): Promise<void> {
  const semgrep = values.semgrep ? semgrepProgram() : undefined;
  const rows: Row[] = [head];
  const solver = new Z3Solver('dist');
  try {
    for (const language of languages) {
      if (values.part !== undefined && values.part !== language) continue;
      const folder = values.folder ?? libraryFolder(language);
      if (folder !== undefined) rows.push(await rowOf(language, folder, solver, semgrep));
    }
  } finally {
    solver.dispose();
  }
  report('flow-scale', rows);
}

async function rowOf(
  language: ScaleLanguage,
  folder: string,
  solver: Z3Solver,
  semgrep: string | undefined,
): Promise<Row> {
  const measured = await measureFolder(folder, solver, values.list);
  if (semgrep === undefined) return [language, ...measured, '-', '-', '-'];
  const other = runSemgrep(semgrep, language, folder);
  if (values.list) for (const line of other.places) console.log(`semgrep ${line}`);
  return [language, ...measured, other.cpuSeconds, other.wallSeconds, other.places.length];
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(3);
});

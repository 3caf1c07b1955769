// npm run bench -- flow-scale [--python DIR] [--javascript DIR] [--java DIR] [--semgrep FILE]: whole libraries, with the
// time and memory that they take, how time grows, and Semgrep on the same files where it is installed.
import { parseArgs } from 'node:util';
import { report } from './arguments';
import { measureFolder } from './flow/scale/folder';
import { runSemgrep } from './flow/scale/semgrep';
import { Z3Solver } from '../../src/host/solver/z3Solver';

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    javascript: { type: 'string' },
    java: { type: 'string' },
    semgrep: { type: 'string' },
    list: { type: 'boolean' },
  },
});

async function main(): Promise<void> {
  const rows: (readonly [string, ...(string | number)[]])[] = [
    [
      'folder', 'files', 'kLOC', 'CPU s', 'wall s', 'kLOC / CPU s', 'slowest file', 'its CPU s', 'MB', 'growth n^', 'given up', 'findings',
      'Semgrep CPU s', 'its wall s', 'its findings',
    ],
  ]; // prettier-ignore
  const solver = new Z3Solver('dist');
  try {
    for (const language of ['python', 'javascript', 'java'] as const) {
      const folder = values[language];
      if (folder === undefined) continue;
      const measured = await measureFolder(folder, solver, values.list === true);
      const other = values.semgrep === undefined ? undefined : runSemgrep(values.semgrep, language, folder);
      if (values.list === true) for (const line of other?.places ?? []) console.log(`semgrep ${line}`);
      rows.push([
        language,
        ...measured,
        ...(other === undefined
          ? ['-', '-', '-']
          : [other.cpuSeconds, other.wallSeconds, other.places.length]),
      ]);
    }
  } finally {
    solver.dispose();
  }
  report('flow-scale', rows);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(3);
});

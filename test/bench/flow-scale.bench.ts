// npm run bench -- flow-scale [--part python|javascript|java] [--folder DIR] [--no-semgrep] [--list]: whole libraries, with
// the time and memory that they take, how time grows, and Semgrep's open engine on the same files. Ends with 1 where a
// file takes too long, time grows too fast, or Semgrep is faster, takes less of the processor or does not end; with 3 where something
// crashes.
import { parseArgs } from 'node:util';
import { withLargeYoungGeneration } from '../../src/host/platform/youngGeneration';
import type { SourceText } from '../../src/host/dataflow/sourceFiles';
import { report } from './arguments';
import { runCommand } from './flow/scale/command';
import { libraryFolder, semgrepProgram, type ScaleLanguage } from './flow/scale/corpora';
import { measureTexts, readFolder, type Measured } from './flow/scale/folder';
import { limitMinutes, runSemgrep, type SemgrepRun } from './flow/scale/semgrep';
import type { TimedRun } from './flow/scale/timedRun';

const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    folder: { type: 'string' },
    semgrep: { type: 'boolean', default: true },
    list: { type: 'boolean', default: false },
  },
  allowNegative: true,
});

/** Processor seconds of one file, and the power of the number of lines. */
const most = { fileSeconds: 5, growth: 1.15 };
const languages: readonly ScaleLanguage[] = ['python', 'javascript', 'java'];
type Row = readonly [string, ...(string | number)[]];
const head: Row = [
  'library', 'files', 'kLOC', 'CPU s', 'kLOC / CPU s', 'slowest file', 'its CPU s', 'MB', 'growth n^', 'given up', 'findings',
  'witness flow CPU s', 'wall s', 'Semgrep files', 'faulty', 'its CPU s', 'its wall s', 'its findings',
]; // prettier-ignore

/** @returns the exit code. */
async function main(): Promise<number> {
  const semgrep = values.semgrep ? semgrepProgram() : undefined;
  const rows: Row[] = [head];
  const faults: string[] = [];
  for (const language of languages) {
    if (values.part !== undefined && values.part !== language) continue;
    const folder = values.folder ?? libraryFolder(language);
    if (folder === undefined) faults.push(`${language}: there is nothing to measure`);
    else rows.push(await rowOf(language, folder, { semgrep, faults }));
  }
  report('flow-scale', rows);
  for (const fault of faults) console.error(fault);
  return faults.length > 0 ? 1 : 0;
}

interface Tools {
  readonly semgrep: string | undefined;
  /** Is added to. */
  readonly faults: string[];
}

async function rowOf(language: ScaleLanguage, folder: string, { semgrep, faults }: Tools): Promise<Row> {
  const { texts, skipped } = await readFolder(folder);
  for (const { file, reason } of skipped) console.log(`${language}: ${file} is left out: ${reason}`);
  const measured = await measureTexts(texts);
  const { growth, whole } = measured;
  const [slowest, slowestMs] = whole.slowest;
  if (slowestMs > 1000 * most.fileSeconds) faults.push(`${language}: ${slowest} takes too long`);
  if (growth > most.growth) faults.push(`${language}: time grows too fast`);
  if (semgrep === undefined) {
    if (values.list) list(measured);
    return [language, ...cells(measured), ...timeCells(runCommand(texts)), ...unknownCells('-')];
  }
  const { command, other } = compared(semgrep, language, texts);
  if (values.list) list(measured, other);
  if (other === undefined) {
    faults.push(`${language}: Semgrep did not end within ${limitMinutes} minutes, so nothing is compared`);
    return [
      language,
      ...cells(measured),
      ...timeCells(command),
      ...unknownCells(`not within ${limitMinutes} min`),
    ];
  }
  if (other.cpuSeconds < command.cpuSeconds) faults.push(`${language}: Semgrep takes less of the processor`);
  if (other.wallSeconds < command.wallSeconds) faults.push(`${language}: Semgrep is faster`);
  return [language, ...cells(measured), ...timeCells(command), ...otherCells(other)];
}

interface Compared {
  readonly command: TimedRun;
  /** Undefined where it did not end in time. */
  readonly other: SemgrepRun | undefined;
}

/** Both in turn, twice: of each the run counts that the machine disturbed less. */
function compared(semgrep: string, language: ScaleLanguage, texts: readonly SourceText[]): Compared {
  const round = (): Compared => ({
    command: runCommand(texts),
    other: runSemgrep(semgrep, language, texts),
  });
  const first = round();
  if (first.other === undefined) return first;
  const second = round();
  return {
    command: faster(first.command, second.command),
    other: second.other && faster(first.other, second.other),
  };
}

function faster<Timed extends Pick<TimedRun, 'wallSeconds'>>(a: Timed, b: Timed): Timed {
  return b.wallSeconds < a.wallSeconds ? b : a;
}

function cells({ whole, growth, megabytes }: Measured): (string | number)[] {
  const { files, lines, incomplete, findings } = whole.result;
  const [slowest, slowestMs] = whole.slowest;
  return [
    files,
    (lines / 1000).toFixed(1),
    (whole.cpuMs / 1000).toFixed(1),
    (lines / whole.cpuMs).toFixed(1),
    slowest,
    (slowestMs / 1000).toFixed(2),
    megabytes,
    growth.toFixed(2),
    incomplete.length,
    findings.length,
  ];
}

function timeCells({ cpuSeconds, wallSeconds }: Pick<TimedRun, 'cpuSeconds' | 'wallSeconds'>): string[] {
  return [cpuSeconds.toFixed(1), wallSeconds.toFixed(1)];
}

function unknownCells(wall: string): string[] {
  return ['-', '-', '-', wall, '-'];
}

function otherCells(run: SemgrepRun): (string | number)[] {
  return [run.files, run.faulty, ...timeCells(run), run.places.length];
}

function list({ whole }: Measured, other?: SemgrepRun): void {
  for (const { rule, sink, source } of whole.result.findings) {
    console.log(`witness ${rule} ${sink.file}:${sink.line + 1} from ${source.file}:${source.line + 1}`);
  }
  for (const place of other?.places ?? []) console.log(`semgrep ${place}`);
}

// As the command line and the engine run it.
withLargeYoungGeneration(main).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exit(3);
  },
);

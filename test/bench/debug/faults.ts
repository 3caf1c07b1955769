// A fault that a mutation tool put into a file: debugging it, and what came of that.
import type { DebugReport } from '../../../src/core/debugging/debugReport';
import { languageOfPath } from '../../../src/core/syntax/profiles/registry';
import { debugProgram, type DebugTools } from '../../../src/host/debugging/debugProgram';
import type { RequestedTests } from '../../../src/host/debugging/requestedTests';
import { report, share } from '../arguments';
import { placeOf, type Place } from './places';

export interface Fault {
  readonly operator: string;
  readonly file: string;
  readonly source: string;
  /** The text of the file before. */
  readonly original: string;
  /** 1-based line that was changed. */
  readonly line: number;
  readonly tests: RequestedTests;
}

export interface FaultResult {
  readonly place: Place;
  readonly isRepaired: boolean;
  readonly isMarked: boolean;
  readonly isOriginal: boolean;
  readonly seconds: number;
}

const candidates = 256;

/** Prints a line; undefined where no test fails. */
export async function debugFault(fault: Fault, tools: DebugTools): Promise<FaultResult | undefined> {
  const { operator, file, source, original, line, tests } = fault;
  const begun = performance.now();
  const request = { file, source, tests, candidates };
  const found = await debugProgram({ ...request, reference: () => Promise.resolve(undefined) }, tools);
  if (found.failing.length === 0) return undefined;
  const result = {
    place: placeOf([line], found.suspects),
    isRepaired: found.fixedSource !== undefined,
    isMarked: found.fix?.fitsOnlyGivenTests === true,
    isOriginal: found.fixedSource !== undefined && isSameCode(found.fixedSource, original),
    seconds: (performance.now() - begun) / 1000,
  };
  console.log(lineOf(operator, line, found, result));
  return result;
}

/** @param name Of the file that holds the rows. */
export function faultsTable(name: string, title: string, results: readonly FaultResult[]): void {
  const count = (matches: (result: FaultResult) => boolean): string =>
    share(results.filter(matches).length, results.length);
  const shown = results.filter(({ isRepaired, isMarked }) => isRepaired && !isMarked);
  const seconds = results.map((result) => result.seconds).sort((a, b) => a - b);
  console.log('');
  report(name, [
    [title, ''],
    ['mutants that a test fails on', results.length],
    ['mutated line in the first block', count(({ place }) => place.rank === 1)],
    ['in the first three', count(({ place }) => place.rank <= 3)],
    ['repaired: all tests pass', count(({ isRepaired }) => isRepaired)],
    ['shown as a fix', shown.length],
    ['the very text before the mutation', count(({ isOriginal }) => isOriginal)],
    ['seconds a mutant, median', seconds[Math.floor(seconds.length / 2)]?.toFixed(1) ?? '-'],
    ['seconds a mutant, most', seconds.at(-1)?.toFixed(1) ?? '-'],
  ]);
}

/** 1-based; the first that differs. */
export function changedLine(before: string, after: string): number {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return b.findIndex((text, at) => text !== a[at]) + 1;
}

/** @param line 1-based. */
export function isInFunctionBody(
  file: string,
  source: string,
  line: number,
  { syntax }: DebugTools,
): Promise<boolean> {
  const language = languageOfPath(file) ?? 'python';
  const kinds = ['function', 'method', ...(language === 'python' ? [] : ['lambda'])];
  return syntax.withDocument(language, source, (document) => {
    const model = document.model('block');
    return (
      model.syntaxErrors.length === 0 &&
      model.functions.some(
        ({ kind, bodyRange }) =>
          kinds.includes(kind) && line - 1 >= bodyRange.start.line && line - 1 <= bodyRange.end.line,
      )
    );
  });
}

function lineOf(operator: string, line: number, found: DebugReport, result: FaultResult): string {
  const fix = result.isRepaired ? `repaired ${found.attempts[0]?.strategy ?? ''}` : '-';
  const tests = `${found.failing.length} of ${found.failing.length + found.passing.length} fail`;
  return `  ${operator.padEnd(44)} line ${String(line).padEnd(5)} ${tests.padEnd(16)} at ${result.place.rank} ${fix}  ${found.tried} tried, ${result.seconds.toFixed(0)} s`;
}

function isSameCode(a: string, b: string): boolean {
  const plain = (text: string): string => text.replace(/[ \t()]+/g, '');
  return plain(a) === plain(b);
}

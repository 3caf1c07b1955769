// What tests measure, for a benchmark that runs them again and again.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Names the file that figures are appended to, in the environment. */
export const figuresVariable = 'WITNESS_TEST_FIGURES';

export interface Figure {
  readonly name: string;
  readonly ms: number;
  /** What the machine was like meanwhile: a fixed loop's time, or how long a host at rest was held up. */
  readonly besideMs: number;
}

/** Keeps a figure where somebody asked for them. */
export function keepFigure(figure: Figure): void {
  const file = process.env[figuresVariable];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figure)}\n`);
}

/** The figures in a file. */
export function readFigures(file: string): Figure[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Figure);
}

/** Lines of a program; `@` stands for the number of its line. */
export type Lines = readonly string[];

/** The text of a program, its lines numbered from 1. */
export function numberedProgram(lines: Lines): string {
  return lines.map((line, index) => line.replaceAll('@', String(index + 1))).join('\n');
}

export function indented(lines: Lines): Lines {
  return lines.map((line) => `    ${line}`);
}

/** Lines that followed each other in a frame, over all runs of a program; 1-based, 0 for having returned. */
export type LinePairs = readonly (readonly [from: number, to: number])[];

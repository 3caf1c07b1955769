// Words and marks for findings and their paths.
import path from 'node:path';
import type { Feasibility, FlowFinding, FlowPlace, FlowStep } from '../../core/dataflow/model';
import type { EvidenceLevel } from '../../core/evidence';

/** The mark of each level of evidence, as an icon of VS Code. */
export const levelIcons: Readonly<Record<EvidenceLevel, string>> = {
  witnessed: 'verified-filled',
  proved: 'check-all',
  derived: 'symbol-ruler',
  claimed: 'comment',
};

/** Backquotes of a message stand for nothing in a plain text. */
export function plain(message: string): string {
  return message.replaceAll('`', "'");
}

/** `pay.py:12`. */
export function placeText({ file, line }: Pick<FlowPlace, 'file' | 'line'>): string {
  return `${path.basename(file)}:${line + 1}`;
}

/** What is known of whether a path can happen; empty where nothing is. */
export function feasibilityText({ result, input, conflict }: Feasibility): string {
  switch (result) {
    case 'feasible': {
      const values = Object.entries(input ?? {}).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
      return values.length === 0 ? 'can happen' : `happens with ${values.join(', ')}`;
    }
    case 'infeasible': {
      const branches = (conflict ?? []).map(
        ({ text, taken }) => `${text} is ${taken ? 'taken' : 'not taken'}`,
      );
      return `cannot happen: ${branches.join('; ')}`;
    }
    case 'unknown':
      return '';
  }
}

/** What a model says of a path, as sentences. */
export function modelNotes({ doubt, evidence }: Pick<FlowFinding, 'doubt' | 'evidence'>): string[] {
  const said = evidence
    .filter(({ kind }) => kind === 'model')
    .map(({ ref, note }) => `${ref} ${plain(note)}`);
  return doubt === undefined ? said : [`doubtful: ${plain(doubt)}`, ...said];
}

/** Steps on one line of one file are one stop on the way; the source and the sink are always stops. */
export function stopsOf(steps: readonly FlowStep[]): readonly FlowStep[] {
  const last = steps.length - 1;
  const isOnLineOf = (a: FlowStep | undefined, b: FlowStep | undefined): boolean =>
    a !== undefined && b !== undefined && a.file === b.file && a.line === b.line;
  return steps.filter((step, index) => {
    if (index === 0 || index === last) return true;
    if (index === last - 1 && isOnLineOf(step, steps[last])) return false;
    return !isOnLineOf(step, steps[index - 1]);
  });
}

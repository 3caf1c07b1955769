// What an editor shows of one run of a fragment, line by line. Lines are 0-based.
import { describePlan, isShown, type RunSummary } from './fragmentReport';
import type { Selection } from './selection';
import type { FragmentError, Predicted, RunPlan, RunResult } from './runResult';
import { readablePath, unreachedOf, type Unreached } from './unreached';

export interface FragmentValue {
  /** Empty for what is returned. */
  readonly name: string;
  readonly type: string;
  readonly text: string;
  /** Invented, or computed from what was. */
  readonly isInvented: boolean;
}

export interface FragmentLine {
  readonly line: number;
  readonly endLine: number;
  readonly values: readonly FragmentValue[];
}

/** A value that is missing and was invented, or given by somebody. */
export interface InventedValue {
  /** Path, the same in every run. */
  readonly key: string;
  /** The path as people read it. */
  readonly name: string;
  readonly kind: Predicted['kind'];
  readonly line: number;
  readonly type: string;
  readonly text: string;
  readonly source: string;
  /** Whether the text is an expression for the value. */
  readonly isLiteral: boolean;
}

export type LineError = Pick<FragmentError, 'type' | 'message' | 'level' | 'dependsOn'> & {
  readonly line: number;
};

export interface FragmentView {
  /** What the run did otherwise than the first one; empty for that. */
  readonly title: string;
  /** With which the run can be made again. */
  readonly plan: RunPlan;
  readonly outcome: string;
  readonly lines: readonly FragmentLine[];
  readonly executed: readonly number[];
  readonly notExecuted: readonly number[];
  /** Lines that no run before has reached. */
  readonly newLines: readonly number[];
  readonly errors: readonly LineError[];
  readonly invented: readonly InventedValue[];
  readonly unreached: readonly Unreached[];
}

/** The views of the runs that reached something new, the first run before all. */
export function fragmentViews(runs: readonly RunSummary[], selection: Selection): FragmentView[] {
  const first = runs[0]?.result;
  const everReached = new Set<number>();
  return runs.flatMap((run, number): FragmentView[] => {
    if (run.result === undefined || (number > 0 && run.newLines.length === 0)) return [];
    const title = number === 0 ? '' : describePlan(run.plan, first);
    for (const line of executedOf(run.result)) everReached.add(line);
    return [
      {
        ...viewOf(run.result, selection, everReached),
        title,
        plan: run.plan,
        newLines: run.newLines.map((line) => line - 1),
      },
    ];
  });
}

function viewOf(
  result: RunResult,
  selection: Selection,
  everReached: ReadonlySet<number>,
): Omit<FragmentView, 'title' | 'plan' | 'newLines'> {
  const executed = executedOf(result);
  const ran = new Set(executed);
  const all = new Set(result.statements.map(([line]) => line - 1));
  return {
    outcome: outcomeText(result),
    lines: linesOf(result),
    executed: linesWithin(result, ran),
    notExecuted: [...all].filter((line) => !ran.has(line)),
    errors: result.errors.flatMap((error): LineError[] => {
      const { limit, line, type, message, level, dependsOn } = error;
      if (limit) return [];
      return [
        {
          type,
          message,
          level,
          dependsOn: dependsOn.map(readablePath),
          line: (line ?? selection.startLine + 1) - 1,
        },
      ];
    }),
    invented: result.predicted.filter(isShown).map((item) => {
      const { key, kind, line, type, text, source, isLiteral } = item;
      return { key, name: readablePath(key), kind, line: line - 1, type, text, source, isLiteral };
    }),
    unreached: unreachedOf(result, everReached),
  };
}

/** 0-based first lines of the statements that started. */
function executedOf(result: RunResult): number[] {
  const lines = Object.keys(result.started).flatMap((index) => result.statements[Number(index)]?.[0] ?? []);
  return [...new Set(lines.map((line) => line - 1))].sort((a, b) => a - b);
}

/** All lines of the simple statements that ran, and the first ones of the others. */
function linesWithin(result: RunResult, ran: ReadonlySet<number>): number[] {
  const compound = new Set(result.suites.map(([index]) => index));
  const lines = new Set(ran);
  result.statements.forEach(([start, end], index) => {
    if (compound.has(index) || !ran.has(start - 1)) return;
    for (let line = start; line <= end; line++) lines.add(line - 1);
  });
  return [...lines].sort((a, b) => a - b);
}

function linesOf(result: RunResult): FragmentLine[] {
  const found = new Map<number, FragmentLine>();
  for (const [index, values] of Object.entries(result.notes)) {
    const [start = 1, end = 1, kind = ''] = result.statements[Number(index)] ?? [];
    // A definition is no value that anybody wants to read at the end of its line.
    if (/^(Async)?FunctionDef$|^ClassDef$|^Import/.test(kind)) continue;
    const isCompound = /^(Async)?(For|With)$|^While$/.test(kind);
    const before = found.get(start - 1)?.values ?? [];
    const listed = Object.entries(values).map(([name, [type, text, isInvented]]) => ({
      name,
      type,
      text,
      isInvented,
    }));
    found.set(start - 1, {
      line: start - 1,
      endLine: (isCompound ? start : end) - 1,
      values: [...before, ...listed],
    });
  }
  return [...found.values()].sort((a, b) => a.line - b.line);
}

function outcomeText({ outcome }: RunResult): string {
  const { exception, value, exitCode } = outcome;
  if (exception !== undefined) {
    return exception.message === '' ? exception.type : `${exception.type}: ${exception.message}`;
  }
  if (value !== undefined) return `→ ${value.text}`;
  return outcome.kind === 'exited'
    ? `exit code ${exitCode ?? 0}`
    : outcome.kind === 'timeout'
      ? 'timeout'
      : '';
}

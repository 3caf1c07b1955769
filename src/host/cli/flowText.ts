// Findings of the dataflow analysis as lines for a terminal.
import type { Colors } from 'picocolors/types';
import type { Feasibility, FlowPlace } from '../../core/dataflow/model';
import type { Evidence } from '../../core/evidence';
import type { ReportedFinding } from '../../core/dataflow/report';
import type { FlowReport } from '../dataflow/flowService';

export interface FlowTextOptions {
  readonly colors: Colors;
  /** Characters of a line. */
  readonly width: number;
  /** Tells the suppressed findings instead of their number. */
  readonly suppressed: boolean;
}

/** Steps of a path that are told; the middle of a longer one is left out. */
const maxSteps = 16;

export function flowLines(flow: FlowReport, options: FlowTextOptions): string[] {
  const told = flow.findings.filter(({ suppression }) => options.suppressed || suppression === undefined);
  return [
    ...told.flatMap((finding) => [...findingLines(finding, options), '']),
    ...summaryLines(flow, options),
  ];
}

function findingLines(finding: ReportedFinding, options: FlowTextOptions): string[] {
  const { colors } = options;
  const { sink, rule, message, severity, level, suppression } = finding;
  const colour = { error: colors.red, warning: colors.yellow, note: colors.blue }[severity];
  return [
    `${colors.bold(placeText(sink))}  ${colour(severity)}  ${rule}  ${colors.cyan(`${marks[level]} ${level}`)}`,
    `  ${plain(message)}`,
    ...pathLines(finding, options),
    ...feasibilityLines(finding.feasibility).map((line) => `  ${colors.dim(line)}`),
    ...(finding.doubt === undefined ? [] : [`  ${colors.yellow(`doubtful: ${plain(finding.doubt)}`)}`]),
    ...finding.evidence.flatMap((each) => evidenceLines(each, colors)),
    ...finding.approximations.map((note) => `  ${colors.dim(`approximated: ${note}`)}`),
    ...(suppression === undefined ? [] : [`  ${colors.dim(suppressedText(suppression.reason))}`]),
  ];
}

function evidenceLines({ kind, note, ref }: Evidence, colors: Colors): string[] {
  if (kind === 'run') return [`  ${colors.green(`ran (${ref}): ${note}`)}`];
  return kind === 'model' ? [`  ${colors.yellow(`claimed by ${ref}: ${plain(note)}`)}`] : [];
}

/** Backquotes stand for nothing on a terminal. */
function plain(text: string): string {
  return text.replaceAll('`', "'");
}

const marks = { witnessed: '✔', proved: '✓', derived: '~', claimed: '?' } as const;

function pathLines({ path, sink }: ReportedFinding, { colors, width }: FlowTextOptions): string[] {
  const digits = String(path.length).length;
  const lines = path.map((step, index) => {
    const where = step.file === sink.file ? String(step.line + 1) : placeText(step);
    const head = `  ${String(index + 1).padStart(digits)}  `;
    const text = clipped(step.text, Math.max(30, width - head.length - where.length - 14));
    return `${head}${colors.dim(step.kind.padEnd(10))}  ${colors.dim(`${where}:`)} ${text}`;
  });
  if (lines.length <= maxSteps) return lines;
  const half = maxSteps / 2;
  const left = lines.length - maxSteps;
  return [...lines.slice(0, half), `     … ${left} more steps …`, ...lines.slice(-half)];
}

function feasibilityLines({ result, input, conflict, decidedBy }: Feasibility): string[] {
  const by = decidedBy === undefined ? '' : ` (${decidedBy})`;
  switch (result) {
    case 'feasible': {
      const values = Object.entries(input ?? {}).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
      return values.length === 0 ? [`can happen${by}`] : [`happens with ${values.join(', ')}${by}`];
    }
    case 'infeasible':
      return [
        `cannot happen${by}:`,
        ...(conflict ?? []).map(
          (branch) => `  ${placeText(branch)}: ${branch.text} is ${branch.taken ? 'taken' : 'not taken'}`,
        ),
      ];
    case 'unknown':
      return ['whether its conditions can hold together is not known'];
  }
}

function summaryLines(
  { findings, files, lines, ms, skipped, incomplete }: FlowReport,
  options: FlowTextOptions,
): string[] {
  const { colors, suppressed } = options;
  const open = findings.filter(({ suppression }) => suppression === undefined).length;
  const rest = findings.length - open;
  const found = open === 0 ? colors.green('nothing found') : colors.bold(counted(open, 'finding'));
  const hidden = rest > 0 && !suppressed ? `, ${rest} suppressed (--suppressed lists them)` : '';
  const took = ms >= 1000 ? `, ${(ms / 1000).toFixed(1)} s` : '';
  return [
    `${found}${hidden} in ${counted(files, 'file')}, ${counted(lines, 'line')}${took}`,
    ...skipped.slice(0, 10).map(({ file, reason }) => colors.dim(`not analysed: ${file}, because ${reason}`)),
    ...(skipped.length > 10 ? [colors.dim(`not analysed: ${skipped.length - 10} more files`)] : []),
    ...incomplete.slice(0, 10).map((name) => colors.dim(`given up: ${name}`)),
    ...(incomplete.length > 10 ? [colors.dim(`given up: ${incomplete.length - 10} more`)] : []),
  ];
}

function suppressedText(reason: string): string {
  return reason === '' ? 'suppressed without a reason' : `suppressed: ${reason}`;
}

function placeText({ file, range }: FlowPlace): string {
  return `${file}:${range.start.line + 1}:${range.start.column + 1}`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function clipped(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

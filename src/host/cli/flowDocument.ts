// Findings of the dataflow analysis as the JSON document of the command line: lines and columns from 1.
import type { BranchChoice, Feasibility, FlowPlace } from '../../core/dataflow/model';
import type { Evidence } from '../../core/evidence';
import type { ReportedFinding } from '../../core/dataflow/report';
import { placeOf } from '../../core/dataflow/rules/problem';
import type { FlowReport } from '../dataflow/flowService';

export interface PlaceDocument {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
}

export interface FindingDocument {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly level: string;
  readonly evidence: readonly Evidence[];
  readonly source: PlaceDocument;
  readonly sink: PlaceDocument;
  readonly path: readonly (PlaceDocument & { readonly text: string; readonly kind: string })[];
  readonly conditions: readonly BranchDocument[];
  readonly feasibility: Omit<Feasibility, 'conflict'> & { readonly conflict?: readonly BranchDocument[] };
  readonly approximations: readonly string[];
  /** Why a model doubts it; that is no proof. */
  readonly doubt?: string;
  readonly suppressed?: { readonly by: string; readonly reason: string };
}

type BranchDocument = PlaceDocument & { readonly text: string; readonly taken: boolean };

export interface FlowDocument {
  readonly findings: readonly FindingDocument[];
  readonly files: number;
  readonly lines: number;
  readonly ms: number;
  readonly suppressed: number;
  readonly skipped: FlowReport['skipped'];
  readonly incomplete: readonly string[];
  /** What became of the questions to a model, where one was given. */
  readonly asked?: FlowReport['asked'];
  readonly problems: readonly {
    readonly place: string;
    readonly message: string;
    readonly nextStep: string;
  }[];
}

/** @param suppressed Puts suppressed findings in, marked as such, beside their number. */
export function flowDocument(flow: FlowReport, suppressed: boolean): FlowDocument {
  const { files, lines, ms, skipped, incomplete, problems, asked } = flow;
  const told = flow.findings.filter(({ suppression }) => suppressed || suppression === undefined);
  return {
    findings: told.map(findingDocument),
    files,
    lines,
    ms,
    suppressed: flow.findings.filter(({ suppression }) => suppression !== undefined).length,
    skipped,
    incomplete,
    ...(asked !== undefined && { asked }),
    problems: problems.map((problem) => ({
      place: placeOf(problem),
      message: problem.message,
      nextStep: problem.nextStep,
    })),
  };
}

function findingDocument(finding: ReportedFinding): FindingDocument {
  const { id, rule, severity, message, level, evidence, path, conditions, approximations } = finding;
  const { doubt, suppression } = finding;
  const { conflict, ...feasibility } = finding.feasibility;
  return {
    id,
    rule,
    severity,
    message,
    level,
    evidence,
    source: placeDocument(finding.source),
    sink: placeDocument(finding.sink),
    path: path.map((step) => ({ ...placeDocument(step), text: step.text, kind: step.kind })),
    conditions: conditions.map(branchDocument),
    feasibility: {
      ...feasibility,
      ...(conflict !== undefined && { conflict: conflict.map(branchDocument) }),
    },
    approximations,
    ...(doubt !== undefined && { doubt }),
    ...(suppression !== undefined && { suppressed: suppression }),
  };
}

function branchDocument(branch: BranchChoice): BranchDocument {
  return { ...placeDocument(branch), text: branch.text, taken: branch.taken };
}

function placeDocument({ file, line, range, function: name }: FlowPlace): PlaceDocument {
  return { file, line: line + 1, column: range.start.column + 1, function: name };
}

// Findings as SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), for code scanning of other tools.
import type { Log, ReportingDescriptor, Result, ThreadFlowLocation, Location, Run } from 'sarif';
import type { FlowPlace, FlowStep } from './model';
import type { ReportedFinding, Severity } from './report';
import type { Rule } from './rules/ruleSet';

export interface SarifOptions {
  readonly version: string;
  readonly rules: readonly Rule[];
  /** Address of a file: relative to the repository, or `file:`. */
  readonly uriOf: (file: string) => string;
  /** Files that were not analysed, with the reason. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  note: 'note',
};

/** Suppressed findings are in it, marked as such. */
export function sarifLog(findings: readonly ReportedFinding[], options: SarifOptions): Log {
  const used = new Set(findings.map(({ rule }) => rule));
  const rules = options.rules.filter(({ document }) => used.has(document.id));
  const indices = new Map(rules.map(({ document }, index) => [document.id, index]));
  const run: Run = {
    tool: {
      driver: { name: 'Witness', version: options.version, rules: rules.map(descriptor) },
    },
    columnKind: 'utf16CodeUnits',
    results: findings.map((finding) => result(finding, indices, options)),
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: options.skipped.map(({ file, reason }) => ({
          level: 'note',
          message: { text: `Not analysed: ${reason}.` },
          locations: [{ physicalLocation: { artifactLocation: { uri: options.uriOf(file) } } }],
        })),
      },
    ],
  };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
}

function descriptor({ document }: Rule): ReportingDescriptor {
  const { id, title, help, severity, cwe = [] } = document;
  return {
    id,
    shortDescription: { text: title },
    ...(help !== undefined && { help: { text: help } }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ['security', ...cwe.map((number) => `external/cwe/cwe-${number}`)] },
  };
}

function result(
  finding: ReportedFinding,
  indices: ReadonlyMap<string, number>,
  { uriOf }: SarifOptions,
): Result {
  const { rule, severity, sink, source, path, feasibility, level, id, suppression, doubt } = finding;
  return {
    ruleId: rule,
    ruleIndex: indices.get(rule) ?? -1,
    level: levels[severity],
    kind: feasibility.result === 'infeasible' ? 'notApplicable' : 'fail',
    message: { text: messageOf(finding) },
    locations: [location(sink, uriOf)],
    relatedLocations: [{ ...location(source, uriOf), id: 1, message: { text: 'source' } }],
    codeFlows: [
      { threadFlows: [{ locations: path.map((step, index) => flowLocation(step, index, uriOf)) }] },
    ],
    partialFingerprints: { 'witness/v1': id },
    ...(suppression !== undefined && {
      suppressions: [
        {
          kind: suppression.by === 'comment' ? 'inSource' : 'external',
          ...(suppression.reason !== '' && { justification: suppression.reason }),
        },
      ],
    }),
    properties: {
      evidenceLevel: level,
      feasibility: feasibility.result,
      evidence: finding.evidence,
      ...(doubt !== undefined && { doubt }),
    },
  };
}

/** What rests on the word of a model says so, also to those who show nothing but the message. */
function messageOf({ message, level, doubt, evidence }: ReportedFinding): string {
  if (doubt !== undefined) return `${message} Doubtful: ${doubt}.`;
  const claims = evidence.filter(({ kind }) => kind === 'model').map(({ ref, note }) => `${ref} ${note}`);
  return level === 'claimed' && claims.length > 0 ? `${message} Claimed: ${claims.join('; ')}.` : message;
}

function flowLocation(step: FlowStep, index: number, uriOf: SarifOptions['uriOf']): ThreadFlowLocation {
  return {
    executionOrder: index + 1,
    kinds: [step.kind],
    location: { ...location(step, uriOf), message: { text: step.text } },
  };
}

function location({ file, range, function: name }: FlowPlace, uriOf: SarifOptions['uriOf']): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: {
        startLine: range.start.line + 1,
        startColumn: range.start.column + 1,
        endLine: range.end.line + 1,
        endColumn: range.end.column + 1,
      },
    },
    logicalLocations: [{ fullyQualifiedName: name, kind: 'function' }],
  };
}

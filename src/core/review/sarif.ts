// Reviews as SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), for code scanning of other tools.
import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { EvidenceLevel } from '../evidence';
import type { ReviewComment, ReviewReport } from './reviewReport';

const titles: Readonly<Record<ReviewComment['kind'], string>> = {
  behaviour: 'A function behaves differently',
  dataflow: 'A new path to a sink',
  model: 'A remark of a language model',
  rule: 'A rule of the team',
  'missing-await': 'A result that is not awaited',
  'unclosed-resource': 'A resource that is not closed',
  'lost-branch': 'An error or a case that is no longer handled',
  'unhandled-case': 'A new case that is not handled',
};
const levels: Readonly<Record<EvidenceLevel, 'warning' | 'note'>> = {
  witnessed: 'warning',
  proved: 'warning',
  derived: 'warning',
  claimed: 'note',
};

export interface ReviewSarifOptions {
  readonly version: string;
  /** Address of a file of the change. */
  readonly uriOf: (file: string) => string;
}

export function reviewSarif({ comments, files, notes }: ReviewReport, options: ReviewSarifOptions): Log {
  const { version, uriOf } = options;
  const used = [...new Set(comments.map(({ kind }) => kind))].sort();
  const rules = used.map((kind): ReportingDescriptor => ({
    id: ruleOf(kind),
    shortDescription: { text: titles[kind] },
  }));
  const unread = files.flatMap(({ path, reasons }) => reasons.map(({ text }) => ({ path, text })));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Witness', version, rules } },
        results: comments.map((comment) => result(comment, used.indexOf(comment.kind), uriOf)),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              ...unread.map(({ path, text }) => ({
                level: 'note' as const,
                message: { text },
                locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }],
              })),
              ...notes.map((text) => ({ level: 'note' as const, message: { text } })),
            ],
          },
        ],
      },
    ],
  };
}

function ruleOf(kind: ReviewComment['kind']): string {
  return `review/${kind}`;
}

function result(comment: ReviewComment, ruleIndex: number, uriOf: ReviewSarifOptions['uriOf']): Result {
  const { kind, id, file, lines, level, title, message, remark, severity, evidence = [] } = comment;
  return {
    ruleId: ruleOf(kind),
    ruleIndex,
    level: severity ?? levels[level],
    message: { text: [`${title}.`, message, ...(remark === undefined ? [] : [remark])].join('\n') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: lines.start + 1, endLine: Math.max(lines.start + 1, lines.end) },
        },
        logicalLocations: [{ fullyQualifiedName: comment.function, kind: 'function' }],
      },
    ],
    partialFingerprints: { 'witness/v1': id },
    properties: { evidenceLevel: level, evidence },
  };
}

// Findings as they are told: with the rule's words, a name that outlives edits, and what suppresses them.
import { hash } from '../text/hash';
import type { FlowFinding, FlowPlace } from './model';
import type { Rule } from './rules/ruleSet';
import type { RuleDocument } from './rules/schema';
import { suppressionOf, type Suppression, type SuppressionComment, type Suppressions } from './suppressions';

export type Severity = RuleDocument['severity'];

export interface ReportedFinding extends FlowFinding {
  /** Of rule, files, functions and texts, not of lines: the same finding after an edit elsewhere has the same. */
  readonly id: string;
  readonly title: string;
  readonly message: string;
  readonly severity: Severity;
  readonly cwe: readonly number[];
  readonly help?: string;
  readonly suppression?: Suppression;
}

/** What a report needs to know of the files. */
export interface FileTexts {
  /** Text of a range; empty where the file is not known. */
  readonly textAt: (place: FlowPlace) => string;
  readonly lineText: (file: string, line: number) => string;
  readonly comments: (file: string) => readonly SuppressionComment[];
}

const longestText = 60;

/** Puts words to findings. Of findings that tell the same, the one with the shortest path is kept. */
export function report(
  findings: readonly FlowFinding[],
  rules: readonly Rule[],
  texts: FileTexts,
  remembered: Suppressions,
): ReportedFinding[] {
  const documents = new Map(rules.map(({ document }) => [document.id, document] as const));
  const byId = new Map<string, ReportedFinding>();
  for (const finding of findings) {
    const document = documents.get(finding.rule);
    if (document === undefined) continue;
    const reported = reportOne(finding, document, texts, remembered);
    const known = byId.get(reported.id);
    if (known === undefined || isBetter(reported, known)) byId.set(reported.id, reported);
  }
  return [...byId.values()];
}

/** What cannot happen gives way to what can, and what rests on a model's word, or goes against it, to what does not. */
function isBetter(one: ReportedFinding, other: ReportedFinding): boolean {
  const difference = weaknessOf(one) - weaknessOf(other);
  return difference < 0 || (difference === 0 && one.path.length < other.path.length);
}

function weaknessOf({ level, doubt, feasibility }: ReportedFinding): number {
  const isModels = level === 'claimed' || doubt !== undefined;
  return 2 * Number(feasibility.result === 'infeasible') + Number(isModels);
}

function reportOne(
  finding: FlowFinding,
  { title, message, severity, cwe = [], help }: RuleDocument,
  texts: FileTexts,
  remembered: Suppressions,
): ReportedFinding {
  const id = fingerprint(finding, texts);
  const suppression = suppressionOf(finding, id, texts, remembered);
  return {
    ...finding,
    id,
    title,
    message: message
      .replaceAll('{source}', quoted(texts.textAt(finding.source)))
      .replaceAll('{sink}', quoted(texts.textAt(finding.sink))),
    severity,
    cwe,
    ...(help !== undefined && { help }),
    ...(suppression !== undefined && { suppression }),
  };
}

/** The same text twice in one function is told apart by nothing that an edit would keep, except its order. */
function fingerprint({ rule, source, sink }: FlowFinding, texts: FileTexts): string {
  const line = ({ file, line: at }: FlowPlace): string =>
    texts.lineText(file, at).trim().replaceAll(/\s+/g, ' ');
  const parts = [
    rule,
    ...[source, sink].flatMap((place) => [baseName(place.file), place.function, line(place)]),
  ];
  return hash(parts.join('\0'));
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

function quoted(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return `\`${line.length > longestText ? `${line.slice(0, longestText - 1)}…` : line}\``;
}

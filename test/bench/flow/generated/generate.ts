// A random program of a language with the flows that it has, and what findings in it are worth.
import type { FlowFinding } from '../../../../src/core/dataflow/model';
import type { LanguageId } from '../../../../src/core/syntax/model';
import { buildProgram } from './build';
import type { Dialect } from './dialect';
import { java } from './java';
import { javascript, typescript } from './javascript';
import { printProgram, type Printed } from './print';
import { python } from './python';
import { Draw } from './random';
import { flowsOf } from './truth';

export const dialects: Readonly<Record<string, Dialect>> = { java, python, javascript, typescript };

export interface Generated extends Pick<Printed, 'files'> {
  readonly language: LanguageId;
  readonly rule: string;
  /** `file:line > file:line`, lines from 0. */
  readonly flows: ReadonlySet<string>;
}

export function generate(dialect: Dialect, seed: number): Generated {
  const draw = new Draw(seed);
  const topic = draw.of(dialect.topics);
  const program = buildProgram(draw, {
    sources: topic.sources.length,
    sinks: topic.sinks.length,
    hasCleaner: topic.clean !== undefined,
    idioms: dialect.idioms.map(({ keeps }) => keeps),
  });
  const { files, spots } = printProgram(program, dialect, topic, draw.chance(0.5));
  const at = (id: string | undefined): string => {
    const spot = spots.get(Number(id));
    if (spot === undefined) throw new Error(`The place ${String(id)} was not printed`);
    return `${spot.file}:${spot.line}`;
  };
  const flows = [...flowsOf(program)].map((pair) => {
    const [source, sink] = pair.split(' ');
    return `${at(source)} > ${at(sink)}`;
  });
  return { language: dialect.language, rule: topic.rule, files, flows: new Set(flows) };
}

export interface GeneratedScore {
  found: number;
  missed: number;
  wrong: number;
}

export function flowsFound(findings: readonly FlowFinding[]): Set<string> {
  return new Set(
    findings.map(({ source, sink }) => `${source.file}:${source.line} > ${sink.file}:${sink.line}`),
  );
}

export function scoreGenerated({ flows }: Generated, findings: readonly FlowFinding[]): GeneratedScore {
  const reported = flowsFound(findings);
  const found = [...flows].filter((flow) => reported.has(flow)).length;
  return { found, missed: flows.size - found, wrong: reported.size - found };
}

// An explanation of a value by a model: of the steps that led to it, with each of its claims compared with the recording.
import path from 'node:path';
import type { LanguageModel, TokenCounter } from '../../core/model/languageModel';
import { valueQuestion } from '../../core/reasoning/valueExplanation';
import { type Cause, flat, readingOrder } from '../../core/trace/causes';
import type { WhyNode, WhyResult } from '../../protocol/recordings';
import { checkedExplanation, type Explanation, valueAt, whole } from './checkedExplanation';
import type { OpenRecording } from './openRecording';
import { cut, numberedLines } from './toldText';

/** In lines of the program. */
const longestBlock = 20;
/** Of a line of the program, in characters. */
const longestLine = 200;
/** What a call returned, in claims; no variable can be called so. */
const returned = 'return';

/** A node of the chain, and where it stands in the list: what explains most directly comes first there. */
type PlacedCause = Cause<WhyNode & { readonly index: number }>;

/** @param chain What led to the value. Claims rest on the causes, by their numbers in the order of reading. */
export async function explainValue(
  open: OpenRecording,
  { nodes, isCut }: WhyResult,
  { model, count }: { readonly model: LanguageModel; readonly count: TokenCounter },
  signal: AbortSignal,
): Promise<Explanation> {
  const first = readingOrder(nodes.map((node, index) => ({ ...node, index })));
  if (first === undefined) return { claims: [], noAnswer: 'The line did not run, so nothing led to it.' };
  const causes = flat<PlacedCause>(first).sort((a, b) => a.index - b.index);
  const byNumber = new Map(causes.map((cause) => [cause.number, cause]));
  const question = valueQuestion(
    {
      of: first.name === undefined ? 'line' : 'variable',
      causes: causes.map((cause) => ({
        number: cause.number,
        explains: causes[cause.parent]?.number ?? 0,
        text: `${placeText(cause)}${effectText(cause)}`,
        source: cut(cause.source),
      })),
      isCut,
      program: (numbers, around) => {
        const told = causes.filter(({ number }) => numbers.has(number));
        return programAt(open, told, around);
      },
    },
    count,
  );
  const known = {
    valueAt: (number: number, name: string) => {
      const cause = byNumber.get(number);
      return cause && valueAtCause(open, cause, name);
    },
    placeOf: (number: number) => {
      const { file = '', line = 0 } = byNumber.get(number)?.place ?? {};
      return { file, line: line + 1 };
    },
  };
  return checkedExplanation(model, question, known, signal);
}

function placeText({ place: { file, line, endLine } }: WhyNode): string {
  const lines = endLine > line ? `${line + 1}-${endLine + 1}` : `${line + 1}`;
  return `${cut(path.basename(file))}:${lines}`;
}

function effectText({ reason, name, value, call }: WhyNode): string {
  const held =
    name === undefined ? '' : `${name}${value === undefined ? ', not kept' : `=${cut(value.text)}`}`;
  switch (reason) {
    case 'asked':
    case 'wrote':
    case 'changed':
      return held === '' ? '' : ` | ${held}`;
    case 'argument':
      return ` | given ${held}`;
    case 'returned':
      return ` | ${cut(call)} returned ${cut(value?.text ?? '')}`;
    case 'controls':
      return ' | decided';
  }
}

/** The lines around causes, file by file. */
function programAt({ sources }: OpenRecording, causes: readonly WhyNode[], around: number): string {
  const files = [...new Set(causes.map(({ place }) => place.file))];
  const parts = files.flatMap((file) => {
    const text = sources.of(file)?.lines.text;
    if (text === undefined) return [];
    const near = causes.flatMap(({ place }) => (place.file === file ? linesOf(place) : []));
    const lines = numberedLines(text, near, around);
    return [`${cut(path.basename(file))}\n${shortened(lines)}`];
  });
  return parts.join('\n\n');
}

/** Of a statement or block, the first ones. */
function linesOf({ line, endLine }: WhyNode['place']): number[] {
  const count = Math.min(endLine - line + 1, longestBlock);
  return Array.from({ length: count }, (_, index) => line + index);
}

function shortened(lines: string): string {
  return lines
    .split('\n')
    .map((line) => (line.length <= longestLine ? line : `${line.slice(0, longestLine)}…`))
    .join('\n');
}

/** What is known of a variable at a cause: what the cause is about, else what its frame held. */
function valueAtCause(open: OpenRecording, cause: WhyNode, name: string): string | undefined {
  const { reason, step, value } = cause;
  if (name === returned) return reason === 'returned' ? whole(value?.text) : undefined;
  if (name === cause.name && value !== undefined) return whole(value.text);
  const after = valueAt(open, step, name);
  if (reason !== 'argument') return after;
  // A call is in the middle of its step: which of two values is meant, nobody can say.
  return after === valueAt(open, step, name, 'before') ? after : undefined;
}

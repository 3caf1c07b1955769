// What led to a value, and what a model claims of it, for people and for programs.
import path from 'node:path';
import type { WhyCause } from '../../protocol/recordings';
import type { ExplainedClaim } from '../../protocol/model';
import { oneLine } from '../../core/text/oneLine';
import type { CheckedValue } from '../../core/reasoning/checkedClaims';
import type { Explanation } from '../recordings/checkedExplanation';

/** What claims rest on, by their number. */
type Support = 'cause' | 'step';

/** Lines: from 1. What a cause explains is a number, absent for the first. */
export function explanationDocument(
  causes: readonly WhyCause[] | undefined,
  isCut: boolean,
  explanation: Explanation | undefined,
  restsOn: Support,
) {
  return {
    ...(causes !== undefined && { causes: causeDocuments(causes), isCut }),
    ...(explanation !== undefined && {
      claims: explanation.claims.map(({ step, ...claim }) => ({
        ...claim,
        [restsOn]: step,
        level: 'claimed',
      })),
    }),
    ...(explanation?.noAnswer !== undefined && { noAnswer: explanation.noAnswer }),
  };
}

function causeDocuments(causes: readonly WhyCause[]) {
  const explains = new Map(
    causes.flatMap(({ number, children }) => children.map((child) => [child.number, number])),
  );
  return causes.map(({ number, reason, name, value, place, source, call }) => ({
    number,
    ...(explains.has(number) && { explains: explains.get(number) }),
    reason,
    ...(name !== undefined && { name }),
    ...(value !== undefined && { value }),
    ...{ file: place.file, line: place.line + 1, endLine: place.endLine + 1, source, call },
    level: 'witnessed',
  }));
}

/** Each cause further in than the one that it explains. */
export function causesText(causes: readonly WhyCause[], isCut: boolean): string {
  const [first] = causes;
  const lines = first === undefined ? [] : treeLines(first, 0);
  return [...lines, ...(isCut ? ['… more led to these'] : [])].join('\n');
}

function treeLines(cause: WhyCause, depth: number): string[] {
  const { number, place, source, children } = cause;
  const end = place.endLine > place.line ? `-${place.endLine + 1}` : '';
  const at = `${path.basename(place.file)}:${place.line + 1}${end}`;
  const own = `${'  '.repeat(depth)}${number}  ${effectText(cause)}  ${at}  ${source}`;
  return [oneLine(own).trimEnd(), ...children.flatMap((child) => treeLines(child, depth + 1))];
}

function effectText({ reason, name, value, call }: WhyCause): string {
  const held = name === undefined ? '' : `${name} = ${value?.text ?? '(not kept)'}`;
  switch (reason) {
    case 'asked':
      return held === '' ? 'asked about' : held;
    case 'wrote':
    case 'changed':
      return held;
    case 'argument':
      return `given ${held}`;
    case 'returned':
      return `${call} returned ${value?.text ?? '(not kept)'}`;
    case 'controls':
      return 'let it run';
  }
}

/** Claims with what came of comparing them; or why there are none. */
export function explanationText({ claims, noAnswer }: Explanation, restsOn: Support): string {
  if (noAnswer !== undefined) return `There is no explanation: ${oneLine(noAnswer)}`;
  const firstFalse = claims.findIndex(({ verdict }) => verdict === 'false');
  return claims
    .flatMap((claim, index) => [
      `${index + 1}  ${oneLine(claim.text)}`,
      `    ${verdictTexts[claim.verdict]} · ${restsOn} ${claim.step}${placeText(claim)}`,
      ...claim.values.map((value) => `    ${oneLine(valueText(value))}`),
      ...(index === firstFalse ? ['    The first claim that is false: what follows may rest on it.'] : []),
    ])
    .join('\n');
}

const verdictTexts: Readonly<Record<ExplainedClaim['verdict'], string>> = {
  holds: 'claimed, its values witnessed',
  false: 'false',
  open: 'claimed, nothing in it could be looked up',
};

function placeText({ file, line }: ExplainedClaim): string {
  return file === '' ? '' : `, ${path.basename(file)}:${line}`;
}

function valueText({ name, claimed, recorded }: CheckedValue): string {
  if (recorded === claimed) return `${name} = ${recorded}`;
  return recorded === undefined
    ? `${name} = ${claimed}: not in the recording`
    : `${name} = ${claimed}: the recording has ${recorded}`;
}

// npm run bench -- flow-claims: random programs with functions without source, without a model, with one that tells the
// truth about them, and with one that lies.
import { parseArgs } from 'node:util';
import { report } from './arguments';
import { lying, scoreClaims, truthful } from './flow/claims/measure';

const { values } = parseArgs({ options: { seed: { type: 'string' }, programs: { type: 'string' } } });
const first = Number(values.seed ?? 1);
const programs = Number(values.programs ?? 200);

async function main(): Promise<void> {
  const seeds = Array.from({ length: programs }, (_, index) => first + index);
  const rows: (readonly [string, ...(string | number)[]])[] = [
    ['model', 'programs', 'reached', 'found', 'claimed', 'claimed, wrong', 'wrong', 'doubted', 'doubted, right', 'gone', 'above claimed', 'questions'],
  ]; // prettier-ignore
  let isSound = true;
  for (const language of ['python', 'javascript'] as const) {
    for (const [name, answer] of [
      ['truthful', () => truthful],
      ['lying', lying],
    ] as const) {
      const score = await scoreClaims(language, seeds, answer);
      const { reached, foundWithout, wrongWithout, found, claimed, claimedWrongly } = score;
      const { doubtedRightly, doubtedWrongly, removed, raised, questions } = score;
      if (name === 'truthful') {
        rows.push([`${language}, none`, programs, reached, foundWithout, 0, 0, wrongWithout, 0, 0, 0, 0, 0]);
      }
      rows.push([`${language}, ${name}`, programs, reached, found, claimed, claimedWrongly, wrongWithout, doubtedRightly, doubtedWrongly, removed, raised, questions]); // prettier-ignore
      isSound &&= removed + raised === 0;
    }
  }
  report('flow-claims', rows);
  if (!isSound) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(3);
});

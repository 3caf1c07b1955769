// Small changes of the lines of a change after which a call does what it did before, and all tests still pass.
import type { TriedCandidate } from '../../../core/debugging/candidate';
import { blocksByLine } from '../../../core/debugging/blockLines';
import { mutationProfileOf } from '../../../core/debugging/mutations/mutationProfiles';
import { mutationsAt } from '../../../core/debugging/mutations/mutations';
import { searchRepairs } from '../../../core/debugging/repairSearch';
import type { SourceModel } from '../../../core/syntax/model';
import type { SyntaxService } from '../../syntax/syntaxService';
import type { CandidateTrial } from './candidateTrial';

export interface ProgramSearch {
  readonly text: string;
  /** Statement that fails now. */
  readonly test: string;
  readonly trial: CandidateTrial;
}

/** Programs that are tried, and that are looked at further. */
const budget = 300;
const most = 5;

/** The most promising first. */
export async function searchedPrograms(
  { text, test, trial }: ProgramSearch,
  syntax: SyntaxService,
): Promise<TriedCandidate[]> {
  const model = await syntax.withDocument('python', text, (document) => document.model('block'));
  const { repairs } = await searchRepairs(
    {
      source: text,
      suspects: changedBlocks(model, trial).map((block) => ({ block, score: 1, ochiai: 1, reasons: [] })),
      failing: [test, ...trial.tests.broken],
      passing: trial.tests.passing,
      budget,
    },
    {
      mutations: (source, blocks) =>
        syntax.withDocument('python', source, (document) =>
          mutationsAt(
            { root: document.syntaxTree.rootNode, source, model: document.model('block') },
            blocks,
            mutationProfileOf('python'),
          ),
        ),
      tryPrograms: (sources, tests) => trial.tester.tryPrograms(sources, tests),
      onTried: () => undefined,
    },
  );
  return repairs.slice(0, most);
}

/** Blocks with a line that is new, or stands next to removed ones. */
function changedBlocks(model: SourceModel, { hunks }: CandidateTrial) {
  const byLine = blocksByLine(model);
  const changed = new Set<number>();
  for (const { new: span } of hunks) {
    for (let line = span.start - 1; line <= span.end; line++) {
      for (const block of byLine.get(line + 1) ?? []) changed.add(block);
    }
  }
  return model.blocks.filter(({ index }) => changed.has(index));
}

// The search for a repair, and what becomes of the programs that pass all tests.
import type { TriedCandidate } from '../../core/debugging/candidate';
import { mutationProfileOf } from '../../core/debugging/mutations/mutationProfiles';
import { mutationsAt } from '../../core/debugging/mutations/mutations';
import type { JudgedRepair } from '../../core/debugging/overfitting';
import { searchRepairs, type RepairResult } from '../../core/debugging/repairSearch';
import type { Suspect } from '../../core/debugging/localisation';
import type { ObservedTest } from '../../core/debugging/testRun';
import type { LanguageId } from '../../core/syntax/model';
import type { SyntaxService } from '../syntax/syntaxService';
import type { DebugRequest, DebugTools } from './debugProgram';
import { languageOf } from './programLanguage';
import { judged } from './judging';
import type { Reproduction } from './reproduction';

export interface Repairs {
  readonly found: RepairResult;
  /** Of the programs that pass all tests, the most trustworthy first. */
  readonly judged: readonly JudgedRepair[];
  /** The first of them that also passes where the tests run as their own runner runs them. */
  readonly best?: JudgedRepair;
}

/**
 * @param advised Programs of a model, which stand on trial with those of the search.
 * @throws Failure when cancelled
 */
export async function repair(
  request: DebugRequest,
  suspects: readonly Suspect[],
  reproduction: Reproduction,
  tools: DebugTools,
  advised: readonly TriedCandidate[] = [],
): Promise<Repairs> {
  const { tester, syntax, onProgress } = tools;
  const { failing, passing, observed } = reproduction;
  const searched = await searchRepairs(
    {
      source: request.source,
      suspects,
      failing: quickestFirst(failing),
      passing: passing.map(({ text }) => text),
      budget: failing.length === 0 ? 0 : request.candidates,
    },
    {
      mutations: (text, blocks) => mutationsOf(text, languageOf(request.file), blocks, syntax),
      tryPrograms: (sources, texts) => tester.tryPrograms(sources, texts),
      onTried: (tried, repairs) => {
        onProgress({ stage: 'repairing', tried, budget: request.candidates, repairs });
      },
    },
  );
  const passes = ({ repaired, kept }: TriedCandidate): boolean => repaired + kept === observed.length;
  const found = {
    repairs: [...advised.filter(passes), ...searched.repairs],
    partial: [...advised.filter((candidate) => !passes(candidate)), ...searched.partial],
    tried: searched.tried + advised.length,
  };
  if (found.repairs.length > 0) onProgress({ stage: 'validating', repairs: found.repairs.length });
  const ordered = await judged(request.source, found.repairs, suspects, reproduction, tester);
  const best = await confirmed(
    ordered,
    observed.map(({ text }) => text),
    tools,
  );
  return { found, judged: ordered, ...(best !== undefined && { best }) };
}

/** Each changed program meets the first of them first. */
function quickestFirst(failing: readonly ObservedTest[]): string[] {
  const cost = ({ status, ms = 0 }: ObservedTest): number => (status === 'timeout' ? Infinity : ms);
  const order = (a: ObservedTest, b: ObservedTest): number => (cost(a) === cost(b) ? 0 : cost(a) - cost(b));
  return failing.toSorted(order).map(({ text }) => text);
}

async function mutationsOf(
  source: string,
  language: LanguageId,
  blocks: ReadonlySet<number>,
  syntax: SyntaxService,
) {
  return syntax.withDocument(language, source, (document) =>
    mutationsAt(
      { root: document.syntaxTree.rootNode, source, model: document.model('block') },
      blocks,
      mutationProfileOf(language),
    ),
  );
}

async function confirmed(
  ordered: readonly JudgedRepair[],
  tests: readonly string[],
  { tester }: DebugTools,
): Promise<JudgedRepair | undefined> {
  for (const repair of ordered) {
    if (await tester.confirms(repair.candidate.source, tests)) return repair;
  }
  return undefined;
}

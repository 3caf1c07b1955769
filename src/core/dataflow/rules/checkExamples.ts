// Whether a rule finds in its examples what it says.
import type { LanguageId } from '../../syntax/model';
import { analyse } from '../analyse';
import type { FlowOptions, SourceFile } from '../model';
import type { RuleProblem } from './problem';
import type { ReadDocument } from './readDocument';
import { RuleMatcher } from './ruleMatcher';
import type { RuleSet } from './ruleSet';
import type { Example, RuleDocument, RuleLanguage } from './schema';

/** Parses an example; `use` ends before the tree is freed. */
export type WithFile = <T>(
  language: LanguageId,
  text: string,
  use: (file: SourceFile) => Promise<T>,
) => Promise<T>;

/**
 * Analyses the examples of one rule of a set.
 * @param document Where the rule stands, for the places of problems.
 */
export async function checkExamples(
  document: ReadDocument & { readonly content: RuleDocument },
  set: RuleSet,
  withFile: WithFile,
  options: FlowOptions = {},
): Promise<RuleProblem[]> {
  const { id, examples = {} } = document.content;
  const rules = set.rules.filter((rule) => rule.document.id === id);
  const matcher = new RuleMatcher({ rules, facts: set.facts });
  const problems: RuleProblem[] = [];
  for (const kind of ['must', 'mustNot'] as const) {
    for (const [index, example] of (examples[kind] ?? []).entries()) {
      const count = await withFile(languageOf(example, document.content), example.code, async (file) => {
        const { findings } = await analyse([file], (one) => matcher.matches(one), options);
        return findings.length;
      });
      const message = complaint(kind, count);
      if (message === undefined) continue;
      const range = document.rangeOf(['examples', kind, index]);
      problems.push({ file: document.file, range, message, nextStep: advice[kind] });
    }
  }
  return problems;
}

const advice = {
  must: 'Look at which of source and sink does not match, or what cleans the value between them.',
  mustNot: 'Make the queries narrower, or add what makes the value safe as a sanitizer.',
};

function complaint(kind: 'must' | 'mustNot', count: number): string | undefined {
  if (kind === 'must') {
    return count > 0 ? undefined : 'Nothing is found in this example, and something must be.';
  }
  return count === 0 ? undefined : `Something is found in this example (${count}), and nothing must be.`;
}

function languageOf({ language }: Example, { languages }: RuleDocument): RuleLanguage {
  return language ?? languages[0] ?? 'java';
}

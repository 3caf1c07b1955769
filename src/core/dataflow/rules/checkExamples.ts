// Whether a rule finds in its examples what it says.
import type { LanguageId } from '../../syntax/model';
import { analyse } from '../analyse';
import type { FlowFinding, FlowOptions, SourceFile } from '../model';
import { nearMisses } from './nearMisses';
import type { RuleProblem } from './problem';
import type { ReadDocument } from './readDocument';
import { RuleMatcher } from './ruleMatcher';
import type { RuleSet } from './ruleSet';
import type { Example, RuleDocument, RuleLanguage } from './schema';

/**
 * Analyses the examples of one rule of a set.
 * @param document Where the rule stands, for the places of problems.
 * @param parse Parses an example.
 * @param options `nearMisses`: what is found in an example must not be found where the source or the sink is another one.
 */
export async function checkExamples(
  document: ReadDocument & { readonly content: RuleDocument },
  set: RuleSet,
  parse: (language: LanguageId, text: string) => Promise<SourceFile>,
  options: FlowOptions & { readonly nearMisses?: boolean } = {},
): Promise<RuleProblem[]> {
  const { id, examples = {} } = document.content;
  const rules = set.rules.filter((rule) => rule.document.id === id);
  const matcher = new RuleMatcher({ rules, facts: set.facts });
  const analysed = (file: SourceFile): Promise<readonly FlowFinding[]> =>
    analyse([file], (one) => matcher.matches(one), options).then(({ findings }) => findings);
  const problems: RuleProblem[] = [];
  for (const kind of ['must', 'mustNot'] as const) {
    for (const [index, example] of (examples[kind] ?? []).entries()) {
      const language = languageOf(example, document.content);
      const file = await parse(language, example.code);
      const findings = await analysed(file);
      const count = findings.length;
      const range = document.rangeOf(['examples', kind, index]);
      const complain = (message: string, nextStep: string): void => {
        problems.push({ file: document.file, range, message, nextStep });
      };
      const message = complaint(kind, count);
      if (message !== undefined) complain(message, advice[kind]);
      // Where more is found, the rest would still be.
      if (kind !== 'must' || options.nearMisses !== true || count !== 1) continue;
      for (const { text, change } of findings.flatMap((finding) => nearMisses(file, finding))) {
        const found = await analysed(await parse(language, text));
        if (found.length > 0) complain(missed(change), advice.mustNot);
      }
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

function missed(change: string): string {
  return `Something is found in this example with ${change}, and then nothing must be.`;
}

function languageOf({ language }: Example, { languages }: RuleDocument): RuleLanguage {
  return language ?? languages[0] ?? 'java';
}

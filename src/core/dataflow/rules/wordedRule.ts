// A rule document made by a model from words. What it writes is data, checked as any document before anyone sees it.
//
// Wang et al., "LLMDFA: analyzing dataflow in code with large language models" (NeurIPS 2024) have programs written that
// extract sources and sinks, and run them; a rule document is only read.
import type { AnswerReader } from '../../model/answers';
import type { Question } from '../../model/ask';
import { codeBlocks } from '../../model/codeBlocks';
import { promptOf } from '../../model/prompt';
import { readRuleDocument } from './readDocument';
import type { RuleLanguage } from './schema';

export interface WordedRule {
  /** What is dangerous where, in words. */
  readonly description: string;
  readonly language: RuleLanguage;
  /** Programs in which the rule has to find something, and programs in which it has to find nothing. */
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
}

/** What the model wrote before, and what is wrong with it. */
export interface EarlierRule {
  readonly text: string;
  readonly problems: readonly string[];
}

const rules = `You write rules for a dataflow analysis that reads code with tree-sitter. A rule says that values of its sources must not reach its sinks. It is one YAML document:
- id (LANGUAGE/lower-case-words), title, severity (error, warning or note), languages, message with {source} and {sink} for their texts, optionally cwe (list of numbers) and help;
- sources, sinks, sanitizers, propagators: lists of {query: tree-sitter query, note: why}. Captures: @source the dangerous value; @sink the operand that must not be dangerous; @clean the value that is safe afterwards; for propagators @result and @from. A source may have value ("== null"), a sink condition ("== 0");
- include: names of libraries of sources such as LANGUAGE/remote-input (requests of web frameworks) and LANGUAGE/local-input (arguments, environment, files), where these are the sources;
- examples: must and mustNot, lists of {code: a whole small file}: at least one of each.
Predicates: #eq?, #any-of?, #match?; (#imported? @f "module.function") holds where the expression means that name, imports and aliases followed: use it for functions of modules instead of comparing texts; (#type? @object "pkg.Type") holds for values of that type.
A query must name what it is about: one that matches calls of any name is wrong.
Answer with the document in one block of code and nothing else.`;

const maxOutput = 2500;

/** @param example A document that is right, as a pattern. */
export function ruleQuestion(
  { description, language, must, mustNot }: WordedRule,
  example: string,
  earlier?: EarlierRule,
): Question<string> {
  return {
    purpose: 'rule',
    maxOutput,
    messages: promptOf({
      rules,
      stable: [
        { name: 'example-document', text: example },
        { name: 'description', text: description },
        ...must.map((text) => ({ name: 'must-be-found', text })),
        ...mustNot.map((text) => ({ name: 'must-not-be-found', text })),
      ],
      changing:
        earlier === undefined
          ? []
          : [
              { name: 'your-document', text: earlier.text },
              { name: 'problems', text: earlier.problems.join('\n') },
            ],
      question:
        earlier === undefined
          ? `Write the rule of the description for ${language}.`
          : 'Write the whole document again, without these problems.',
    }),
    read: readRule(language),
  };
}

/** The text of a document of a rule for the language. */
function readRule(language: RuleLanguage): AnswerReader<string> {
  return (answer) => {
    const text = codeBlocks(answer)[0] ?? answer;
    const { document, problems } = readRuleDocument('rule', text);
    if (document === undefined) {
      return {
        ok: false,
        problem: problems
          .slice(0, 5)
          .map(({ message }) => message)
          .join(' '),
      };
    }
    const { content } = document;
    if ('library' in content) return { ok: false, problem: 'It is a library, and has to be a rule.' };
    if (!content.languages.includes(language)) {
      return { ok: false, problem: `It is not for ${language}.` };
    }
    const { must = [], mustNot = [] } = content.examples ?? {};
    if (must.length === 0 || mustNot.length === 0) {
      return { ok: false, problem: 'It has no example of each kind, must and mustNot.' };
    }
    return { ok: true, value: `${text.trimEnd()}\n` };
  };
}

// A rule from words: a model writes the document, the analysis tries it on its examples and on near-misses of them.
import path from 'node:path';
import { isMap, isSeq, parseDocument } from 'yaml';
import { readRuleDocument } from '../../core/dataflow/rules/readDocument';
import { ruleQuestion, type EarlierRule, type WordedRule } from '../../core/dataflow/rules/wordedRule';
import { ask } from '../../core/model/ask';
import type { LanguageModel } from '../../core/model/languageModel';
import { Failure } from '../failure';
import type { SyntaxService } from '../syntax/syntaxService';
import { checkRuleDocument } from './checkRule';
import { builtInRuleTexts, ruleSuffix, workspaceRules, workspaceRuleTexts } from './ruleFiles';

export interface NewRule {
  /** The document that holds; without one, `noAnswer` says why. */
  readonly text?: string;
  /** Where it belongs, when somebody has looked at it: absolute path. */
  readonly file?: string;
  readonly noAnswer?: string;
  /** Documents that the model wrote. */
  readonly rounds: number;
}

export interface NewRuleTools {
  readonly assets: string;
  readonly syntax: SyntaxService;
  readonly model: LanguageModel;
  readonly signal: AbortSignal;
}

const mostRounds = 6;
const mostProblems = 8;

/** @param root Folder that holds `.witness`. @throws Failure where the rules cannot be read */
export async function newRule(worded: WordedRule, root: string, tools: NewRuleTools): Promise<NewRule> {
  const builtIn = await builtInRuleTexts(tools.assets);
  const known = [...builtIn, ...(await workspaceRuleTexts(root))];
  const example = builtIn.find(
    ({ file }) => file === path.join(familyOf(worded), `commandInjection${ruleSuffix}`),
  );
  if (example === undefined) throw new Failure('internal', 'The built-in rules are not there.');
  let earlier: EarlierRule | undefined;
  for (let round = 1; round <= mostRounds; round++) {
    const answer = await ask(tools.model, ruleQuestion(worded, example.text, earlier), tools.signal);
    if (!answer.ok) return { rounds: round - 1, noAnswer: answer.failure.message };
    const text = withExamples(answer.value, worded);
    const file = path.join(root, workspaceRules, `${slugOf(text)}${ruleSuffix}`);
    const problems = [
      ...known
        .filter((other) => idOf(other.text) === idOf(text))
        .map(() => `There is a rule with the id ${idOf(text)} already.`),
      ...(await checkRuleDocument({ file, text, root, nearMisses: true }, tools)).map(
        ({ message, nextStep, range }) => `Line ${range.start.line + 1}: ${message} ${nextStep}`,
      ),
    ].slice(0, mostProblems);
    if (problems.length === 0) return { text: signed(text, worded, tools.model.id), file, rounds: round };
    // Asked the same, it would say the same.
    if (text === earlier?.text) return { rounds: round, noAnswer: unheld(round, problems) };
    earlier = { text, problems };
  }
  return { rounds: mostRounds, noAnswer: unheld(mostRounds, earlier?.problems ?? []) };
}

function unheld(rounds: number, problems: readonly string[]): string {
  return `No rule held after ${rounds} rounds; the last one: ${problems.join(' ')}`;
}

function familyOf({ language }: WordedRule): string {
  return language === 'typescript' ? 'javascript' : language;
}

function idOf(text: string): string {
  const content = readRuleDocument('rule', text).document?.content;
  return content !== undefined && 'id' in content ? content.id : '';
}

function slugOf(text: string): string {
  return idOf(text).replaceAll('/', '-');
}

/** What people gave as examples is among those of the document, whatever the model made of them. */
function withExamples(text: string, { must, mustNot }: WordedRule): string {
  if (must.length + mustNot.length === 0) return text;
  const yaml = parseDocument(text);
  const examples = yaml.get('examples');
  if (!isMap(examples)) return text;
  for (const [kind, codes] of Object.entries({ must, mustNot })) {
    const list = examples.get(kind);
    if (isSeq(list)) for (const code of codes) list.add(yaml.createNode({ code }));
  }
  return String(yaml);
}

/** The document with a word on where it is from. */
function signed(text: string, { description }: WordedRule, model: string): string {
  const words = description
    .trim()
    .split(/\r?\n/)
    .map((line) => `#   ${line}`);
  const head = [
    `# Written by ${model} from these words:`,
    ...words,
    '# It finds what it must in its examples, and nothing where the source or the sink is another one.',
  ];
  return `${head.join('\n')}\n${text}`;
}

// A rule document as somebody writes it: whether it can be read, fits its grammars and finds in its examples what it says.
import type { SourceFile } from '../../core/dataflow/model';
import { checkExamples } from '../../core/dataflow/rules/checkExamples';
import { checkQueries } from '../../core/dataflow/rules/checkQueries';
import type { RuleProblem } from '../../core/dataflow/rules/problem';
import { readRuleDocument } from '../../core/dataflow/rules/readDocument';
import { readRuleSet } from '../../core/dataflow/rules/ruleSet';
import type { LanguageId } from '../../core/syntax/model';
import type { SyntaxService } from '../syntax/syntaxService';
import { builtInRuleTexts, workspaceRuleTexts } from './ruleFiles';

export interface RuleToCheck {
  readonly file: string;
  /** Need not have been saved. */
  readonly text: string;
  /** Folder that holds `.witness`, for the libraries that the rule includes. */
  readonly root: string;
  /** What is found in its examples must not be found where the source or the sink is another one. */
  readonly nearMisses?: boolean;
}

export async function checkRuleDocument(
  { file, text, root, nearMisses }: RuleToCheck,
  { assets, syntax }: { readonly assets: string; readonly syntax: SyntaxService },
): Promise<RuleProblem[]> {
  const reading = readRuleDocument(file, text);
  const { document } = reading;
  if (document === undefined) return [...reading.problems];
  const queries = await checkQueries(document, async (language) => {
    const empty = await syntax.parse(language, '');
    const grammar = empty.syntaxTree.language;
    empty.dispose();
    return grammar;
  });
  const others = [...(await builtInRuleTexts(assets)), ...(await workspaceRuleTexts(root))];
  const set = readRuleSet([...others.filter((other) => other.file !== file), { file, text }]);
  const linking = set.problems.filter((problem) => problem.file === file);
  const { content } = document;
  if (queries.length > 0 || 'library' in content) return [...queries, ...linking];
  const options = nearMisses === undefined ? {} : { nearMisses };
  return [...linking, ...(await checkExamples({ ...document, content }, set, fileFrom(syntax), options))];
}

function fileFrom(syntax: SyntaxService): (language: LanguageId, text: string) => Promise<SourceFile> {
  return async (language, text) => ({
    path: 'example',
    language,
    text,
    tree: await syntax.tree(language, text),
  });
}

// Tests that a model writes from a description of the program, checked for being tests before they run in the sandbox.
import type { VersionedSource } from '../../core/debugging/alignment';
import { callTest } from '../../core/debugging/callTest';
import { describedTestsQuestion } from '../../core/debugging/model/describedTests';
import type { ClaimedTest } from '../../core/debugging/wantedTests';
import { ask } from '../../core/model/ask';
import type { LanguageModel } from '../../core/model/languageModel';
import type { LanguageId } from '../../core/syntax/model';
import { Failure } from '../failure';
import type { SyntaxService } from '../syntax/syntaxService';

export interface DescribedTestTools {
  readonly model: LanguageModel | undefined;
  readonly syntax: SyntaxService;
  readonly signal: AbortSignal;
}

/** @throws Failure where there is no model, no answer, or no test in it */
export async function describedTests(
  program: VersionedSource,
  language: LanguageId,
  description: string,
  { model, syntax, signal }: DescribedTestTools,
): Promise<readonly ClaimedTest[]> {
  if (model === undefined) {
    throw new Failure(
      'usage',
      'Only a model makes tests from a description, and none is chosen.',
      'Choose one, or say what has to hold by a test or by a call with its result.',
    );
  }
  const names = [...new Set(program.model.functions.map(({ path }) => path.split('.', 1)[0] ?? path))];
  const question = describedTestsQuestion({ source: program.source, language, names }, description);
  const answer = await ask(model, question, signal);
  if (!answer.ok) {
    const { message, nextStep } = answer.failure;
    throw new Failure(
      'missing',
      `The model wrote no tests: ${message}`,
      nextStep ?? 'Say more, or give a test.',
    );
  }
  const tests = new Map<string, ClaimedTest>();
  for (const { call, expect, why } of answer.value) {
    const test = callTest(language, call, expect);
    if (await isExpressions([call, expect], language, syntax)) tests.set(test, { test, why });
  }
  if (tests.size === 0) {
    throw new Failure(
      'missing',
      'The model wrote no test that is one of this language.',
      'Say more, or give a test.',
    );
  }
  return [...tests.values()];
}

/** Nothing behind them that would be a statement of its own. */
async function isExpressions(
  texts: readonly string[],
  language: LanguageId,
  syntax: SyntaxService,
): Promise<boolean> {
  const whole = await Promise.all(
    texts.map((text) =>
      syntax.withDocument(language, `(${text})`, ({ syntaxTree: { rootNode } }) => {
        const [first, ...others] = rootNode.namedChildren;
        const isGroup =
          first?.namedChildren.length === 1 && first.firstChild?.type === 'parenthesized_expression';
        return !rootNode.hasError && others.length === 0 && isGroup;
      }),
    ),
  );
  return whole.every(Boolean);
}

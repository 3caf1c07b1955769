// Tests that a model writes from a description of the program, checked for being tests before they run in the sandbox.
import { describedTestsQuestion } from '../../core/debugging/model/describedTests';
import { ask } from '../../core/model/ask';
import type { LanguageModel } from '../../core/model/languageModel';
import { Failure } from '../failure';
import type { SyntaxService } from '../syntax/syntaxService';
import { plainTests, type RequestedTests } from './requestedTests';

/** @throws Failure where there is no model, no answer, or no test in it */
export async function describedTests(
  source: string,
  description: string,
  model: LanguageModel | undefined,
  { syntax, signal }: { readonly syntax: SyntaxService; readonly signal: AbortSignal },
): Promise<RequestedTests> {
  if (model === undefined) {
    throw new Failure(
      'usage',
      'Only a model makes tests from a description, and none is chosen.',
      'Choose one, or say what has to hold by a test or by a call with its result.',
    );
  }
  const answer = await ask(model, describedTestsQuestion(source, description), signal);
  if (!answer.ok) {
    const { message, nextStep } = answer.failure;
    throw new Failure(
      'missing',
      `The model wrote no tests: ${message}`,
      nextStep ?? 'Say more, or give a test.',
    );
  }
  const parsed = await Promise.all(answer.value.map(({ statement }) => isOneAssert(statement, syntax)));
  const tests = answer.value.filter((_, index) => parsed[index]);
  if (tests.length > 0) return { ...plainTests(tests.map(({ statement }) => statement)), claimed: tests };
  throw new Failure('missing', 'The model wrote no test that is Python.', 'Say more, or give a test.');
}

/** Nothing but the assert: no statement behind it. */
function isOneAssert(statement: string, syntax: SyntaxService): Promise<boolean> {
  return syntax.withDocument('python', statement, (document) => {
    const [first, ...others] = document.syntaxTree.rootNode.namedChildren;
    return (
      !document.syntaxTree.rootNode.hasError && first?.type === 'assert_statement' && others.length === 0
    );
  });
}

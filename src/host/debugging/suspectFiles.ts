// Which files of a project the failing tests point at.
import path from 'node:path';
import { rankSuspects } from '../../core/debugging/localisation';
import { testName } from '../../core/debugging/pytestStatement';
import type { ObservedTest } from '../../core/debugging/testRun';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import { Failure } from '../failure';
import { withPlainLineEnds } from '../syntax/lineEnds';
import { readSourceFile } from '../syntax/sourceFile';
import type { SyntaxService } from '../syntax/syntaxService';
import type { Tester } from './tester';
import type { RequestedTests } from './requestedTests';

const mostFiles = 40;
/** So many are told, and none whose score is below this share of the best. */
const told = { files: 3, share: 0.7 };

/**
 * The files in the order of their most suspicious blocks; files of tests are not asked.
 * @throws Failure where the tests pass, or fail without running a file of the project
 */
export async function suspectFiles(
  { asked, others }: RequestedTests,
  tester: Tester,
  syntax: SyntaxService,
): Promise<string[]> {
  const surveyed = await tester.survey([...asked, ...others]);
  const ranked: { file: string; score: number }[] = [];
  for (const [file, tests] of [...surveyed].filter(([name]) => !isOfTests(name)).slice(0, mostFiles)) {
    const text = withPlainLineEnds(await readSourceFile(file));
    const model = await syntax.withDocument(languageOfPath(file) ?? 'python', text, (document) =>
      document.model('block'),
    );
    const known = tests.filter(({ text: test, status }) => status === 'passed' || asked.includes(test));
    const [first] = rankSuspects(model, known);
    if (first !== undefined) ranked.push({ file, score: first.score });
  }
  const [best] = ranked.sort((a, b) => b.score - a.score);
  if (best !== undefined) {
    const near = ranked.filter(({ score }) => score >= told.share * best.score);
    return near.slice(0, told.files).map(({ file }) => file);
  }
  if (asked.every((test) => [...surveyed.values()].some((tests) => passes(tests, test)))) {
    const names = asked.map(testName);
    throw new Failure(
      'usage',
      names.length === 1 ? `${names[0] ?? ''} passes.` : `All ${names.length} tests pass.`,
      'There is nothing to debug; choose a test that fails.',
    );
  }
  throw new Failure(
    'usage',
    'No function of a file of the project runs in a failing test.',
    'Name the file that is under suspicion.',
  );
}

function passes(tests: readonly ObservedTest[], text: string): boolean {
  return tests.some((test) => test.text === text && test.status === 'passed');
}

function isOfTests(file: string): boolean {
  return /^(?:test_.*|.*_test|conftest)\.py$|[.-](?:test|spec)\.[cm]?[jt]sx?$|^test\.[cm]?[jt]sx?$/.test(
    path.basename(file),
  );
}

// Tries a candidate for refined code: it stays within the change, parses, keeps the tests green, and what showed the fault is gone.
import path from 'node:path';
import { fastStatement, testName } from '../../../core/debugging/pytestStatement';
import type { ChangedFile, Hunk } from '../../../core/review/change';
import { hunksBetween } from '../../../core/review/hunks';
import { lineOutside } from '../../../core/review/refinement';
import type { ReviewComment } from '../../../core/review/reviewReport';
import { programPlace } from '../../debugging/programPlace';
import { ProgramTester } from '../../debugging/programTester';
import { WorkspaceFiles } from '../../fragment/workspaceCalls';
import type { PythonSandbox } from '../../sandbox/pythonSandbox';
import type { SyntaxService } from '../../syntax/syntaxService';
import type { ClaimTools } from '../model/claimChecker';
import { evidenceLeft } from './evidenceLeft';

export interface TrialTools extends ClaimTools {
  readonly syntax: SyntaxService;
}

export interface RefinedFile extends ChangedFile {
  readonly new: string;
}

/** What was seen, or what is wrong. */
export type TrialResult = { readonly told: readonly string[] } | { readonly problem: string };

/** Statements of tests: those that pass with the change, and those that passed before and fail now. */
export interface TestsOfFile {
  readonly passing: readonly string[];
  readonly broken: readonly string[];
}

export interface CandidateTrial {
  readonly hunks: readonly Hunk[];
  readonly tester: ProgramTester;
  /** All of them have to pass with a candidate. */
  readonly tests: TestsOfFile;
  of(text: string): Promise<TrialResult>;
}

const testMs = 5000;
const mostTestFiles = 5;
const mostTests = 200;

/** Finds the tests that a candidate has to keep green. @throws Failure when cancelled */
export async function candidateTrial(
  comment: ReviewComment,
  file: RefinedFile,
  sandbox: PythonSandbox,
  tools: TrialTools,
): Promise<CandidateTrial> {
  const place = await programPlace(path.join(tools.root, file.path), tools.root);
  const { signal, syntax } = tools;
  const tester = new ProgramTester(sandbox.pool, {
    place,
    isolation: sandbox.level,
    limitMs: testMs,
    signal,
  });
  const tests = await testsOf(file, tester, tools.root);
  const hunks = hunksBetween(file.old ?? '', file.new);
  const faults = await syntaxFaults(file.new, syntax);
  const of = async (text: string): Promise<TrialResult> => {
    if (text === file.new) return { problem: 'it changes nothing.' };
    const outside = lineOutside(hunks, file.new, text);
    if (outside !== undefined) {
      return { problem: `it edits line ${outside + 1}, which is outside of the change.` };
    }
    if ((await syntaxFaults(text, syntax)) > faults) return { problem: 'it does not parse.' };
    const left = await evidenceLeft(comment, file, text, { ...tools, sandbox, tester });
    if ('problem' in left) return left;
    const wanted = [...tests.broken, ...tests.passing];
    const broken = await failingTest(text, wanted, tester);
    if (broken !== undefined) return { problem: `${broken} does not pass with it.` };
    return { told: [left.told, testsText(tests)] };
  };
  return { hunks, tester, tests, of };
}

function testsText({ broken, passing }: TestsOfFile): string {
  const all = broken.length + passing.length;
  if (all === 0) return 'No test of the project was found that uses the file.';
  const again = broken.length === 0 ? '' : `, ${broken.length} of them again`;
  return all === 1 ? `1 test passes${again === '' ? '' : ' again'}.` : `${all} tests pass${again}.`;
}

async function syntaxFaults(text: string, syntax: SyntaxService): Promise<number> {
  return syntax.withDocument('python', text, (document) => document.model('block').syntaxErrors.length);
}

/** Of files of tests that name the module. */
async function testsOf(
  { path: name, old, new: now }: RefinedFile,
  tester: ProgramTester,
  root: string,
): Promise<TestsOfFile> {
  const stem = path.parse(name).name;
  const names = new RegExp(String.raw`\b${stem.replaceAll(/[^\w]/g, String.raw`\$&`)}\b`);
  const files = (await new WorkspaceFiles().of(root)).filter(
    ({ file, text }) => /(^|[\\/])(test_[^\\/]*|[^\\/]*_test)\.py$/.test(file) && names.test(text),
  );
  const statements: string[] = [];
  for (const { file } of files.slice(0, mostTestFiles)) {
    const found = await tester.collect(path.relative(root, file));
    statements.push(...found.map(fastStatement));
  }
  const { passing, failing } = await observed(now, statements.slice(0, mostTests), tester);
  const before = old === undefined ? undefined : await observed(old, failing, tester);
  return { passing, broken: before?.passing ?? [] };
}

async function observed(source: string, tests: readonly string[], tester: ProgramTester) {
  const all = await tester.observe(source, tests, 'results');
  const textsOf = (passes: boolean): string[] =>
    all.filter(({ status }) => (status === 'passed') === passes).map(({ text }) => text);
  return { passing: textsOf(true), failing: textsOf(false) };
}

async function failingTest(
  text: string,
  tests: readonly string[],
  tester: ProgramTester,
): Promise<string | undefined> {
  if (tests.length === 0) return undefined;
  const [results = []] = await tester.tryPrograms([text], tests);
  const at = results.findIndex(({ status }) => status !== 'passed');
  const broken = tests[at < 0 ? results.length : at];
  return broken === undefined ? undefined : testName(broken);
}

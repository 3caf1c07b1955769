// A session of step-wise debugging, from what a user asks to what was found.
import type { DebugProgress } from '../../core/debugging/debugProgress';
import { claimedReport } from '../../core/debugging/model/claimedReport';
import type { StatedState } from '../../core/debugging/statedStates';
import type { ClaimedTest, WantedTests } from '../../core/debugging/wantedTests';
import type { DebugAnswer } from '../../protocol/debugging';
import { Failure } from '../failure';
import type { Isolation } from '../sandbox/sandboxProcess';
import { withLineEndsOf, withPlainLineEnds } from '../syntax/lineEnds';
import { readSourceFile } from '../syntax/sourceFile';
import type { SyntaxService } from '../syntax/syntaxService';
import { describedTests } from './describedTests';
import { debugProgram, versioned } from './debugProgram';
import { openLanguage, type LanguageSession } from './languageSession';
import type { AdvisorSettings } from './modelAdvisor';
import { languageOf } from './programLanguage';
import { passingRun } from './passingRun';
import { referenceFor } from './reference';
import { claimedTests, requestedTests } from './requestedTests';
import { suspectFiles } from './suspectFiles';

export interface DebugSessionRequest {
  /** Absolute path; without it, the files that the failing tests of pytest point at are debugged until one has a fix. */
  readonly file?: string;
  /** Texts that count instead of what is on disk, by absolute path. */
  readonly texts: Readonly<Record<string, string>>;
  readonly tests: WantedTests;
  readonly cwd: string;
  readonly interpreter?: string;
  /** Time for one test in milliseconds. */
  readonly limitMs: number;
  readonly isolation: Isolation;
  /** Programs tried at most. */
  readonly candidates: number;
  /** File or revision of a program that behaves as expected; without it the last revision that passes is looked for. */
  readonly reference?: string;
  /** Absolute path of a recording of a failing test from when it passed, which says the same in the place of a program. */
  readonly passing?: string;
  /** What somebody says that is right at lines of `file`. */
  readonly stated?: readonly StatedState[];
}

export interface DebugSessionTools {
  /** Folder that holds runtime/. */
  readonly assets: string;
  readonly syntax: SyntaxService;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DebugProgress) => void;
  /** A model to ask beside the search. */
  readonly advice?: AdvisorSettings;
}

/** @throws Failure where nothing can be debugged, or the session is cancelled */
export async function debugSession(
  request: DebugSessionRequest,
  tools: DebugSessionTools,
): Promise<DebugAnswer> {
  const { file } = request;
  // What cannot be read is told before anything runs.
  const known = file === undefined ? undefined : await textOf(file, request);
  const session = await openLanguage(request, tools);
  try {
    const files = file === undefined ? await filesOf(request, session, tools) : [file];
    let first: DebugAnswer | undefined;
    for (const found of files) {
      const text = known ?? (await textOf(found, request));
      const answer = await debugFile({ file: found, text }, request, session, tools);
      if (answer.fix !== undefined && answer.fix.fitsOnlyGivenTests !== true) return answer;
      if (first?.fix === undefined && answer.fix !== undefined) first = answer;
      first ??= answer;
    }
    if (first === undefined) throw new Failure('internal', 'No file was debugged.');
    return first;
  } finally {
    await session.dispose();
  }
}

async function debugFile(
  { file, text }: { readonly file: string; readonly text: string },
  request: DebugSessionRequest,
  session: LanguageSession,
  tools: DebugSessionTools,
): Promise<DebugAnswer> {
  const tester = await session.testerOf(file);
  const advisor = await session.advisorOf(file, tester);
  const { passing, stated } = request;
  const source = withPlainLineEnds(text);
  const { tests: wanted } = request;
  const tests =
    'described' in wanted
      ? claimedTests(await testsFromWords(file, source, wanted.described, tools))
      : await requestedTests(wanted, languageOf(file), tester);
  const { fixedSource, ...report } = await debugProgram(
    {
      file,
      source,
      tests,
      candidates: request.candidates,
      reference: (failing) =>
        passing === undefined
          ? referenceFor(file, request.reference, failing, tester)
          : passingRun(passing, failing, request.tests, request.cwd),
      ...(stated !== undefined && { stated }),
    },
    {
      tester,
      syntax: tools.syntax,
      isolation: session.isolation,
      onProgress: tools.onProgress,
      ...(advisor !== undefined && { advisor }),
    },
  );
  return {
    ...(tests.claimed === undefined ? report : claimedReport(report, tests.claimed)),
    text,
    ...(fixedSource !== undefined && { fixedText: withLineEndsOf(text, fixedSource) }),
  };
}

/**
 * Tests that a model writes from a description of a program; nothing runs.
 * @throws Failure where there is no model, no answer, or no test in it
 */
export async function testsFromWords(
  file: string,
  source: string,
  description: string,
  {
    syntax,
    signal,
    advice,
  }: Pick<DebugSessionTools, 'syntax' | 'signal'> & {
    readonly advice?: Pick<AdvisorSettings, 'model'>;
  },
): Promise<readonly ClaimedTest[]> {
  const language = languageOf(file);
  const program = await versioned(source, language, syntax);
  return describedTests(program, language, description, { model: advice?.model, syntax, signal });
}

async function textOf(file: string, { texts }: DebugSessionRequest): Promise<string> {
  return texts[file] ?? (await readSourceFile(file));
}

async function filesOf(
  request: DebugSessionRequest,
  session: LanguageSession,
  { syntax }: DebugSessionTools,
): Promise<string[]> {
  if (!('test' in request.tests)) {
    throw new Failure('usage', 'Which program is to be debugged is not said.', 'Name its file.');
  }
  const tester = await session.testerOf(undefined);
  return suspectFiles(await requestedTests(request.tests, 'python', tester), tester, syntax);
}

// The sandbox and the testers of a session, by the language of the program.
import os from 'node:os';
import path from 'node:path';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import { Failure } from '../failure';
import { findPython } from '../python/interpreter';
import { startPythonSandbox } from '../sandbox/pythonSandbox';
import type { DebugSessionRequest, DebugSessionTools } from './debugSession';
import { startJavaScriptSandbox } from './javascript/javascriptSandbox';
import { JavaScriptTester } from './javascript/javascriptTester';
import { modelAdvisor, type Advisor } from './modelAdvisor';
import { programPlace } from './programPlace';
import { StepRecorder, type RecordedTest } from './stepRecorder';
import { debuggingModules, ProgramTester } from './programTester';
import type { Tester } from './tester';

export interface LanguageSession {
  /** The level that the sandbox has. */
  readonly isolation: string;
  /** @param file The program under suspicion; without it, one that only runs tests as they are. */
  testerOf(file: string | undefined): Promise<Tester>;
  /** Where there is a model. */
  advisorOf(file: string, tester: Tester): Promise<Advisor | undefined>;
  dispose(): Promise<void>;
}

/** The caller disposes it. @throws Failure where the language has no runtime here, or the sandbox cannot be had */
export function openLanguage(
  request: DebugSessionRequest,
  tools: DebugSessionTools,
): Promise<LanguageSession> {
  const { file, tests } = request;
  const named = file ?? ('test' in tests ? fileOf(tests.test) : '');
  const language = languageOfPath(named) ?? 'python';
  if (language === 'java') throw new Failure('usage', 'Programs in Java are not debugged.');
  return language === 'python'
    ? openPython(request, tools)
    : openJavaScript(path.resolve(request.cwd, named), request, tools);
}

function fileOf(test: string): string {
  return test.split('::', 1)[0] ?? test;
}

async function openPython(request: DebugSessionRequest, tools: DebugSessionTools): Promise<LanguageSession> {
  const { cwd, file, interpreter, isolation, limitMs } = request;
  const { environment, assets, signal, advice } = tools;
  const python = await findPython({
    folder: cwd,
    environment,
    ...(interpreter !== undefined && { explicit: interpreter }),
  });
  const { pool, level } = await startPythonSandbox(python, {
    level: isolation,
    assets,
    cwd,
    files: file === undefined ? [] : [file],
    preload: debuggingModules,
    size: os.availableParallelism(),
  });
  return {
    isolation: level,
    testerOf: async (program = path.join(cwd, 'tests.py')) =>
      new ProgramTester(pool, {
        place: await programPlace(program, cwd),
        limitMs,
        isolation: level,
        signal,
      }),
    advisorOf: async (program, tester) => {
      if (advice === undefined) return undefined;
      const place = await programPlace(program, cwd);
      const recorder = new StepRecorder(pool, place, limitMs, signal);
      const stepsOf = (asked: RecordedTest) => recorder.steps(asked);
      return modelAdvisor(advice, { ...tools, language: 'python', tester, stepsOf });
    },
    dispose: () => pool.dispose(),
  };
}

async function openJavaScript(
  file: string,
  request: DebugSessionRequest,
  tools: DebugSessionTools,
): Promise<LanguageSession> {
  const { cwd, interpreter, isolation, limitMs } = request;
  const { assets, environment, syntax, signal, advice } = tools;
  const sandbox = await startJavaScriptSandbox({
    assets,
    cwd,
    file,
    isolation,
    environment,
    size: os.availableParallelism(),
    ...(interpreter !== undefined && { interpreter }),
  });
  const options = { sandbox, assets, cwd, syntax, limitMs, signal };
  return {
    isolation: sandbox.level,
    testerOf: (program = file) => Promise.resolve(new JavaScriptTester({ ...options, file: program })),
    advisorOf: (program, tester) => {
      if (advice === undefined) return Promise.resolve(undefined);
      const language = languageOfPath(program) ?? 'javascript';
      const stepsOf = (asked: RecordedTest) => tester.steps?.(asked) ?? Promise.resolve(undefined);
      return Promise.resolve(modelAdvisor(advice, { language, tester, syntax, signal, stepsOf }));
    },
    dispose: () => sandbox.pool.dispose(),
  };
}

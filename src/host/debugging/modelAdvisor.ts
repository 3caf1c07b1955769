// A model beside the search: it judges and mends, in the sandbox, what the tests show.
import { blockSteps } from '../../core/debugging/model/blockSteps';
import { debugWithModel, type ModelDebuggingResult } from '../../core/debugging/model/modelDebugging';
import type { LanguageModel } from '../../core/model/languageModel';
import type { SourceModel } from '../../core/syntax/model';
import type { SandboxPool } from '../sandbox/sandboxPool';
import type { SyntaxService } from '../syntax/syntaxService';
import type { ProgramPlace } from './programPlace';
import type { Tester } from './tester';
import { StepRecorder } from './stepRecorder';

export interface AdvisorSettings {
  readonly model: LanguageModel;
  /** Rounds of judging and mending at most. */
  readonly rounds: number;
  /** What the program is to do, in words. */
  readonly task?: string;
}

export interface AdvisorTools {
  readonly pool: SandboxPool;
  readonly tester: Tester;
  readonly place: ProgramPlace;
  readonly syntax: SyntaxService;
  /** Time for one test in milliseconds. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

/** What a model says of a program and makes of it. */
export type Advisor = (asked: {
  readonly source: string;
  readonly failing: readonly string[];
  readonly passing: readonly string[];
}) => Promise<ModelDebuggingResult>;

export function modelAdvisor(settings: AdvisorSettings, tools: AdvisorTools): Advisor {
  const { model, rounds, task } = settings;
  const { pool, tester, place, syntax, limitMs, signal } = tools;
  const recorder = new StepRecorder(pool, place, limitMs, signal);
  return (asked) =>
    debugWithModel(
      { ...asked, rounds, ...(task !== undefined && { task }) },
      {
        model,
        modelOf: (source) => parsedModel(source, syntax),
        record: async (source, blocks, test) => {
          const recording = await recorder.record({ source, model: blocks, test });
          return recording === undefined ? undefined : blockSteps(recording, blocks);
        },
        tryProgram: async (source, tests) => (await tester.tryPrograms([source], tests))[0] ?? [],
        ...(signal !== undefined && { signal }),
      },
    );
}

function parsedModel(source: string, syntax: SyntaxService): Promise<SourceModel | undefined> {
  return syntax.withDocument('python', source, (document) => {
    const model = document.model('block');
    return model.syntaxErrors.length > 0 ? undefined : model;
  });
}

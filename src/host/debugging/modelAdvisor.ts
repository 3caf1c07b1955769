// A model beside the search: it judges and mends, in the sandbox, what the tests show.
import type { BlockSteps } from '../../core/debugging/model/blockSteps';
import { debugWithModel, type ModelDebuggingResult } from '../../core/debugging/model/modelDebugging';
import type { LanguageModel } from '../../core/model/languageModel';
import type { Granularity, LanguageId, SourceModel } from '../../core/syntax/model';
import type { SyntaxService } from '../syntax/syntaxService';
import type { Tester } from './tester';
import type { RecordedTest } from './stepRecorder';

export interface AdvisorSettings {
  readonly model: LanguageModel;
  /** Rounds of judging and mending at most. */
  readonly rounds: number;
  /** What the program is to do, in words. */
  readonly task?: string;
}

export interface AdvisorTools {
  readonly language: LanguageId;
  readonly tester: Tester;
  readonly syntax: SyntaxService;
  /** The steps of a test; undefined where there are none to show. */
  readonly stepsOf: (asked: RecordedTest) => Promise<BlockSteps | undefined>;
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
  const { language, tester, syntax, stepsOf, signal } = tools;
  return (asked) =>
    debugWithModel(
      { ...asked, language, rounds, ...(task !== undefined && { task }) },
      {
        model,
        modelOf: (source, granularity) => parsedModel(source, language, granularity, syntax),
        stepsOf: (source, blocks, test) => stepsOf({ source, model: blocks, test }),
        tryProgram: async (source, tests) => (await tester.tryPrograms([source], tests))[0] ?? [],
        ...(signal !== undefined && { signal }),
      },
    );
}

function parsedModel(
  source: string,
  language: LanguageId,
  granularity: Granularity,
  syntax: SyntaxService,
): Promise<SourceModel | undefined> {
  return syntax.withDocument(language, source, (document) => {
    const model = document.model(granularity);
    return model.syntaxErrors.length > 0 ? undefined : model;
  });
}

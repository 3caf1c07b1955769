// A model beside the search: it judges and mends, in the sandbox, what the tests show.
import { blockSteps } from '../../core/debugging/model/blockSteps';
import { debugWithModel, type ModelDebuggingResult } from '../../core/debugging/model/modelDebugging';
import type { LanguageModel } from '../../core/model/languageModel';
import { languageName } from '../../core/syntax/languageName';
import type { LanguageId, SourceModel } from '../../core/syntax/model';
import type { Recording } from '../../core/trace/recording';
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
  readonly record: (asked: RecordedTest) => Promise<Recording | undefined>;
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
  const { language, tester, syntax, record, signal } = tools;
  return (asked) =>
    debugWithModel(
      { ...asked, language: languageName(language), rounds, ...(task !== undefined && { task }) },
      {
        model,
        modelOf: (source) => parsedModel(source, language, syntax),
        record: async (source, blocks, test) => {
          const recording = await record({ source, model: blocks, test });
          return recording === undefined ? undefined : blockSteps(recording, blocks);
        },
        tryProgram: async (source, tests) => (await tester.tryPrograms([source], tests))[0] ?? [],
        ...(signal !== undefined && { signal }),
      },
    );
}

function parsedModel(
  source: string,
  language: LanguageId,
  syntax: SyntaxService,
): Promise<SourceModel | undefined> {
  return syntax.withDocument(language, source, (document) => {
    const model = document.model('block');
    return model.syntaxErrors.length > 0 ? undefined : model;
  });
}

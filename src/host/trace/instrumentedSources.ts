// Answers a JavaScript program that asks for the text of a file with probes in it.
import { createHash } from 'node:crypto';
import { instrumentJavaScript, type InstrumentedSource } from '../../core/instrument/javascript/instrument';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { Granularity, LanguageId, SourceModel } from '../../core/syntax/model';
import { chunkKinds } from '../../core/trace/fileFormat';
import type { ModuleInRun } from '../../core/trace/model';
import type { SourceAnswer, SourceWanted } from '../../protocol/runtime';
import { stripTypes } from '../javascript/typeStripping';
import type { SyntaxService } from '../syntax/syntaxService';
import { recordedModule } from './recordedModules';
import type { ChunkSink } from './recordingFile';
import { UnsavedTexts } from './unsavedTexts';

/** An expression for the recorder, see src/runtime/javascript/launch.cjs. */
const recorder = "globalThis[Symbol.for('witness.recorder')]";
const evaluator = "globalThis[Symbol.for('witness.evaluate')]=($$)=>eval($$);";
/** Lower words are events, see docs/recording-format.md. */
const lowestCode = 16;

interface Instrumented extends InstrumentedSource {
  readonly model: SourceModel;
  readonly firstCode: number;
}

export class InstrumentedSources {
  private nextCode = lowestCode;

  constructor(
    private readonly syntax: SyntaxService,
    private readonly granularity: Granularity,
    private readonly unsaved: UnsavedTexts = UnsavedTexts.none,
  ) {}

  /** The text to run, and the module in the recording; null where the file runs as it is. */
  async answer(asked: SourceWanted, recording: ChunkSink): Promise<SourceAnswer> {
    const wanted = { ...asked, source: this.unsaved.get(asked.path) ?? asked.source };
    const language = languageOfPath(wanted.path);
    if (language === undefined || language === 'python') return null;
    const found = wanted.stripOnly === true ? undefined : await this.instrument(wanted, language);
    const plain = found?.text ?? wanted.source;
    const scoped = wanted.evaluates === true ? `${plain}\n;${evaluator}` : plain;
    const text = needsStripping(wanted) ? stripTypes(scoped, language, wanted.format, wanted.path) : scoped;
    if (text === undefined) return null;
    if (found !== undefined) {
      recording.writeJson(chunkKinds.module, await this.announce(wanted, found));
    }
    return text === asked.source ? null : { text };
  }

  private instrument(
    { path, source, format, keepsTypes }: SourceWanted,
    language: LanguageId,
  ): Promise<Instrumented | undefined> {
    return this.syntax.withDocument(language, source, (document) => {
      const model = document.model(this.granularity);
      const { nextCode } = this;
      // Test runners, which keep the types, make of imports what they like.
      const isNodeModule = format === 'module' && keepsTypes !== true;
      const options = { file: path, firstCode: nextCode, recorder, isNodeModule };
      const found = instrumentJavaScript(document.syntaxTree.rootNode, document.lineIndex, model, options);
      this.nextCode += found?.codes.length ?? 0;
      return found && { ...found, model, firstCode: nextCode };
    });
  }

  private async announce(
    { path, source }: SourceWanted,
    { codes, model, firstCode }: Instrumented,
  ): Promise<ModuleInRun> {
    const bytes = await this.unsaved.read(path).catch(() => Buffer.from(source));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { module: recordedModule(model, path, sha256), firstCode, codes };
  }
}

function needsStripping({ path, keepsTypes }: SourceWanted): boolean {
  return keepsTypes !== true && /\.(?:[cm]?tsx?|jsx)$/i.test(path);
}

// Answers a JavaScript program that asks for the text of a file with probes in it.
import { createHash } from 'node:crypto';
import { needsCompiler } from '../../core/instrument/javascript/compilerNeeds';
import {
  instrumentJavaScript,
  ownLineMark,
  type InstrumentedSource,
} from '../../core/instrument/javascript/instrument';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import { declaresByUsing, readableText } from '../../core/instrument/javascript/readableText';
import type { Granularity, LanguageId, SourceModel } from '../../core/syntax/model';
import { chunkKinds } from '../../core/trace/fileFormat';
import type { ModuleInRun } from '../../core/trace/model';
import type { AliasAnswer, AliasWanted, SourceAnswer, SourceWanted } from '../../protocol/runtime';
import { definesFields, Tsconfigs } from '../javascript/tsconfig';
import { TypeScriptCompiler } from '../javascript/typescriptCompiler';
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

/** A file that has been parsed. */
interface ReadSource {
  /** It is more than JavaScript with types. */
  readonly isCompiled: boolean;
  /** Where probes could be put into it. */
  readonly probed?: InstrumentedSource & { readonly model: SourceModel; readonly firstCode: number };
}

export class InstrumentedSources {
  private nextCode = lowestCode;
  private readonly tsconfigs = new Tsconfigs();
  private readonly compiler: TypeScriptCompiler;

  /** @param assets Folder of what ships with Witness. */
  constructor(
    private readonly syntax: SyntaxService,
    private readonly granularity: Granularity,
    assets: string,
    private readonly unsaved: UnsavedTexts = UnsavedTexts.none,
  ) {
    this.compiler = new TypeScriptCompiler(assets);
  }

  /** The text to run, and the module in the recording; null where the file runs as it is. */
  async answer(asked: SourceWanted, recording: ChunkSink): Promise<SourceAnswer> {
    const wanted = { ...asked, source: this.unsaved.get(asked.path) ?? asked.source };
    const language = languageOfPath(wanted.path);
    if (language === undefined || language === 'python') return null;
    const found = await this.read(wanted, language);
    const plain = found.probed?.text ?? wanted.source;
    const scoped = wanted.evaluates === true ? `${plain}\n;${evaluator}` : plain;
    const text = needsStripping(wanted) ? this.javascriptOf(scoped, wanted, found.isCompiled) : scoped;
    if (wanted.stripOnly !== true) recording.writeJson(chunkKinds.module, await this.announce(wanted, found));
    return text === asked.source ? null : { text };
  }

  /** Where a file may find what it imports. */
  aliases({ specifier, importer }: AliasWanted): AliasAnswer {
    return { files: this.tsconfigs.candidates(specifier, importer) };
  }

  /** Parses a file and puts probes into it. */
  private read(wanted: SourceWanted, language: LanguageId): Promise<ReadSource> {
    const { path, source, format, keepsTypes } = wanted;
    const parsable = readableText(source, language);
    return this.syntax.withDocument(language, parsable, (document) => {
      const root = document.syntaxTree.rootNode;
      const isCompiled =
        needsStripping(wanted) &&
        (declaresByUsing(source) ||
          needsCompiler(root, { definesFields: definesFields(this.tsconfigs.settingsOf(path)) }));
      if (wanted.stripOnly === true) return { isCompiled };
      const model = document.model(this.granularity);
      const { nextCode } = this;
      const found = instrumentJavaScript(root, document.lineIndex, model, {
        file: path,
        firstCode: nextCode,
        text: source,
        recorder,
        // Test runners, which keep the types, make of imports what they like.
        isNodeModule: format === 'module' && keepsTypes !== true,
      });
      this.nextCode += found?.codes.length ?? 0;
      return { isCompiled, ...(found && { probed: { ...found, model, firstCode: nextCode } }) };
    });
  }

  /** @throws SyntaxError of the compiler. */
  private javascriptOf(text: string, { path, format }: SourceWanted, isCompiled: boolean): string {
    const settings = this.tsconfigs.settingsOf(path);
    const stripped = isCompiled ? undefined : stripTypes(text, { path, format, settings });
    const file = { path, format, settings, definesFields: definesFields(settings) };
    return stripped ?? this.compiler.compile(text, file, ownLineMark);
  }

  private async announce({ path, source }: SourceWanted, { probed }: ReadSource): Promise<ModuleInRun> {
    if (probed === undefined) {
      const degraded = 'not recorded, its syntax is not understood';
      return { module: { file: path, functions: [], blocks: [], degraded }, firstCode: 0, codes: [] };
    }
    const { model, firstCode, codes, leftOut } = probed;
    const bytes = await this.unsaved.read(path).catch(() => Buffer.from(source));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const module = recordedModule(model, path, sha256);
    return {
      module: { ...module, ...(leftOut !== undefined && { degraded: leftOut }) },
      firstCode,
      codes,
    };
  }
}

function needsStripping({ path, keepsTypes }: SourceWanted): boolean {
  return keepsTypes !== true && /\.(?:[cm]?tsx?|jsx)$/i.test(path);
}

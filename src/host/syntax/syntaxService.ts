// Syntax models of files, kept by content: a file that has not changed is not parsed again.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ParseLimits } from '../../core/syntax/limits';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { Granularity, LanguageId, SourceModel } from '../../core/syntax/model';
import type { SyntaxDocument } from '../../core/syntax/document';
import { createSyntax, type Syntax } from '../../core/syntax/parser';
import type { RuleSelection } from '../../core/dataflow/rules/ruleSet';
import type { NodeRecords } from '../../core/syntax/nodeRecords';
import type { SyntaxTree } from '../../core/syntax/syntaxTree';
import type { ModelCache } from './modelCache';
import { ParsingThread } from './parsingThread';
import { decodePython, decodeUtf8 } from './sourceText';

const keptModels = 200;
/** A file that takes longer is recorded statement by statement. */
const parseLimitMs = 3000;

export class SyntaxService {
  private syntax: Promise<Syntax> | undefined;
  private readonly models = new Map<string, Promise<SourceModel | undefined>>();

  /** @param assets Folder that holds wasm/. @param cache Where models outlive the process. */
  constructor(
    private readonly assets: string,
    private readonly cache?: ModelCache,
  ) {}

  /** The model of a file's bytes; undefined for other languages and unreadable text. The name says the language,
   * unless it is given. */
  async model(
    file: string,
    bytes: Uint8Array,
    granularity: Granularity,
    language: LanguageId | undefined = languageOfPath(file),
  ): Promise<SourceModel | undefined> {
    if (language === undefined) return undefined;
    const key = `${granularity} ${language} ${createHash('sha256').update(bytes).digest('hex')}`;
    const known = this.models.get(key);
    if (known !== undefined) return known;
    const model = this.read(key, bytes, granularity, language);
    this.keep(key, model);
    // What failed, above all for want of time, is tried again.
    model.catch(() => this.models.delete(key));
    return model;
  }

  private async read(
    key: string,
    bytes: Uint8Array,
    granularity: Granularity,
    language: LanguageId,
  ): Promise<SourceModel | undefined> {
    const cached = await this.cache?.get(key);
    if (cached !== undefined) return cached;
    const text = language === 'python' ? decodePython(bytes) : decodeUtf8(bytes);
    if (text === undefined) return undefined;
    const document = await (await this.started()).parse(language, text, { limitMs: parseLimitMs });
    try {
      const model = document.model(granularity, { limitMs: parseLimitMs });
      void this.cache?.put(key, model);
      return model;
    } finally {
      document.dispose();
    }
  }

  /** What `read` makes of a parsed text, whose syntax tree lives only as long as `read` runs. */
  async withDocument<T>(
    language: LanguageId,
    text: string,
    read: (document: SyntaxDocument) => T,
  ): Promise<T> {
    const document = await (await this.started()).parse(language, text, { limitMs: parseLimitMs });
    try {
      return read(document);
    } finally {
      document.dispose();
    }
  }

  /**
   * Parses a text. The caller disposes the document.
   * @throws {ParseAbandoned} when `limits` say so.
   */
  async parse(language: LanguageId, text: string, limits: ParseLimits = {}): Promise<SyntaxDocument> {
    return (await this.started()).parse(language, text, limits);
  }

  /**
   * Parses a text for one who looks at most of its tree.
   * @throws {ParseAbandoned} when `limits` say so.
   */
  async tree(language: LanguageId, text: string, limits: ParseLimits = {}): Promise<SyntaxTree> {
    return (await this.started()).tree(language, text, limits);
  }

  /** The tree of a text whose numbers another thread has made. */
  async treeOf(language: LanguageId, text: string, records: NodeRecords): Promise<SyntaxTree> {
    return (await this.started()).treeOf(language, text, records);
  }

  /** A thread that parses, and looks for rules. The caller disposes it. */
  startThread(rules?: RuleSelection): ParsingThread {
    return new ParsingThread(this.assets, rules);
  }

  /** Reads a file ahead of the question for its model. */
  warmUp(file: string, granularity: Granularity, language?: LanguageId): void {
    // What cannot be read shows when it is needed.
    readFile(file)
      .then((bytes) => this.model(file, bytes, granularity, language))
      .catch(() => undefined);
  }

  private started(): Promise<Syntax> {
    this.syntax ??= createSyntax((name) => readFile(path.join(this.assets, 'wasm', name)));
    return this.syntax;
  }

  private keep(key: string, model: Promise<SourceModel | undefined>): void {
    this.models.set(key, model);
    const oldest = this.models.keys().next();
    if (this.models.size > keptModels && oldest.done !== true) this.models.delete(oldest.value);
  }
}

import { Language, Parser, Query, type Tree } from 'web-tree-sitter';
import { SyntaxDocument } from './document';
import { recordsOf, type NodeRecords } from './nodeRecords';
import { SyntaxTree } from './syntaxTree';
import type { ParseLimits } from './limits';
import type { LanguageId } from './model';
import type { LanguageProfile } from './profile';
import { profiles } from './profiles/registry';
import { startTreeSitter } from './treeWalk';
import type { LoadedProfile } from './sourceModel';

/** Reads a file of `dist/wasm` by name. */
export type WasmLoader = (wasmFile: string) => Promise<Uint8Array>;

/** The parser of every language; grammars are loaded when a text of theirs is first parsed, and once. */
export class Syntax {
  private readonly languages = new Map<LanguageId, Promise<LoadedLanguage>>();

  /** Use `createSyntax`. */
  constructor(
    private readonly load: WasmLoader,
    private readonly now: () => number,
  ) {}

  /**
   * Parses a text. The caller disposes the document.
   * @throws {ParseAbandoned} when `limits` say so.
   */
  async parse(language: LanguageId, text: string, limits: ParseLimits = {}): Promise<SyntaxDocument> {
    const { parser, loaded } = await this.language(language);
    return new SyntaxDocument(text, { parser, language: loaded, now: this.now }, limits);
  }

  /**
   * Parses a text for one who looks at most of its tree. There is nothing to dispose.
   * @throws {ParseAbandoned} when `limits` say so.
   */
  async tree(language: LanguageId, text: string, limits: ParseLimits = {}): Promise<SyntaxTree> {
    return this.treeOf(language, text, await this.records(language, text, limits));
  }

  /**
   * The tree of a text as numbers, which another thread can make a tree of.
   * @throws {ParseAbandoned} when `limits` say so.
   */
  async records(language: LanguageId, text: string, limits: ParseLimits = {}): Promise<NodeRecords> {
    const parsed = this.parsed(await this.language(language), text, limits);
    try {
      return recordsOf(parsed);
    } finally {
      parsed.delete();
    }
  }

  /** @param records Of this text. */
  async treeOf(language: LanguageId, text: string, records: NodeRecords): Promise<SyntaxTree> {
    const loaded = await this.language(language);
    return new SyntaxTree(text, loaded.grammar, records, () => this.parsed(loaded, text, {}));
  }

  private parsed({ parser, loaded }: LoadedLanguage, text: string, limits: ParseLimits): Tree {
    return new SyntaxDocument(text, { parser, language: loaded, now: this.now }, limits).syntaxTree;
  }

  private language(id: LanguageId): Promise<LoadedLanguage> {
    const known = this.languages.get(id);
    if (known !== undefined) return known;
    const loading = this.loadLanguage(id);
    this.languages.set(id, loading);
    // A load that failed is tried again.
    loading.catch(() => this.languages.delete(id));
    return loading;
  }

  private async loadLanguage(id: LanguageId): Promise<LoadedLanguage> {
    const profile = profiles[id];
    const language = await Language.load(await this.load(profile.grammar));
    const parser = new Parser();
    parser.setLanguage(language);
    return { parser, grammar: language, loaded: new LoadedGrammar(id, profile, language) };
  }
}

/** Compiles its queries when they are first needed: who only reads trees does not wait for them. */
class LoadedGrammar implements LoadedProfile {
  private compiledFunctions: Query | undefined;
  private compiledNames: Query | undefined;

  constructor(
    readonly id: LanguageId,
    readonly profile: LanguageProfile,
    private readonly language: Language,
  ) {}

  get functions(): Query {
    return (this.compiledFunctions ??= new Query(this.language, this.profile.functions));
  }

  get names(): Query {
    return (this.compiledNames ??= new Query(this.language, this.profile.names));
  }
}

interface LoadedLanguage {
  readonly parser: Parser;
  readonly grammar: Language;
  readonly loaded: LoadedProfile;
}

/**
 * Starts tree-sitter.
 * @param load Reads `web-tree-sitter.wasm` and, when they are needed, the grammars.
 * @param now Clock in milliseconds, for time limits.
 */
export async function createSyntax(load: WasmLoader, now: () => number = Date.now): Promise<Syntax> {
  await startTreeSitter(await load('web-tree-sitter.wasm'));
  return new Syntax(load, now);
}

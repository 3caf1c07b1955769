// Texts that somebody is writing: each is parsed once, and then only what changes of it.
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { SyntaxDocument } from '../../core/syntax/document';
import type { SourceModel } from '../../core/syntax/model';
import type { SyntaxService } from './syntaxService';

/** Files that are kept; the one that was asked for least recently goes first. */
const keptFiles = 8;
const parseLimitMs = 3000;

export class OpenTexts {
  private readonly documents = new Map<string, SyntaxDocument>();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly syntax: SyntaxService) {}

  /**
   * The model of a file's text as it stands in an editor; undefined for other languages.
   * @throws {ParseAbandoned} for a text that takes too long.
   */
  model(file: string, text: string): Promise<SourceModel | undefined> {
    const answer = this.queue.then(() => this.updated(file, text));
    this.queue = answer.catch(() => undefined);
    return answer;
  }

  private async updated(file: string, text: string): Promise<SourceModel | undefined> {
    const language = languageOfPath(file);
    if (language === undefined) return undefined;
    const limits = { limitMs: parseLimitMs };
    const known = this.documents.get(file);
    this.documents.delete(file);
    try {
      known?.update(text, limits);
      const document = known ?? (await this.syntax.parse(language, text, limits));
      const model = document.model('block', limits);
      this.keep(file, document);
      return model;
    } catch (error) {
      known?.dispose();
      throw error;
    }
  }

  private keep(file: string, document: SyntaxDocument): void {
    this.documents.set(file, document);
    const [oldest] = this.documents;
    if (this.documents.size <= keptFiles || oldest === undefined) return;
    this.documents.delete(oldest[0]);
    oldest[1].dispose();
  }
}

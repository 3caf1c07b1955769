// Gathers what the workspace knows of a changed file: who calls its functions, what they call, what recordings have seen.
import path from 'node:path';
import type { ChangedFile, Hunk } from '../../../core/review/change';
import type { ChangeFacts } from '../../../core/review/model/facts';
import type { ReviewComment, ReviewedFile, ReviewedPart } from '../../../core/review/reviewReport';
import type { SourceFunction, SourceModel } from '../../../core/syntax/model';
import { languageOfPath } from '../../../core/syntax/profiles/registry';
import { findSourceFiles, isSkipped, readSource, type SourceText } from '../../dataflow/sourceFiles';
import type { RecordedValues } from '../../fragment/recordedValues';
import { workspaceCalls, WorkspaceFiles } from '../../fragment/workspaceCalls';
import type { SyntaxService } from '../../syntax/syntaxService';

export interface FactTools {
  readonly root: string;
  readonly syntax: SyntaxService;
  readonly recorded: RecordedValues;
  readonly signal: AbortSignal;
}

const searchMs = 2000;
const mostFiles = 800;
const mostParsed = 20;
const mostOfAKind = 24;
const longestLine = 160;

/** Reads the workspace once for all files of a change. */
export class FactGatherer {
  private sources: Promise<readonly SourceText[]> | undefined;
  private readonly workspace = new WorkspaceFiles();

  constructor(private readonly tools: FactTools) {}

  async of(
    file: ChangedFile,
    reviewed: ReviewedFile,
    comments: readonly ReviewComment[],
    hunks: readonly Hunk[],
  ): Promise<ChangeFacts> {
    const calls = await this.callsOf(file, reviewed.parts);
    const isInTest = ({ source }: { source: string }): boolean => source.startsWith('a test');
    return {
      findings: findingsOf(file, reviewed, comments),
      definitions: await this.called(file, hunks),
      tests: calls.filter(isInTest).map(callLine),
      callers: calls.filter((call) => !isInTest(call)).map(callLine),
      recorded: await this.recordedCalls(file, reviewed.parts),
    };
  }

  /** Definitions of functions of the workspace that changed lines call, and that are not shown with the change. */
  private async called(file: ChangedFile, hunks: readonly Hunk[]): Promise<string[]> {
    const own = await this.modelOf(file.path, file.new ?? '');
    if (own === undefined) return [];
    const isChanged = (line: number): boolean =>
      hunks.some(({ new: { start, end } }) => line >= start && line < end);
    const names = own.calls
      .filter(({ range }) => isChanged(range.start.line))
      .map(({ callee }) => /[\w$]+$/.exec(callee)?.[0] ?? '')
      .filter((name) => name.length > 1);
    const wanted = new Set(names);
    if (wanted.size === 0) return [];
    const here = { shown: file.path, text: file.new ?? '' };
    const others = (await this.sourceTexts()).filter(({ shown }) => shown !== file.path);
    const defining = others.filter(({ text }) => names.some((name) => text.includes(name)));
    const definitions: string[] = [];
    for (const { shown, text } of [here, ...defining.slice(0, mostParsed)]) {
      const model = shown === file.path ? own : await this.modelOf(shown, text);
      for (const fn of model?.functions ?? []) {
        const isShown = shown === file.path && isChanged(fn.range.start.line);
        if (wanted.has(fn.name) && !isShown) definitions.push(definitionLine(fn, shown, text));
      }
    }
    return definitions.slice(0, mostOfAKind);
  }

  private async callsOf(
    file: ChangedFile,
    parts: readonly ReviewedPart[],
  ): Promise<{ text: string; source: string }[]> {
    if (languageOfPath(file.path) !== 'python' || file.new === undefined) return [];
    const { root, syntax } = this.tools;
    const functions = parts.flatMap(({ path: dotted }) => {
      const [name, className] = dotted.split('.').reverse();
      if (name === undefined || name.startsWith('<')) return [];
      return [{ name, ...(className !== undefined && { className }) }];
    });
    const found = await workspaceCalls(
      functions,
      { file: path.join(root, file.path), text: file.new },
      root,
      { syntax, workspace: this.workspace },
    );
    return Object.values(found).flatMap((calls) => calls.slice(0, mostOfAKind));
  }

  private async recordedCalls(file: ChangedFile, parts: readonly ReviewedPart[]): Promise<string[]> {
    const { root, recorded } = this.tools;
    const lines: string[] = [];
    for (const { path: dotted } of parts.slice(0, mostOfAKind)) {
      if (dotted === '<module>') continue;
      const piece = { file: path.join(root, file.path), function: dotted };
      const known = await recorded.of(piece, root, '').catch(() => undefined);
      if (known === undefined) continue;
      const values = known.values.map(({ name, text }) => `${name}=${text}`).join(', ');
      lines.push(clipped(`${dotted}: ${values}`));
    }
    return lines;
  }

  private modelOf(name: string, text: string): Promise<SourceModel | undefined> {
    return this.tools.syntax.model(name, Buffer.from(text), 'block').catch(() => undefined);
  }

  private sourceTexts(): Promise<readonly SourceText[]> {
    this.sources ??= this.readSources();
    return this.sources;
  }

  private async readSources(): Promise<readonly SourceText[]> {
    const started = performance.now();
    const signal = AbortSignal.any([this.tools.signal, AbortSignal.timeout(searchMs)]);
    const found = await findSourceFiles(['.'], this.tools.root, signal).catch(() => []);
    const texts: SourceText[] = [];
    for (const item of found.slice(0, mostFiles)) {
      if (performance.now() - started > searchMs) break;
      const source = await readSource(item);
      const shown = path.relative(this.tools.root, item.file).split(path.sep).join('/');
      if (!isSkipped(source)) texts.push({ ...source, shown });
    }
    return texts;
  }
}

function definitionLine(fn: SourceFunction, shown: string, text: string): string {
  const lines = text.split('\n').slice(fn.nameRange.start.line, fn.bodyRange.start.line + 1);
  const head = lines.slice(0, 3).join(' ').replaceAll(/\s+/g, ' ').trim();
  const isPrivate = /^[_#]/.test(fn.name);
  return clipped(`${shown}:${fn.nameRange.start.line + 1} ${head}${isPrivate ? '  (private)' : ''}`);
}

function callLine({ text, source }: { text: string; source: string }): string {
  return clipped(`${text}  (${source.replace(/^.*\(|\)$/g, '')})`);
}

function findingsOf(
  { path: name }: ChangedFile,
  { parts, reasons }: ReviewedFile,
  comments: readonly ReviewComment[],
): string[] {
  const own = comments.filter(({ file }) => file === name);
  const others = parts.filter(({ path: dotted }) => !own.some((comment) => comment.function === dotted));
  return [
    ...own.map(({ level, message }) => clipped(`${level}: ${message}`)),
    ...reasons.map(({ text }) => text),
    ...others.map(({ path: dotted, reasons: why }) =>
      clipped(`${dotted}: ${why.map(({ text }) => text).join('; ')}`),
    ),
  ];
}

function clipped(text: string): string {
  return text.length <= longestLine * 2 ? text : `${text.slice(0, longestLine * 2 - 1)}…`;
}

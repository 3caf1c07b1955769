// Runs two versions of a JavaScript or TypeScript file.
import path from 'node:path';
import * as z from 'zod';
import type { SourceFunction, SourceModel } from '../../core/syntax/model';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { JavaScriptSandbox } from '../debugging/javascript/javascriptSandbox';
import { importedBy, JavaScriptTexts, type RunnableText } from '../debugging/javascript/javascriptTexts';
import { nodeLimits } from '../debugging/javascript/realmJobs';
import type { SyntaxService } from '../syntax/syntaxService';
import type { RunRequest, VersionRunner } from './behaviourComparison';
import { answerOf } from './jobAnswers';

export interface JavaScriptVersionsTools {
  readonly sandbox: JavaScriptSandbox;
  readonly assets: string;
  readonly syntax: SyntaxService;
  readonly signal?: AbortSignal;
}

const ranSchema = z.object({ blocks: z.array(z.number()) }).loose();
const nodeOptions = [
  ...['--experimental-vm-modules', '--experimental-import-meta-resolve'],
  ...['--no-warnings', '--max-old-space-size=1024'],
];

/** What is asked of the same versions, whatever function is compared. */
interface Prepared {
  readonly models: readonly [SourceModel, SourceModel];
  readonly old: RunnableText;
  readonly new: RunnableText;
  readonly imported: ReadonlyMap<string, RunnableText>;
}

export class JavaScriptVersions implements VersionRunner {
  private readonly texts: JavaScriptTexts;
  private last: { readonly key: string; readonly prepared: Promise<Prepared> } | undefined;

  constructor(private readonly tools: JavaScriptVersionsTools) {
    this.texts = new JavaScriptTexts(tools.syntax, tools.assets);
  }

  async ask(name: 'compare' | 'confirm', request: RunRequest, limitMs: number): Promise<unknown> {
    const { place, function: dotted, calls, budgetMs, limitMs: callMs, seed, parsed } = request;
    const { file, cwd } = place;
    const prepared = await this.preparedOf(request);
    const [old, now] = prepared.models;
    const functions = [functionAt(old, dotted), functionAt(now, dotted)];
    const isAsyncGenerator = functions.some((fn) => fn?.isGenerator === true && fn.isAsync);
    if (isAsyncGenerator) return { reason: 'it is an asynchronous generator' };
    const owner = dotted.includes('.') ? `${dotted.slice(0, dotted.lastIndexOf('.'))}.constructor` : '';
    const argument = {
      ...{
        name,
        file,
        cwd,
        roots: this.tools.sandbox.roots,
        texts: [...prepared.imported],
        function: dotted,
        parsed,
        seed,
      },
      ...{ limitMs: callMs, budgetMs, blocks: now.blocks.length },
      old: prepared.old,
      new: prepared.new,
      parameters: inBoth(functions),
      own: inBoth([functionAt(old, owner), functionAt(now, owner)]),
      known: await this.knownCalls(file, dotted, calls),
      sources: sourcesOf(functions, [request.old, request.new]),
    };
    const { sandbox, assets, signal } = this.tools;
    const main = path.join(assets, 'runtime/javascript/review/main.cjs');
    const argv = [sandbox.node.executable, ...nodeOptions, main];
    const { environment } = sandbox.node;
    const job = { argv, cwd, environment, input: JSON.stringify(argument), limitMs, ...nodeLimits };
    return withLines(await answerOf(sandbox.pool, job, signal), now);
  }

  private preparedOf({ place: { file }, old, new: now }: RunRequest): Promise<Prepared> {
    const key = [file, old, now].join('\0');
    if (this.last?.key !== key) this.last = { key, prepared: this.prepare(file, old, now) };
    return this.last.prepared;
  }

  private async prepare(file: string, old: string, now: string): Promise<Prepared> {
    return {
      models: [await this.model(file, old), await this.model(file, now)],
      old: await this.texts.ofProgram(file, old, 'nothing'),
      new: await this.texts.ofProgram(file, now, 'counts'),
      imported: await this.texts.ofFiles(importsOf(file, [old, now])),
    };
  }

  private model(file: string, text: string): Promise<SourceModel> {
    return this.tools.syntax.withDocument(languageOfPath(file) ?? 'javascript', text, (document) =>
      document.model('block'),
    );
  }

  /** Calls of functions; of a method nobody knows which object it was called on. */
  private async knownCalls(
    file: string,
    dotted: string,
    calls: readonly string[],
  ): Promise<readonly { readonly arguments: readonly string[] }[]> {
    if (dotted.includes('.') || calls.length === 0) return [];
    return this.tools.syntax.withDocument(
      languageOfPath(file) ?? 'javascript',
      calls.join('\n'),
      (document) =>
        document.syntaxTree.rootNode.descendantsOfType(['call_expression']).flatMap((call) => {
          if (call.childForFieldName('function')?.text !== dotted) return [];
          const given = call.childForFieldName('arguments')?.namedChildren ?? [];
          return [{ arguments: given.map(({ text }) => text) }];
        }),
    );
  }
}

function functionAt({ functions }: SourceModel, dotted: string): SourceFunction | undefined {
  return functions.find(({ path: at }) => at === dotted);
}

/** Parameters that both versions have, in the places that both have them; the others are left out of calls. */
function inBoth([old, now]: readonly (SourceFunction | undefined)[]): readonly string[] {
  const [before, after] = [old?.parameters ?? [], now?.parameters ?? []];
  const first = before.findIndex((name, i) => after[i] !== name);
  return first < 0 ? before : before.slice(0, first);
}

function sourcesOf(functions: readonly (SourceFunction | undefined)[], texts: readonly string[]): string[] {
  return functions.map((fn, i) => {
    const lines = texts[i]?.split('\n') ?? [];
    return fn === undefined ? '' : lines.slice(fn.range.start.line, fn.range.end.line + 1).join('\n');
  });
}

/** Files that are no JavaScript, and that either version imports. */
function importsOf(file: string, texts: readonly string[]): string[] {
  return texts.flatMap((text) => importedBy(file, text));
}

/** 1-based lines on which the statements of blocks that ran begin. */
function withLines(answer: unknown, { blocks, statements }: SourceModel): unknown {
  const ran = ranSchema.safeParse(answer);
  if (!ran.success) return answer;
  const lines = ran.data.blocks.flatMap((index) => {
    const block = blocks[index];
    const starts = block?.statements.flatMap((at) => statements[at]?.range.start.line ?? []) ?? [];
    return block === undefined ? [] : [block.range.start.line, ...starts].map((line) => line + 1);
  });
  return { ...ran.data, lines: [...new Set(lines)].sort((a, b) => a - b) };
}

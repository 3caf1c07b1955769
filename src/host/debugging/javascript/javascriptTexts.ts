// Texts of a JavaScript or TypeScript project as the runtime of step-wise debugging runs them.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  statefulJavaScript,
  steppedJavaScript,
} from '../../../core/debugging/weaving/javascript/blockStates';
import { countedJavaScript } from '../../../core/debugging/weaving/javascript/blockCounts';
import { callRecordingJavaScript } from '../../../core/debugging/weaving/javascript/callRecords';
import type { WalkedSource } from '../../../core/debugging/weaving/javascript/weaver';
import type { Granularity } from '../../../core/syntax/model';
import { languageOfPath } from '../../../core/syntax/profiles/registry';
import { TypeRemoval } from '../../javascript/typeRemoval';
import type { SyntaxService } from '../../syntax/syntaxService';

/** The text of a file; where the format is left out, the file says it. */
export interface RunnableText {
  readonly text: string;
  readonly format?: 'commonjs' | 'module';
}

/** What a program tells while it runs. */
export type Weaving = 'nothing' | 'counts' | 'calls' | 'states' | 'steps';

const weavings: Readonly<Record<Exclude<Weaving, 'nothing'>, (source: WalkedSource) => string>> = {
  counts: countedJavaScript,
  calls: callRecordingJavaScript,
  states: statefulJavaScript,
  steps: steppedJavaScript,
};

/** Gives tests that are statements the names of the file. */
const evaluator = '\n;globalThis[Symbol.for("witness.evaluate")]=($witnessText,assert)=>eval($witnessText);';
const typed = /\.(?:[cm]?tsx?|jsx)$/i;

export class JavaScriptTexts {
  private readonly removal: TypeRemoval;

  /** @param assets Folder of what ships with Witness. */
  constructor(
    private readonly syntax: SyntaxService,
    assets: string,
  ) {
    this.removal = new TypeRemoval(syntax, assets);
  }

  /** A text of the program under suspicion; of one that is not understood, the text as it is, which fails. */
  async ofProgram(
    file: string,
    source: string,
    weaving: Weaving,
    granularity: Granularity = 'block',
  ): Promise<RunnableText> {
    const text = weaving === 'nothing' ? source : await this.woven(file, source, weaving, granularity);
    return this.runnable(file, text + evaluator);
  }

  /** Files that the runtime asked for, with those that they import. */
  async ofFiles(files: readonly string[]): Promise<Map<string, RunnableText>> {
    const found = new Map<string, RunnableText>();
    const waiting = [...files];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (found.has(file) || !typed.test(file)) continue;
      const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
      found.set(file, await this.runnable(file, text));
      waiting.push(...importedBy(file, text));
    }
    return found;
  }

  /** How many blocks a program has. */
  blockCount(file: string, source: string): Promise<number> {
    return this.read(file, source, 'block', ({ model }) => model.blocks.length);
  }

  private woven(
    file: string,
    source: string,
    weaving: Exclude<Weaving, 'nothing'>,
    granularity: Granularity,
  ): Promise<string> {
    return this.read(file, source, granularity, (walked) =>
      walked.model.syntaxErrors.length > 0 ? source : weavings[weaving](walked),
    );
  }

  private read<T>(
    file: string,
    source: string,
    granularity: Granularity,
    use: (walked: WalkedSource) => T,
  ): Promise<T> {
    return this.syntax.withDocument(languageOfPath(file) ?? 'javascript', source, (document) =>
      use({
        root: document.syntaxTree.rootNode,
        source,
        model: document.model(granularity),
        lines: document.lineIndex,
      }),
    );
  }

  private async runnable(file: string, text: string): Promise<RunnableText> {
    if (!typed.test(file)) return { text };
    const format = formatOf(file, text);
    try {
      return { text: await this.removal.javascriptOf(file, text, format), format };
    } catch {
      return { text, format };
    }
  }
}

function formatOf(file: string, text: string): 'commonjs' | 'module' {
  if (/\.m[jt]sx?$/i.test(file)) return 'module';
  if (/\.c[jt]sx?$/i.test(file)) return 'commonjs';
  return /^\s*(?:import\s*[\w{*'"]|export\s)/m.test(text) ? 'module' : 'commonjs';
}

/** Files that a text imports by their paths. */
export function importedBy(file: string, text: string): string[] {
  const specifiers = [...text.matchAll(/(?:from|import|require)\s*\(?\s*['"](\.{1,2}\/[^'"]*)['"]/g)];
  return specifiers.flatMap(([, specifier = '']) => {
    const plain = path.resolve(path.dirname(file), specifier);
    const others = [
      plain,
      plain.replace(/\.([cm]?)js(x?)$/, '.$1ts$2'),
      ...['.ts', '.tsx', '.mts', '.cts', '.jsx', '/index.ts', '/index.tsx'].map((end) => plain + end),
    ];
    const found = others.find((name) => typed.test(name) && existsSync(name) && statSync(name).isFile());
    return found === undefined ? [] : [found];
  });
}

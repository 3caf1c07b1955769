// Calls of a function that stand in its own file and in its tests and can be made as they are.
import type { SourceFunction, SourceModel } from '../syntax/model';
import { LineIndex } from '../text/lineIndex';
import { doctestCalls } from './doctests';
import { isSelfContained } from './pythonExpressions';

export interface CallExample {
  /** The expression, e.g. `median([3, 1, 2])`. */
  readonly text: string;
  readonly source: 'test' | 'doctest' | 'main' | 'call' | 'definition';
  /** Where it was found: a function's path, or empty. */
  readonly within: string;
}

/** A file in which calls are looked for. */
export interface CallingFile {
  readonly model: SourceModel;
  readonly text: string;
  readonly isTestFile: boolean;
  /** What the file calls the module of the function: `ledger` where it says `import ledger`. */
  readonly moduleName?: string;
}

const sources: readonly CallExample['source'][] = ['test', 'doctest', 'main', 'call'];

/** More are of no use to anybody who chooses. */
const maxExamples = 12;

/** Looks up calls by the callee's text. */
export class CallExamples {
  private readonly found = new Map<string, CallExample[]>();

  /** @param names What an example may name besides literals: what the function's own module defines. */
  constructor(private readonly names: ReadonlySet<string>) {}

  addFile(file: CallingFile): void {
    const { model, text } = file;
    const lines = new LineIndex(text);
    for (const { range, block } of model.calls) {
      const owner = model.functions[model.blocks[block]?.functionIndex ?? 0];
      const written = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
      this.add(withoutModule(written, file.moduleName), sourceOf(owner, file), owner);
    }
    for (const call of doctestCalls(text)) this.add(call, 'doctest', undefined);
  }

  /** The calls of a function, best first. */
  of(target: SourceFunction): CallExample[] {
    const list = this.found.get(target.path) ?? [];
    return [...list]
      .sort((a, b) => sources.indexOf(a.source) - sources.indexOf(b.source))
      .slice(0, maxExamples);
  }

  private add(written: string, source: CallExample['source'], owner: SourceFunction | undefined): void {
    const path = calledPath(written);
    if (path === undefined || !isSelfContained(written, this.names)) return;
    const text = written.replace(/\s*\n\s*/g, ' ');
    const list = this.found.get(path) ?? [];
    if (list.some((known) => known.text === text)) return;
    const within = owner === undefined || owner.kind === 'module' ? '' : owner.path;
    this.found.set(path, [...list, { text, source, within }]);
  }
}

/** `f` of `f(1)`, `C.m` of `C(1).m(2)` and of `C.m(2)`. */
function calledPath(call: string): string | undefined {
  const method = /^([A-Z]\w*)(?:\(.*\))?\.(\w+)\(/s.exec(call);
  if (method !== null) return `${method[1] ?? ''}.${method[2] ?? ''}`;
  return /^(\w+)\(/.exec(call)?.[1];
}

function withoutModule(call: string, moduleName: string | undefined): string {
  const prefix = `${moduleName ?? ''}.`;
  return moduleName !== undefined && call.startsWith(prefix) ? call.slice(prefix.length) : call;
}

function sourceOf(owner: SourceFunction | undefined, file: CallingFile): CallExample['source'] {
  if (owner?.isTest === true || file.isTestFile) return 'test';
  return owner?.kind === 'module' ? 'main' : 'call';
}

// From the syntax layer's view of a file to what the runtime and the recording need of it.
import type { RecordedBlock, RecordedFunction, RecordedModule, ModuleInRun } from '../../core/trace/model';
import type { Block, SourceModel } from '../../core/syntax/model';
import type { AnnouncedModule, BlockAnswer } from '../../protocol/runtime';

/** The answer to a runtime that asks for the blocks of a file. @param focused Functions whose values are all kept. */
export function blockAnswer(model: SourceModel, focused: readonly number[]): BlockAnswer {
  return {
    ...(focused.length > 0 && { focused }),
    blocks: model.blocks.map((block) => ({
      function: block.functionIndex,
      kind: block.kind,
      line: block.range.start.line + 1,
      statements: block.statements.map((index) => statementKey(model, index)),
    })),
  };
}

/** The file as recordings describe it. */
export function recordedModule(model: SourceModel, file: string, sha256: string): RecordedModule {
  return {
    file,
    sha256,
    functions: model.functions.map((item) => ({
      path: item.path,
      kind: item.kind,
      startLine: item.range.start.line,
      endLine: item.range.end.line,
    })),
    blocks: model.blocks.map((block) => recordedBlock(block, model)),
  };
}

/** A module that the runtime announced, with the blocks that it was given or made up itself. */
export function moduleInRun(announced: AnnouncedModule, known: RecordedModule | undefined): ModuleInRun {
  if ('unrecorded' in announced) {
    const degraded = `not recorded, it could not be instrumented (${announced.unrecorded})`;
    return { module: { file: announced.path, functions: [], blocks: [], degraded }, firstCode: 0, codes: [] };
  }
  const { path, fallback, firstCode } = announced;
  const codes = announced.codes.map(({ blocks, enter, opens, leave }) => ({
    blocks,
    ...(enter !== undefined && { enter }),
    ...(opens !== undefined && { opens }),
    ...(leave !== undefined && { leave }),
  }));
  if (fallback !== undefined) return { module: statementModule(path, fallback), firstCode, codes };
  const module = known ?? { file: path, functions: [], blocks: [] };
  return { module, firstCode, codes };
}

type Fallback = NonNullable<Extract<AnnouncedModule, { codes: unknown }>['fallback']>;

function statementModule(file: string, fallback: Fallback): RecordedModule {
  const ordinals = new Map<number, number>();
  const lastLine = Math.max(0, ...fallback.blocks.map((block) => block.line - 1));
  const functions = fallback.functions.map((item, index): RecordedFunction => {
    const lines = fallback.blocks.filter((block) => block.function === index).map((block) => block.line - 1);
    const endLine = index === 0 ? lastLine : Math.max(item.line - 1, ...lines);
    const kind = index === 0 ? 'module' : item.kind === 'class' ? 'class' : 'function';
    return { path: item.path, kind, startLine: Math.max(0, item.line - 1), endLine };
  });
  const blocks = fallback.blocks.map((block): RecordedBlock => {
    const ordinal = ordinals.get(block.function) ?? 0;
    ordinals.set(block.function, ordinal + 1);
    const line = block.line - 1;
    return {
      id: `${functions[block.function]?.path ?? '?'}:${ordinal}`,
      functionIndex: block.function,
      isLoopHeader: block.kind === 'loop-header',
      startLine: line,
      endLine: line,
      lines: [line],
      definitions: [],
    };
  });
  return {
    file,
    functions,
    blocks,
    degraded: 'recorded statement by statement, its blocks could not be told in time',
  };
}

function recordedBlock(block: Block, model: SourceModel): RecordedBlock {
  const lines = block.statements.flatMap((index) => {
    const statement = model.statements[index];
    return statement === undefined ? [] : [statement.headRange.start.line];
  });
  return {
    id: block.id,
    functionIndex: block.functionIndex,
    isLoopHeader: block.kind === 'loop-header',
    startLine: block.range.start.line,
    endLine: block.range.end.line,
    lines: lines.length > 0 ? lines : [block.range.start.line],
    definitions: block.definitions,
  };
}

function statementKey(model: SourceModel, index: number): readonly [number, number] {
  const statement = model.statements[index];
  // headRange starts at the keyword, also where decorators stand above it.
  return [(statement?.headRange.start.line ?? -1) + 1, statement?.nthOnLine ?? 0];
}

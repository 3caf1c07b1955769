// A readable picture of a model, for goldens: the source with the blocks at its left, then what the model says.
import type { Range } from '../../../src/core/text/position';
import type { Block, Edge, SourceFunction, SourceModel } from '../../../src/core/syntax/model';

export function pictureOf(model: SourceModel, text: string): string {
  return [
    ...sourceLines(model, text),
    '',
    'functions',
    ...model.functions.map((fn) => `  ${functionLine(fn)}`),
    '',
    'blocks',
    ...model.blocks.flatMap((block) => blockLines(block, model)),
    ...section('for the compiler only', inertStatements(model)),
    ...section(
      'calls',
      model.calls.map(({ callee, block }) => `${callee}  in ${nameOf(block, model)}`),
    ),
    ...section(
      'syntax errors',
      model.syntaxErrors.map(({ kind, range }) => `${kind} ${placeOf(range)}`),
    ),
  ].join('\n');
}

function sourceLines(model: SourceModel, text: string): string[] {
  const starting = new Map<number, string[]>();
  for (const [line, name] of headsOf(model)) {
    const names = starting.get(line) ?? [];
    if (!names.includes(name)) names.push(name);
    starting.set(line, names);
  }
  const margin = Math.max(...[...starting.values()].map((names) => names.join(' ').length));
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => {
    const names = starting.get(index)?.join(' ') ?? '';
    return `${names.padEnd(margin)} | ${visible(line)}`.trimEnd();
  });
}

/** Lines on which something of a block starts, with its id. */
function headsOf(model: SourceModel): [number, string][] {
  const statements = model.statements.map((statement): [number, string, number] => {
    const { line, column } = statement.headRange.start;
    return [line, nameOf(statement.block, model), column];
  });
  const others = model.blocks
    .filter((block) => block.statements.length === 0)
    .map((block): [number, string, number] => [block.range.start.line, block.id, block.range.start.column]);
  return [...statements, ...others]
    .sort((a, b) => a[0] - b[0] || a[2] - b[2])
    .map(([line, name]) => [line, name]);
}

function functionLine(fn: SourceFunction): string {
  const marks = [fn.isAsync && 'async', fn.isGenerator && 'generator', fn.isTest && 'test'].filter(Boolean);
  return [
    `${fn.path} (${fn.parameters.join(', ')})`,
    fn.kind,
    `${placeOf(fn.range)}, name ${placeOf(fn.nameRange)}, body ${placeOf(fn.bodyRange)}`,
    ...marks,
  ].join('  ');
}

function blockLines(block: Block, model: SourceModel): string[] {
  const keys = block.statements.map((index) => keyOf(index, model));
  return [
    `  ${block.id}  ${block.kind}  ${placeOf(block.range)}  [${keys.join(' ')}]`,
    ...(block.definitions.length > 0 ? [`    writes ${block.definitions.join(' ')}`] : []),
    ...(block.uses.length > 0 ? [`    reads ${block.uses.join(' ')}`] : []),
    ...block.successors.map((edge) => `    ${edgeText(edge, model)}`),
  ];
}

/** `line` or, for what is not first on its line, `line.nth`; 1-based lines. */
function keyOf(index: number, model: SourceModel): string {
  const statement = model.statements[index];
  if (statement === undefined) return '?';
  const line = statement.headRange.start.line + 1;
  return statement.nthOnLine === 0 ? String(line) : `${line}.${statement.nthOnLine}`;
}

function inertStatements(model: SourceModel): string[] {
  return model.statements
    .filter(({ block }) => block < 0)
    .map(({ index, range }) => `${keyOf(index, model)} ${placeOf(range)}`);
}

function edgeText({ to, kind }: Edge, model: SourceModel): string {
  return `${kind} -> ${to < 0 ? 'exit' : nameOf(to, model)}`;
}

function nameOf(block: number, model: SourceModel): string {
  return model.blocks[block]?.id ?? '-';
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

/** 1-based line and column. */
function placeOf({ start, end }: Range): string {
  return `${start.line + 1}:${start.column + 1}-${end.line + 1}:${end.column + 1}`;
}

function visible(line: string): string {
  return line.replaceAll('\t', '→').replaceAll('\f', '␌').replaceAll('\ufeff', '<BOM>');
}

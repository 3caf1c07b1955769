// A fragment as a test that stands on its own: what was invented is set up, what was computed is asserted.
import type { FragmentView, InventedValue } from './fragmentView';

export interface TestSource {
  /** Name of the file that the fragment is from. */
  readonly file: string;
  /** The statements, without the indentation that they share. */
  readonly code: string;
  /** 0-based line of the first of them. */
  readonly startLine: number;
  readonly view: FragmentView;
}

export interface TestText {
  readonly text: string;
  /** Name of the test. */
  readonly name: string;
}

const indent = '    ';

/** @param withAsserts Whether values that do not depend on invented ones are asserted. */
export function testText({ file, code, startLine, view }: TestSource, withAsserts: boolean): TestText {
  const plain = file.replace(/\.py$/, '').replaceAll(/\W+/g, '_');
  const name = `test_${plain}_line_${startLine + 1}`;
  const missingImports = new Map(
    view.invented.filter(({ kind }) => kind === 'import').map((item) => [item.line, item]),
  );
  const body = code.split('\n').map((line, i): string => {
    const missing = missingImports.get(startLine + i);
    return missing === undefined ? line : mockOfImport(line, view.invented, startLine + i);
  });
  const call = calledFunction(body, view);
  const literals = view.invented.filter((item) => literalOf(item, '') !== undefined);
  const setup = view.invented
    .filter(({ key }) => !literals.some((item) => isPartOf(key, item.key)))
    .flatMap((item) => setUp(item, call?.name, view.invented));
  const asserts = withAsserts ? assertsOf(view, call !== undefined) : [];
  const statements = [...setup, ...(call === undefined ? body : [...body, ...call.lines])];
  const lines =
    call === undefined && givesBack(body)
      ? [
          'def piece():',
          ...statements.map((line) => indent + line),
          '',
          withAsserts ? assertOfPiece(view) : 'piece()',
        ]
      : [...statements, ...asserts];
  const text = [
    `# Made by Witness from ${file}, line ${startLine + 1}. Values marked "invented" are guesses: put real ones in their place.`,
    'from unittest.mock import MagicMock',
    '',
    '',
    `def ${name}():`,
    ...lines.map((line) => (line.trim() === '' ? '' : indent + line)),
    '',
  ];
  return { text: text.join('\n'), name };
}

/** Whether a statement of the piece itself, not of a function in it, returns or yields. */
function givesBack(body: readonly string[]): boolean {
  let inside: number | undefined;
  return body.some((line) => {
    const margin = line.length - line.trimStart().length;
    if (line.trim() === '' || (inside !== undefined && margin > inside)) return false;
    inside = /^\s*(?:async\s+)?def\b/.test(line) ? margin : undefined;
    return /^\s*(?:return|yield)\b/.test(line);
  });
}

/** Whether a path leads through another one. */
function isPartOf(key: string, whole: string): boolean {
  return key.length > whole.length && key.startsWith(whole) && /[.([]/.test(key.charAt(whole.length));
}

function mockOfImport(line: string, invented: readonly InventedValue[], at: number): string {
  const names = invented.filter((item) => item.kind === 'import' && item.line === at).map(({ key }) => key);
  const margin = /^\s*/.exec(line)?.[0] ?? '';
  return names
    .map((name) => `${margin}${name} = MagicMock(name="${name}")  # invented: ${line.trim()}`)
    .join('\n');
}

/** Names get a value, their attributes and results one where it is plain. Imports stand where they stood. */
function setUp(item: InventedValue, called: string | undefined, all: readonly InventedValue[]): string[] {
  const { key, kind } = item;
  if (
    kind === 'import' ||
    key.includes('[]') ||
    /[ *<]/.test(key) ||
    (called !== undefined && key.startsWith(`${called}:`))
  ) {
    return [];
  }
  const path = key.replace(/^\w+:/, '').replaceAll('()', '.return_value');
  const isRoot = /^\w+$/.test(path);
  const value = literalOf(item, elementOf(key, all));
  if (value === undefined) return isRoot ? [`${path} = MagicMock(name="${path}")  # invented`] : [];
  return [`${path} = ${value}  # ${originOf(item)}`];
}

function originOf({ type, source }: InventedValue): string {
  return source === 'given' ? 'given' : `invented: ${type}, from ${source}`;
}

function literalOf({ type, text, isLiteral }: InventedValue, element: string): string | undefined {
  if (isLiteral || ['str', 'int', 'float', 'bool', 'None'].includes(type)) return text;
  if (type === 'list' || type === 'tuple') return `[${element}, ${element}]`;
  return type === 'dict' ? '{}' : type === 'set' ? 'set()' : undefined;
}

/** What a list of something missing consists of: things with the plain attributes that were asked for. */
function elementOf(key: string, all: readonly InventedValue[]): string {
  const attributes = all.flatMap((item) => {
    const name = item.key.startsWith(`${key}[].`) ? item.key.slice(key.length + 3) : '';
    const isPlain = /^\w+$/.test(name) && ['str', 'int', 'float', 'bool', 'None'].includes(item.type);
    return isPlain ? [`${name}=${item.text}`] : [];
  });
  return `MagicMock(${attributes.join(', ')})`;
}

/** A fragment that is one function is called with what was invented for its parameters. */
function calledFunction(
  body: readonly string[],
  view: FragmentView,
): { name: string; lines: string[] } | undefined {
  const definitions = body.filter((line) => /^\S/.test(line) && !/^[#@)\]}]/.test(line));
  const name = /^def (\w+)\(/.exec(definitions[0] ?? '')?.[1];
  if (name === undefined || definitions.length > 1) return undefined;
  const parameters = view.invented.filter(({ key }) => new RegExp(`^${name}:\\w+$`).test(key));
  const lines = parameters.map((item) => {
    const parameter = item.key.slice(name.length + 1);
    const value = literalOf(item, elementOf(item.key, view.invented)) ?? `MagicMock(name="${parameter}")`;
    return `${parameter} = ${value}  # ${originOf(item)}`;
  });
  const names = parameters
    .map(({ key }) => key.slice(name.length + 1))
    .map((parameter) => `${parameter}=${parameter}`);
  return { name, lines: [...lines, `result = ${name}(${names.join(', ')})`] };
}

/** The last values of names, where they are literals that nothing invented had part in. */
function assertsOf(view: FragmentView, isCalled: boolean): string[] {
  const last = new Map<string, string | undefined>();
  for (const { values } of view.lines) {
    for (const { name, type, text, isInvented } of values) {
      const isLiteral =
        /^(str|int|float|bool|NoneType|list|tuple|dict|set)$/.test(type) && !/[…<~]/.test(text);
      last.set(name, isLiteral && !isInvented ? text : undefined);
    }
  }
  if (isCalled) return last.get('') === undefined ? [] : [`assert result == ${last.get('') ?? ''}`];
  return [...last].flatMap(([name, text]) =>
    text === undefined || name === '' ? [] : [`assert ${name} == ${text}`],
  );
}

/** A piece that returns is called; what it gives is asserted where it is a literal. */
function assertOfPiece(view: FragmentView): string {
  const [assert = 'piece()'] = assertsOf(view, true).map((line) => line.replace('result ==', 'piece() =='));
  return assert;
}

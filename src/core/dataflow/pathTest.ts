// A path within one Python file as the code of a test: the statements that it needs, with a marked text in place of the
// source, and a look at what arrives at the sink. The test fails as long as the mark arrives.
import type { Node } from 'web-tree-sitter';
import type { FlowFinding } from './model';
import type { TrialWords } from './trial';

/** Where the source gives a text. */
export const textWords: TrialWords = {
  marked: (literal) => literal,
  noticed: () => ({ before: 'at_sink(', after: ')' }),
};

/** Where it gives what holds the text, e.g. a request. */
export const holderWords: TrialWords = { ...textWords, marked: (literal) => `Marked(${literal})` };

const holder = `class Marked(str):
    """A text, and all that it could be read from: a form, a list of arguments, a stream."""

    get = __getitem__ = __getattr__ = read = readline = pop = lambda self, *args, **named: self
    getlist = readlines = values = split = lambda self, *args, **named: [self]
    __iter__ = lambda self: iter([self])
`;

export interface PathTestSource {
  readonly finding: FlowFinding;
  /** The program with the words in it, parsed; its lines are those of the file, with a call below them. */
  readonly root: Node;
  /** The marked text as a literal; undefined where the sink itself has to fail. */
  readonly literal: string | undefined;
  readonly words: TrialWords;
}

/** Statements that stand on their own, but for what is in no text of the file. */
export function pathTestCode({ finding, root, literal, words }: PathTestSource): string {
  const statements = root.namedChildren.filter(({ type }) => type !== 'comment');
  const lines = new Set(finding.path.map(({ line }) => line));
  const call = finding.entry.function === '<module>' ? undefined : statements.at(-1);
  const isOnPath = ({ startPosition, endPosition }: Node): boolean =>
    [...lines].some((line) => startPosition.row <= line && line <= endPosition.row);
  const needed = withDefinitions(
    statements,
    statements.filter((each) => each === call || isOnPath(each)),
  );
  const code = statements.filter((each) => needed.has(each)).map(spaced);
  const sink = `def at_sink(value):
    assert ${literal ?? ''} not in str(value), ${JSON.stringify(messageOf(finding))}
    return value
`;
  return [
    ...(literal !== undefined && words === holderWords ? [holder] : []),
    ...(literal === undefined ? [] : [sink]),
    ...code,
  ].join('\n');
}

/** Definitions have an empty line above and below. */
function spaced({ type, text }: Node, at: number, all: readonly Node[]): string {
  const isDefinition = (node: Node | undefined): boolean => /definition$/.test(node?.type ?? '');
  return at > 0 && (isDefinition(all[at - 1]) || /definition$/.test(type)) ? `\n${text}` : text;
}

/** What the test says when it fails. */
function messageOf({ source, sink }: FlowFinding): string {
  return `what line ${source.line + 1} reads has reached line ${sink.line + 1}`;
}

/** The statements and those that bind the names that they use, and so on. */
function withDefinitions(all: readonly Node[], wanted: readonly Node[]): ReadonlySet<Node> {
  const binding = new Map<string, Node[]>();
  for (const statement of all.filter(standsInside)) {
    for (const name of namesBound(statement)) binding.set(name, [...(binding.get(name) ?? []), statement]);
  }
  const needed = new Set(wanted.filter(standsInside));
  for (const statement of needed) {
    for (const { text } of statement.descendantsOfType('identifier')) {
      for (const definition of binding.get(text) ?? []) needed.add(definition);
    }
  }
  return needed;
}

/** What may not stand within a function is left out. */
function standsInside(statement: Node): boolean {
  return (
    statement.type !== 'future_import_statement' &&
    statement.descendantsOfType('wildcard_import').length === 0
  );
}

const binders = [
  'assignment', 'import_statement', 'import_from_statement', 'function_definition', 'class_definition', 'for_statement',
]; // prettier-ignore

function namesBound(statement: Node): string[] {
  return statement.descendantsOfType(binders).flatMap((binder) => {
    const name = binder.childForFieldName('name');
    if (/_definition$/.test(binder.type)) return name === null ? [] : [name.text];
    const left = binder.childForFieldName('left');
    if (left !== null) return [left, ...left.descendantsOfType('identifier')].map(({ text }) => text);
    return binder.childrenForFieldName('name').map((imported) => {
      const own = imported.childForFieldName('alias')?.text ?? imported.text;
      return own.split('.')[0] ?? own;
    });
  });
}

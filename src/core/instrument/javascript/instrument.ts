// Puts probes into a JavaScript or TypeScript file, as text: no line is added and none is moved.
import type { Node } from 'web-tree-sitter';
import type { SourceModel } from '../../syntax/model';
import type { LineIndex } from '../../text/lineIndex';
import type { CodeMeaning } from '../../trace/model';
import { BlockPlan } from './blockPlan';
import { CodeTable } from './codes';
import { lexicalNames, statementsOf } from './declarations';
import { suspends } from './expressions';
import { directives, instrumentFunction } from './functions';
import { Insertions, type ColumnShift } from './insertions';
import { Lead, Run } from './run';
import { Session, type OpenFunction, type ProbePlace } from './session';
import { instrumentBody, instrumentSuite } from './suite';

export interface InstrumentedSource {
  readonly text: string;
  readonly codes: readonly CodeMeaning[];
}

/** What the recorder inside the program knows of a module; the text carries it. */
interface ModuleNotes {
  readonly file: string;
  /** [kind, function, names] of each probe. */
  readonly probes: readonly (readonly [ProbePlace['kind'], number, readonly string[]])[];
  /** 0-based first and last lines of the functions. */
  readonly functions: readonly (readonly [number, number])[];
  /** Insertions of each 0-based line, without `prologue`. */
  readonly shifts: Readonly<Record<number, readonly ColumnShift[]>>;
  /** 0-based line and column of the text that holds these notes, and its length in eight digits. */
  readonly prologue: readonly [number, number, string];
}

export interface InstrumentOptions {
  /** As the program knows it. */
  readonly file: string;
  readonly firstCode: number;
  /** An expression for the recorder inside the program. */
  readonly recorder: string;
  /**
   * Node loads the text as an ES module. Its functions may then be called before its own first statement has run, by
   * modules that it imports and that import it.
   */
  readonly isNodeModule: boolean;
}

/** The file's text with probes in it; undefined for what has to run as it is (`with` at the top, syntax errors). */
export function instrumentJavaScript(
  root: Node,
  lines: LineIndex,
  model: SourceModel,
  { file, firstCode, recorder, isNodeModule }: InstrumentOptions,
): InstrumentedSource | undefined {
  const { text } = lines;
  if (model.syntaxErrors.length > 0 || usesWith(root) || usesLetAsName(root)) return undefined;
  const insertions = new Insertions();
  const codes = new CodeTable(firstCode);
  const plan = new BlockPlan(model, lines);
  const session = new Session(plan, insertions, codes, unusedPrefix(text), {
    function: instrumentFunction,
    body: instrumentBody,
  });
  const head = directives(root);
  const statements = statementsOf(root).slice(head.length);
  const start = head.at(-1)?.endIndex ?? afterHashbang(root, text);
  const owner: OpenFunction = {
    index: 0,
    isModule: true,
    isGuarded: false,
    suspends: suspends(root, { isAsync: true, isGenerator: false }),
    variables: [],
  };
  session.visible.enter(lexicalNames(statements), true);
  const lead = new Lead(session);
  lead.enter = 0;
  if (owner.suspends) lead.entered = `${session.prefix}g=${session.call('G')};`;
  instrumentSuite(statements, owner, session, { run: new Run(undefined), lead });
  session.visible.leave();
  const leave = owner.suspends ? session.call('Y', `${session.prefix}g`) : session.leave();
  if (statements.length > 0) insertions.after(statements.at(-1)?.endIndex ?? text.length, `;${leave};`);

  const { text: body, shifts } = insertions.apply(text, ownLineMark);
  const at = lines.positionAt(start);
  const notes: ModuleNotes = {
    file,
    probes: session.probes.map(({ kind, functionIndex, names }) => [kind, functionIndex, names]),
    functions: model.functions.map(({ range }) => [range.start.line, range.end.line]),
    shifts,
    prologue: [at.line, at.column, lengthPlaceholder],
  };
  const prologue = prologueText(session, owner, recorder, notes, isNodeModule);
  return { text: body.slice(0, start) + prologue + body.slice(start), codes: codes.meanings };
}

/**
 * Node prints the source line of an uncaught exception unless the line has this in it; the recorder then prints the
 * line as the user wrote it.
 */
const ownLineMark = '/*node-do-not-add-exception-line*/';
const lengthPlaceholder = '00000000';
const functions = Array.from('LCNVTXQHGSUDYZ');

function prologueText(
  { prefix }: Session,
  owner: OpenFunction,
  recorder: string,
  notes: ModuleNotes,
  isNodeModule: boolean,
): string {
  const names = ['O', 'W', 'I', ...functions];
  const probes = `${recorder}(${JSON.stringify(notes)})`;
  const variables = [`${prefix}r`, ...owner.variables, ...(owner.suspends ? [`${prefix}g`] : [])];
  const opening = isNodeModule
    ? `${importText(names, probes, prefix)};var ${variables.join()};`
    : `const{${names.map((name) => `${name}:${prefix}${name}`).join()}}=${probes};let ${variables.join()};`;
  const text = `;${ownLineMark}${opening}`;
  return text.replace(lengthPlaceholder, String(text.length).padStart(lengthPlaceholder.length, '0'));
}

/** What is imported first is there before any other module, and so before the functions of this one can be called. */
function importText(names: readonly string[], probes: string, prefix: string): string {
  const source = encodeURIComponent(`export const{${names.join()}}=${probes}`);
  return `import{${names.map((name) => `${name} as ${prefix}${name}`).join()}}from"data:text/javascript,${source}"`;
}

/** A start for names of ours that the text does not contain. */
function unusedPrefix(text: string): string {
  let prefix = '$w';
  for (let i = 0; text.includes(prefix); i++) prefix = `$w${i}`;
  return prefix;
}

function afterHashbang(root: Node, text: string): number {
  const hashbang = root.children.find(({ type }) => type === 'hash_bang_line');
  if (hashbang === undefined) return 0;
  return Math.min(hashbang.endIndex + (text.startsWith('\r\n', hashbang.endIndex) ? 2 : 1), text.length);
}

/** Names in `with` may be anything; code that sees them runs as it is. */
function usesWith(root: Node): boolean {
  return root.descendantsOfType('with_statement').length > 0;
}

/** `while (x) let` is a statement of a variable with that name, which nothing may be put around. */
function usesLetAsName(root: Node): boolean {
  return root
    .descendantsOfType('expression_statement')
    .some((statement) => statement.namedChildren[0]?.text === 'let');
}

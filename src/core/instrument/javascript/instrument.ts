// Puts probes into a JavaScript or TypeScript file, as text: no line is added and none is moved.
import type { Node } from 'web-tree-sitter';
import type { SourceModel } from '../../syntax/model';
import type { LineIndex } from '../../text/lineIndex';
import type { CodeMeaning } from '../../trace/model';
import { BlockPlan } from './blockPlan';
import { CodeTable } from './codes';
import { lexicalNames, statementsOf } from './declarations';
import { instrumentExpression, suspends } from './expressions';
import { directives, instrumentFunction, variablesOf } from './functions';
import { Insertions, type ColumnShift } from './insertions';
import { reasonToLeaveAlone } from './leftAlone';
import { instrumentNamespace } from './namespaces';
import { Run } from './run';
import { Session, unrecorded, type OpenFunction, type ProbePlace } from './session';
import { instrumentBody, instrumentSuite } from './suite';

export interface InstrumentedSource {
  readonly text: string;
  readonly codes: readonly CodeMeaning[];
  /** What runs without probes, and why; undefined where everything has probes. */
  readonly leftOut: string | undefined;
}

/** What the recorder inside the program knows of a module; the text carries it. */
interface ModuleNotes {
  readonly file: string;
  /** [kind, function, names, place] of each probe. */
  readonly probes: readonly (readonly [ProbePlace['kind'], number, readonly string[], number])[];
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
  /** What is to run. What was parsed may be other words of the same length in it. */
  readonly text: string;
  /** An expression for the recorder inside the program. */
  readonly recorder: string;
  /**
   * Node loads the text as an ES module. Its functions may then be called before its own first statement has run, by
   * modules that it imports and that import it.
   */
  readonly isNodeModule: boolean;
}

/** The file's text with probes in it; undefined where the parser could not read all of it. */
export function instrumentJavaScript(
  root: Node,
  lines: LineIndex,
  model: SourceModel,
  { file, firstCode, text, recorder, isNodeModule }: InstrumentOptions,
): InstrumentedSource | undefined {
  if (model.syntaxErrors.length > 0) return undefined;
  const insertions = new Insertions(text);
  const codes = new CodeTable(firstCode);
  const plan = new BlockPlan(model, lines);
  const session = new Session(plan, insertions, codes, unusedPrefix(text), {
    function: instrumentFunction,
    namespace: instrumentNamespace,
    body: instrumentBody,
    suite: instrumentSuite,
  });
  const head = directives(root);
  const statements = statementsOf(root).slice(head.length);
  const start = head.at(-1)?.endIndex ?? afterHashbang(root, text);
  const owner = session.open({
    index: 0,
    isModule: true,
    isGuarded: false,
    throwsOn: false,
    suspends: suspends(root, { isAsync: true, isGenerator: false }),
  });
  instrumentModule(root, statements, owner, session);

  const { text: body, shifts } = insertions.apply(ownLineMark);
  const at = lines.positionAt(start);
  const notes: ModuleNotes = {
    file,
    probes: session.probes.map(({ kind, functionIndex, names, place }) => [
      kind,
      functionIndex,
      names,
      place,
    ]),
    functions: model.functions.map(({ range }) => [range.start.line, range.end.line]),
    shifts,
    prologue: [at.line, at.column, lengthPlaceholder],
  };
  const prologue = prologueText(session, owner, recorder, notes, isNodeModule);
  return {
    text: body.slice(0, start) + prologue + body.slice(start),
    codes: codes.meanings,
    leftOut: toldLeftOut(session.leftAlone),
  };
}

function instrumentModule(
  root: Node,
  statements: readonly Node[],
  owner: OpenFunction,
  session: Session,
): void {
  const reason = reasonToLeaveAlone(root, session.insertions.text);
  if (reason !== undefined) {
    session.leftAlone.set('<module>', reason);
    const plain = session.open(unrecorded);
    for (const statement of statements) instrumentExpression(statement, plain, session);
    return;
  }
  const { insertions, prefix, visible } = session;
  const [first, last] = [statements[0], statements.at(-1)];
  if (first === undefined || last === undefined) return;
  visible.enter(lexicalNames(statements), true);
  owner.path.enter(0);
  const number = owner.suspends ? `${prefix}g=${session.call('G')};` : '';
  insertions.before(first.startIndex, owner.path.flush() + number);
  instrumentSuite(statements, owner, session, new Run(undefined));
  visible.leave();
  insertions.after(last.endIndex, `;${session.leave(owner)};`);
}

function toldLeftOut(leftAlone: ReadonlyMap<string, string>): string | undefined {
  if (leftAlone.size === 0) return undefined;
  const named = [...leftAlone].slice(0, 10).map(([path, reason]) => `${path} (${reason})`);
  const more = leftAlone.size > named.length ? ` and ${leftAlone.size - named.length} more` : '';
  return `recorded without the code of ${named.join(', ')}${more}`;
}

/**
 * Node prints the source line of an uncaught exception unless the line has this in it; the recorder then prints the
 * line as the user wrote it.
 */
export const ownLineMark = '/*node-do-not-add-exception-line*/';
const lengthPlaceholder = '00000000';
const functions = Array.from('LMREKFVTXQHGSUDYZ');

function prologueText(
  session: Session,
  owner: OpenFunction,
  recorder: string,
  notes: ModuleNotes,
  isNodeModule: boolean,
): string {
  const { prefix } = session;
  const names = ['O', 'I', ...functions];
  const probes = `${recorder}(${JSON.stringify(notes)})`;
  const variables = variablesOf(owner, session);
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

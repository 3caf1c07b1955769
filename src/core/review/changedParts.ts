// A changed file, cut into what has changed: functions, and the module around them.
import type { Node } from 'web-tree-sitter';
import type { SyntaxDocument } from '../syntax/document';
import type { SourceFunction, SourceModel } from '../syntax/model';
import { type Hunk, type LineSpan, touches } from './change';
import { type Code, codeOf } from './code';
import { type Features, featuresOf } from './codeFeatures';

/** One version of a function, or of the module without its functions. */
export interface PartVersion {
  readonly function: SourceFunction;
  readonly lines: LineSpan;
  readonly code: Code;
  /** Without what says of which types values are, where that changes nothing of what the code does. */
  readonly untyped: Code;
  readonly features: Features;
  /** Its parameters as they are written, with a result's type. */
  readonly signature: string;
  /** Names that it binds itself: parameters and variables. */
  readonly ownNames: ReadonlySet<string>;
  /** Parameters that callers may give by their names. */
  readonly namedParameters: ReadonlySet<string>;
  /** Lines on which its statements begin, 0-based. */
  readonly statementLines: ReadonlySet<number>;
}

export interface ChangedPart {
  /** Dotted path of the function; `<module>` outside of all. */
  readonly path: string;
  readonly old?: PartVersion;
  readonly new?: PartVersion;
  readonly hunks: readonly Hunk[];
}

/** A version of a file, parsed; the document lives while its parts are read. */
export interface ParsedVersion {
  readonly document: SyntaxDocument;
  readonly model: SourceModel;
}

/** The parts that hunks touch, in the order of the new file; parts that are gone come last. */
export function changedParts(old: ParsedVersion, now: ParsedVersion, hunks: readonly Hunk[]): ChangedPart[] {
  const before = touchedFunctions(
    old.model,
    hunks.map((hunk) => hunk.old),
  );
  const after = touchedFunctions(
    now.model,
    hunks.map((hunk) => hunk.new),
  );
  const paths = [...new Set([...after.keys(), ...before.keys()])];
  return paths.map((path) => {
    const oldFunction = before.get(path) ?? functionAt(old.model, path);
    const newFunction = after.get(path) ?? functionAt(now.model, path);
    const within = [oldFunction, newFunction];
    return {
      path,
      ...(oldFunction !== undefined && { old: versionOf(oldFunction, old) }),
      ...(newFunction !== undefined && { new: versionOf(newFunction, now) }),
      hunks: hunks.filter(
        (hunk) =>
          (within[0] !== undefined && touches(hunk.old, linesOf(within[0]))) ||
          (within[1] !== undefined && touches(hunk.new, linesOf(within[1]))),
      ),
    };
  });
}

/** The innermost named function around each changed line. */
function touchedFunctions(model: SourceModel, spans: readonly LineSpan[]): Map<string, SourceFunction> {
  const found = new Map<string, SourceFunction>();
  const named = model.functions.filter(isPart);
  for (const { start, end } of spans) {
    for (let line = start; line < end; line++) {
      const around = named.filter((fn) => line >= linesOf(fn).start && line < linesOf(fn).end);
      const innermost = around.reduce<SourceFunction | undefined>(
        (best, fn) => (best === undefined || isInside(fn, best) ? fn : best),
        undefined,
      );
      if (innermost !== undefined) found.set(innermost.path, innermost);
    }
  }
  return found;
}

/** Functions without a name belong to what is around them, unless a module's variable names them; so do the bodies of classes. */
function isPart({ kind, path, name, parent }: SourceFunction): boolean {
  if (kind === 'module') return path === '<module>';
  if (kind === 'lambda') return parent === 0 && name !== '<lambda>';
  return kind !== 'class';
}

function isInside(a: SourceFunction, b: SourceFunction): boolean {
  const [inner, outer] = [linesOf(a), linesOf(b)];
  return b.kind === 'module' || (inner.start >= outer.start && inner.end <= outer.end);
}

function linesOf({ range, kind }: SourceFunction): LineSpan {
  if (kind === 'module') return { start: 0, end: Infinity };
  return { start: range.start.line, end: range.end.line + 1 };
}

function functionAt({ functions }: SourceModel, path: string): SourceFunction | undefined {
  return functions.find((fn) => fn.path === path);
}

function versionOf(fn: SourceFunction, { document, model }: ParsedVersion): PartVersion {
  const node = nodeOf(fn, document);
  const others = model.functions.filter((other) => other !== fn && isPart(other) && other.kind !== 'module');
  const leaveOut = new Set(others.map((other) => nodeOf(other, document).id).filter((id) => id !== node.id));
  const types = [...annotationsIn(node), ...annotationImportsIn(node)];
  // Of a class or a module they may decide what its fields are.
  const withoutTypes = new Set([...leaveOut, ...types]);
  const untyped = fn.kind === 'module' ? new Set([...leaveOut, ...annotationImportsIn(node)]) : withoutTypes;
  const owned = model.blocks.filter(({ functionIndex }) => functionIndex === fn.index);
  const bound = owned.flatMap(({ definitions }) => definitions);
  const lines = document.text.split('\n').length;
  return {
    function: fn,
    lines: fn.kind === 'module' ? { start: 0, end: lines } : linesOf(fn),
    code: codeOf(node, leaveOut),
    untyped: codeOf(node, untyped),
    features: featuresOf(node, withoutTypes),
    signature: fn.kind === 'module' ? '' : signatureOf(node),
    statementLines: new Set(
      owned.flatMap(({ statements }) =>
        statements.flatMap((index) => model.statements[index]?.range.start.line ?? []),
      ),
    ),
    namedParameters: new Set(document.language === 'python' ? fn.parameters : []),
    ownNames: new Set(fn.kind === 'module' ? [] : [...fn.parameters, ...bound]),
  };
}

/** Nodes by id. */
function annotationsIn(node: Node): number[] {
  return node.descendantsOfType(['type', 'type_annotation']).map(({ id }) => id);
}

/** Python: they say how annotations are read, and nothing else. */
function annotationImportsIn(node: Node): number[] {
  return node
    .descendantsOfType(['future_import_statement'])
    .filter(({ text }) => /import\s+annotations$/.test(text.trim()))
    .map(({ id }) => id);
}

function signatureOf(node: Node): string {
  const definition = node.childForFieldName('definition') ?? node.childForFieldName('value') ?? node;
  const parts = ['parameters', 'parameter', 'return_type', 'type'].map(
    (field) => definition.childForFieldName(field)?.text ?? '',
  );
  return parts.join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** The node of a function's definition, with its decorators; of the module, the whole tree. */
function nodeOf({ kind, range, nameRange }: SourceFunction, document: SyntaxDocument): Node {
  const root = document.syntaxTree.rootNode;
  if (kind === 'module') return root;
  const start = document.lineIndex.offsetAt(range.start);
  const end = document.lineIndex.offsetAt(range.end);
  const name = document.lineIndex.offsetAt(nameRange.start);
  let node = root.descendantForIndex(name, name + 1) ?? root;
  for (let around = node.parent; around !== null && around.id !== root.id; around = around.parent) {
    if (around.startIndex < start || around.endIndex > end) break;
    node = around;
  }
  return node;
}

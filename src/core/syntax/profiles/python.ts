import type { Node } from 'web-tree-sitter';
import type {
  Arm,
  Case,
  Choice,
  Construct,
  Handler,
  Loop,
  StatementSpan,
  Suite,
  Switch,
  Try,
  With,
} from '../construct';
import { lowerBy, type Lowering } from '../lowering';
import type { LanguageProfile, NamedScope } from '../profile';
import functions from '../queries/python/functions.scm';
import names from '../queries/python/names.scm';
import { childrenOfType, compoundSpan, hasToken, headSpan, simpleSpan, spanOf } from '../spans';

const lowerings: Readonly<Record<string, Lowering>> = {
  if_statement: lowerIf,
  for_statement: lowerLoop,
  while_statement: lowerLoop,
  with_statement: lowerWith,
  try_statement: lowerTry,
  match_statement: lowerMatch,
  function_definition: lowerDefinition,
  class_definition: lowerDefinition,
  decorated_definition: lowerDecorated,
  return_statement: (node) => ({ kind: 'jump', statement: simpleSpan(node), how: 'return' }),
  raise_statement: (node) => ({ kind: 'jump', statement: simpleSpan(node), how: 'raise' }),
  break_statement: (node) => ({ kind: 'jump', statement: simpleSpan(node), how: 'break' }),
  continue_statement: (node) => ({ kind: 'jump', statement: simpleSpan(node), how: 'continue' }),
};

/** Python as tree-sitter-python reads it; statements are those of CPython's `ast.stmt`. */
export const python: LanguageProfile = {
  grammar: 'tree-sitter-python.wasm',
  functions,
  names,
  suiteOf,
  lower: lowerBy(lowerings),
  parametersRunAtCall: false,
  isTest,
};

/** Where the parser failed, the statements that it did read count. */
function suiteOf(body: Node): Suite | undefined {
  return body.type === 'block' || body.type === 'module' || body.type === 'ERROR'
    ? statementsIn(body)
    : undefined;
}

function statementsIn(node: Node): Node[] {
  return node.namedChildren.flatMap((child) => {
    if (child.type === 'ERROR') return statementsIn(child);
    return isStatement(child) ? [child] : [];
  });
}

function isStatement(node: Node): boolean {
  return /_(?:statement|definition)$/.test(node.type);
}

function lowerIf(node: Node): Choice {
  const clauses = node.childrenForFieldName('alternative');
  const arms = [node, ...clauses.filter((clause) => clause.type === 'elif_clause')].map((clause) => {
    const body = clause.childForFieldName('consequence');
    return { statement: compoundSpan(clause, body), body: suite(body) };
  });
  return { kind: 'choice', arms, otherwise: elseSuite(node) };
}

function lowerLoop(node: Node): Loop {
  const body = node.childForFieldName('body');
  const test = node.childForFieldName('condition');
  return {
    kind: 'loop',
    statement: compoundSpan(node, body),
    body: suite(body),
    otherwise: elseSuite(node),
    testsLast: false,
    isEndless: test !== null && /^(?:True|1)$/.test(test.text),
  };
}

function lowerWith(node: Node): With {
  const body = node.childForFieldName('body');
  const items = childrenOfType(node, 'with_clause').flatMap((clause) => childrenOfType(clause, 'with_item'));
  const target = items[0]?.childForFieldName('value')?.childForFieldName('alias')?.firstNamedChild;
  const bindsName = target === undefined || target === null || target.type === 'identifier';
  return {
    kind: 'with',
    statement: compoundSpan(node, body),
    body: suite(body),
    swallows: items.length > 1 || !bindsName ? 'in head and body' : 'in body',
  };
}

function lowerTry(node: Node): Try {
  const body = node.childForFieldName('body');
  const clauses = childrenOfType(node, 'except_clause');
  const finalizer = childrenOfType(node, 'finally_clause')[0];
  return {
    kind: 'try',
    statement: compoundSpan(node, body),
    body: suite(body),
    handlers: clauses.map(lowerHandler),
    handlersShare: clauses.some((clause) => hasToken(clause, '*')),
    otherwise: elseSuite(node),
    finalizer: finalizer && clauseArm(finalizer).body,
  };
}

function lowerHandler(clause: Node): Handler {
  return { ...clauseArm(clause), catchesAll: clause.childForFieldName('value') === null };
}

/** A clause whose block has no field name. */
function clauseArm(clause: Node): Arm {
  const body = childrenOfType(clause, 'block')[0] ?? null;
  return { head: headSpan(clause, body), body: suite(body) };
}

function lowerMatch(node: Node): Switch {
  const body = node.childForFieldName('body');
  const clauses = body === null ? [] : childrenOfType(body, 'case_clause');
  return {
    kind: 'switch',
    statement: compoundSpan(node, body),
    cases: clauses.map(lowerCase),
    fallsThrough: false,
    takesBreak: false,
  };
}

function lowerCase(clause: Node): Case {
  const body = clause.childForFieldName('consequence');
  const patterns = childrenOfType(clause, 'case_pattern');
  const isIrrefutable =
    patterns.length === 1 &&
    isBareCapture(patterns[0]) &&
    !hasToken(clause, ',') &&
    clause.childForFieldName('guard') === null;
  return { head: headSpan(clause, body), body: suite(body), isIrrefutable };
}

/** `case _` or `case name`. */
function isBareCapture(pattern: Node | undefined): boolean {
  return (
    pattern !== undefined &&
    /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(pattern.text) &&
    !isConstant(pattern.text)
  );
}

function isConstant(text: string): boolean {
  return text === 'None' || text === 'True' || text === 'False';
}

function lowerDefinition(node: Node): Construct {
  return { kind: 'simple', statement: compoundSpan(node, node.childForFieldName('body')) };
}

/** `ast` counts a decorated definition at its `def` or `class`. */
function lowerDecorated(node: Node): Construct {
  const definition = node.childForFieldName('definition');
  if (definition === null) return { kind: 'simple', statement: simpleSpan(node) };
  const statement: StatementSpan = {
    whole: spanOf(node),
    head: headSpan(definition, definition.childForFieldName('body')),
    also: [{ start: node.startIndex, end: definition.startIndex }],
  };
  return { kind: 'simple', statement };
}

function suite(body: Node | null): Suite {
  return body === null ? [] : statementsIn(body);
}

function elseSuite(node: Node): Suite {
  const clause = childrenOfType(node, 'else_clause')[0];
  return suite(clause?.childForFieldName('body') ?? null);
}

/** pytest: `test_*` in a module or in a `Test*` class; unittest: `test*` in a class derived from some `TestCase`. */
function isTest({ kind, name, outer }: NamedScope): boolean {
  if (outer === undefined) return kind === 'function' && name.startsWith('test_');
  if (kind !== 'method' || !name.startsWith('test')) return false;
  const bases = outer.node.childForFieldName('superclasses')?.text ?? '';
  return /TestCase\b/.test(bases) || (name.startsWith('test_') && isTestClass(outer));
}

function isTestClass({ kind, name, outer }: NamedScope): boolean {
  return kind === 'class' && name.startsWith('Test') && (outer === undefined || isTestClass(outer));
}

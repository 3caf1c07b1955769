import type { Node } from 'web-tree-sitter';
import type { Case, Choice, Construct, Loop, Span, StatementSpan, Suite, Switch, Try } from '../construct';
import { lowerBy, type Lowering } from '../lowering';
import type { LanguageProfile } from '../profile';
import fields from '../queries/javascript/fields.scm';
import functions from '../queries/javascript/functions.scm';
import jsx from '../queries/javascript/jsx.scm';
import names from '../queries/javascript/names.scm';
import { childrenOfType, compoundSpan, headSpan, simpleSpan, spanOf } from '../spans';

/** What JavaScript and TypeScript lower in the same way. */
export const javascriptLowerings: Readonly<Record<string, Lowering>> = {
  statement_block: (node) => ({ kind: 'group', body: statementsIn(node) }),
  empty_statement: () => ({ kind: 'group', body: [] }),
  labeled_statement: (node) => ({ kind: 'labelled', label: labelOf(node) ?? '', body: suite(node, 'body') }),
  if_statement: lowerIf,
  for_statement: lowerFor,
  for_in_statement: lowerLoop,
  while_statement: lowerLoop,
  do_statement: lowerDo,
  with_statement: (node) => ({
    kind: 'with',
    statement: compoundSpan(node, node.childForFieldName('body')),
    body: suite(node, 'body'),
    swallows: 'nothing',
  }),
  try_statement: lowerTry,
  switch_statement: lowerSwitch,
  return_statement: (node) => ({ kind: 'jump', statement: simpleSpan(node), how: 'return' }),
  throw_statement: (node) => ({ kind: 'jump', statement: simpleSpan(node), how: 'raise' }),
  break_statement: (node) => ({
    kind: 'jump',
    statement: simpleSpan(node),
    how: 'break',
    label: labelOf(node),
  }),
  continue_statement: (node) => ({
    kind: 'jump',
    statement: simpleSpan(node),
    how: 'continue',
    label: labelOf(node),
  }),
  function_declaration: lowerDefinition,
  generator_function_declaration: lowerDefinition,
  function_expression: lowerDefinition,
  class_declaration: lowerDefinition,
  class: lowerDefinition,
  export_statement: lowerExport,
};

/** JavaScript and JSX as tree-sitter-javascript reads them. Braces, labels and `;` are structure, not statements. */
export const javascript: LanguageProfile = {
  grammar: 'tree-sitter-javascript.wasm',
  functions: functions + fields,
  names: names + jsx,
  suiteOf,
  lower: lowerBy(javascriptLowerings),
  parametersRunAtCall: true,
  isTest: ({ isTestCallback }) => isTestCallback,
};

function suiteOf(body: Node): Suite | undefined {
  return /^(?:program|statement_block|ERROR)$/.test(body.type) ? statementsIn(body) : undefined;
}

/** Where the parser failed, the statements that it did read count. */
function statementsIn(node: Node): Node[] {
  return node.namedChildren.flatMap((child) => {
    if (child.type === 'ERROR') return statementsIn(child);
    return isStatement(child) ? [child] : [];
  });
}

function isStatement(node: Node): boolean {
  return /_(?:statement|declaration|signature)$|^(?:statement_block|module|internal_module|import_alias)$/.test(
    node.type,
  );
}

/** A single statement, in braces or not. */
function suite(node: Node, field: string): Suite {
  const body = node.childForFieldName(field);
  return body === null ? [] : [body];
}

/** `else if` continues the choice; chains of thousands are common in generated code, hence no recursion. */
function lowerIf(node: Node): Choice {
  const arms: Choice['arms'][number][] = [];
  let rest: Node | undefined = node;
  while (rest?.type === 'if_statement') {
    const consequence = rest.childForFieldName('consequence');
    arms.push({ statement: compoundSpan(rest, consequence), body: suite(rest, 'consequence') });
    rest = rest.childForFieldName('alternative')?.namedChildren.find((child) => !child.isExtra);
  }
  return { kind: 'choice', arms, otherwise: rest === undefined ? [] : [rest] };
}

function lowerLoop(node: Node): Loop {
  return {
    kind: 'loop',
    statement: compoundSpan(node, node.childForFieldName('body')),
    body: suite(node, 'body'),
    otherwise: [],
    testsLast: false,
    isEndless: isAlwaysTrue(node.childForFieldName('condition')),
  };
}

function lowerFor(node: Node): Loop {
  const init = partOf(node, 'initializer');
  const update = partOf(node, 'increment');
  const test = node.childForFieldName('condition');
  return {
    ...lowerLoop(node),
    statement: { whole: spanOf(node), head: spanOf(test ?? node) },
    ...(init && { init: simpleSpan(init) }),
    ...(update && { update: spanOf(update) }),
    isEndless: isAlwaysTrue(test) || partOf(node, 'condition') === undefined,
  };
}

/** A part of `for (;;)`, undefined when it is left out. */
function partOf(node: Node, field: string): Node | undefined {
  const part = node.childForFieldName(field);
  return part === null || part.type === 'empty_statement' ? undefined : part;
}

function lowerDo(node: Node): Loop {
  const start = node.children.find(({ type }) => type === 'while')?.startIndex;
  const end = node.childForFieldName('condition')?.endIndex;
  const head = start === undefined || end === undefined ? spanOf(node) : { start, end };
  return { ...lowerLoop(node), statement: { whole: spanOf(node), head }, testsLast: true };
}

function isAlwaysTrue(test: Node | null): boolean {
  return test !== null && /^\(?\s*(?:true|1)\s*\)?$/.test(test.text);
}

function lowerTry(node: Node): Try {
  const body = node.childForFieldName('body');
  const handler = node.childForFieldName('handler');
  const finalizer = node.childForFieldName('finalizer');
  return {
    kind: 'try',
    statement: compoundSpan(node, body),
    body: suite(node, 'body'),
    handlers: handler === null ? [] : [{ ...lowerArm(handler), catchesAll: true }],
    handlersShare: false,
    otherwise: [],
    finalizer: finalizer === null ? undefined : finalizerOf(finalizer),
  };
}

/** An empty one changes nothing. */
function finalizerOf(clause: Node): Suite | undefined {
  const body = suite(clause, 'body');
  return body.every((block) => statementsIn(block).length === 0) ? undefined : body;
}

function lowerArm(clause: Node): { head: Span; body: Suite } {
  return { head: headSpan(clause, clause.childForFieldName('body')), body: suite(clause, 'body') };
}

function lowerSwitch(node: Node): Switch {
  const body = node.childForFieldName('body');
  const clauses = body?.namedChildren ?? [];
  return {
    kind: 'switch',
    statement: compoundSpan(node, body),
    cases: clauses.filter(({ type }) => type === 'switch_case' || type === 'switch_default').map(lowerCase),
    fallsThrough: true,
    takesBreak: true,
  };
}

function lowerCase(clause: Node): Case {
  const body = clause.childrenForFieldName('body').filter(isStatement);
  const head = clause.type === 'switch_default' ? undefined : headSpan(clause, body[0] ?? null);
  return { head, body, isIrrefutable: false };
}

/** A function or a class: the statement is its head; decorators and computed keys of members are evaluated with it. */
export function lowerDefinition(node: Node): Construct {
  const body = node.childForFieldName('body');
  const members = body?.type === 'class_body' ? body.namedChildren : [];
  const also = members.flatMap((member) =>
    member.type === 'decorator' ? [member] : partsOfDefinition(member),
  );
  return { kind: 'simple', statement: { ...compoundSpan(node, body), also: also.map(spanOf) } };
}

function partsOfDefinition(member: Node): Node[] {
  return [...childrenOfType(member, 'decorator'), ...childrenOfType(member, 'computed_property_name')];
}

/** What is exported decides; the statement starts at `export` or at the decorators before it. */
function lowerExport(node: Node, lower: (node: Node) => Construct): Construct {
  const exported = node.childForFieldName('declaration') ?? node.childForFieldName('value');
  const construct = exported === null ? undefined : lower(exported);
  if (construct?.kind !== 'simple' && construct?.kind !== 'inert') {
    return { kind: 'simple', statement: simpleSpan(node) };
  }
  const inner = construct.statement;
  const isWholeHead = inner.head.end === inner.whole.end;
  const statement: StatementSpan = {
    ...inner,
    whole: spanOf(node),
    head: { start: node.startIndex, end: isWholeHead ? node.endIndex : inner.head.end },
  };
  return { kind: construct.kind, statement };
}

function labelOf(node: Node): string | undefined {
  return node.childForFieldName('label')?.text;
}

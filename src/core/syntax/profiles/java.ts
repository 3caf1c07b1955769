import type { Node } from 'web-tree-sitter';
import type { Case, Choice, Construct, Handler, Jump, Loop, Suite, Switch, Try } from '../construct';
import { lowerBy, type Lowering } from '../lowering';
import type { LanguageProfile, NamedScope } from '../profile';
import functions from '../queries/java/functions.scm';
import names from '../queries/java/names.scm';
import { childrenOfType, compoundSpan, headSpan, simpleSpan, spanOf } from '../spans';

const lowerings: Readonly<Record<string, Lowering>> = {
  block: (node) => ({ kind: 'group', body: statementsIn(node) }),
  ';': () => ({ kind: 'group', body: [] }),
  labeled_statement: lowerLabelled,
  if_statement: lowerIf,
  for_statement: lowerFor,
  enhanced_for_statement: lowerLoop,
  while_statement: lowerLoop,
  do_statement: lowerDo,
  synchronized_statement: (node) => ({
    kind: 'with',
    statement: compoundSpan(node, node.childForFieldName('body')),
    body: suite(node, 'body'),
    swallows: 'nothing',
  }),
  try_statement: lowerTry,
  try_with_resources_statement: lowerTry,
  switch_expression: lowerSwitch,
  return_statement: (node) => jump(node, 'return'),
  throw_statement: (node) => jump(node, 'raise'),
  break_statement: (node) => jump(node, 'break'),
  continue_statement: (node) => jump(node, 'continue'),
  package_declaration: lowerInert,
  import_declaration: lowerInert,
  class_declaration: lowerInert,
  interface_declaration: lowerInert,
  enum_declaration: lowerInert,
  record_declaration: lowerInert,
  annotation_type_declaration: lowerInert,
};

/**
 * Java as tree-sitter-java reads it. A `switch` whose value is used belongs to its statement, as a comprehension does in
 * Python. Declarations of types run nothing where they stand.
 */
export const java: LanguageProfile = {
  grammar: 'tree-sitter-java.wasm',
  functions,
  names,
  suiteOf: (body) => (bodies.test(body.type) ? statementsIn(body) : undefined),
  lower: lowerBy(lowerings),
  parametersRunAtCall: false,
  isTest,
};

const bodies = /^(?:program|block|constructor_body|ERROR)$/;
const statements =
  /_statement$|_declaration$|^(?:block|switch_expression|explicit_constructor_invocation|ERROR)$/;

/** Where the parser failed, the statements that it did read count. */
function statementsIn(node: Node): Node[] {
  return node.namedChildren.flatMap((child) => {
    if (child.type === 'ERROR') return statementsIn(child);
    return statements.test(child.type) ? [child] : [];
  });
}

function suite(node: Node, field: string): Suite {
  const body = node.childForFieldName(field);
  return body === null ? [] : [body];
}

function lowerInert(node: Node): Construct {
  return { kind: 'inert', statement: simpleSpan(node) };
}

function jump(node: Node, how: Jump['how']): Jump {
  const label = how === 'break' || how === 'continue' ? node.namedChildren.find(isLabel)?.text : undefined;
  return { kind: 'jump', statement: simpleSpan(node), how, label };
}

function isLabel(node: Node): boolean {
  return node.type === 'identifier';
}

function lowerLabelled(node: Node): Construct {
  const label = node.namedChildren.find(isLabel);
  const body = node.namedChildren.findLast((child) => !child.isExtra && child.id !== label?.id);
  return { kind: 'labelled', label: label?.text ?? '', body: body === undefined ? [] : [body] };
}

/** `else if` continues the choice; chains of thousands are common in generated code, hence no recursion. */
function lowerIf(node: Node): Choice {
  const arms: Choice['arms'][number][] = [];
  let rest: Node | null = node;
  while (rest?.type === 'if_statement') {
    const consequence = rest.childForFieldName('consequence');
    arms.push({ statement: compoundSpan(rest, consequence), body: suite(rest, 'consequence') });
    rest = rest.childForFieldName('alternative');
  }
  return { kind: 'choice', arms, otherwise: rest === null ? [] : [rest] };
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
  const init = node.childForFieldName('init');
  const update = node.childForFieldName('update');
  const test = node.childForFieldName('condition');
  return {
    ...lowerLoop(node),
    statement: { whole: spanOf(node), head: spanOf(test ?? node) },
    ...(init && { init: simpleSpan(init) }),
    ...(update && { update: spanOf(update) }),
    isEndless: test === null || isAlwaysTrue(test),
  };
}

function lowerDo(node: Node): Loop {
  const start = node.children.find(({ type }) => type === 'while')?.startIndex;
  const end = node.childForFieldName('condition')?.endIndex;
  const head = start === undefined || end === undefined ? spanOf(node) : { start, end };
  return { ...lowerLoop(node), statement: { whole: spanOf(node), head }, testsLast: true };
}

function isAlwaysTrue(test: Node | null): boolean {
  return test !== null && /^\(?\s*true\s*\)?$/.test(test.text);
}

/** Resources are opened as part of the head, which the handlers guard too. */
function lowerTry(node: Node): Try {
  const finalizer = childrenOfType(node, 'finally_clause')[0];
  return {
    kind: 'try',
    statement: compoundSpan(node, node.childForFieldName('body')),
    body: suite(node, 'body'),
    handlers: childrenOfType(node, 'catch_clause').map(lowerCatch),
    handlersShare: false,
    otherwise: [],
    finalizer: finalizer && finalizerOf(finalizer),
  };
}

/** An empty one changes nothing. */
function finalizerOf(clause: Node): Suite | undefined {
  const body = childrenOfType(clause, 'block');
  return body.every((block) => statementsIn(block).length === 0) ? undefined : body;
}

function lowerCatch(clause: Node): Handler {
  const types = clause.descendantsOfType('catch_type')[0]?.namedChildren ?? [];
  return {
    head: headSpan(clause, clause.childForFieldName('body')),
    body: suite(clause, 'body'),
    catchesAll: types.some((type) => /(?:^|\.)Throwable$/.test(type.text)),
  };
}

function lowerSwitch(node: Node): Switch {
  const body = node.childForFieldName('body');
  const groups = (body?.namedChildren ?? []).filter(({ type }) => type.startsWith('switch_'));
  return {
    kind: 'switch',
    statement: compoundSpan(node, body),
    cases: groups.flatMap(lowerCases),
    fallsThrough: groups.some(({ type }) => type === 'switch_block_statement_group'),
    takesBreak: true,
  };
}

/** Labels that share a body: all but the last fall through with nothing to run. */
function lowerCases(group: Node): Case[] {
  const labels = childrenOfType(group, 'switch_label');
  const isRule = group.type === 'switch_rule';
  return labels.map((label, index) => {
    const isDefault = label.children.some(({ text }) => text === 'default');
    return {
      head: isDefault && label.namedChildCount === 0 ? undefined : spanOf(label),
      body: index === labels.length - 1 ? statementsIn(group) : [],
      isIrrefutable: isDefault && isRule,
    };
  });
}

/** JUnit and TestNG. */
function isTest({ kind, node }: NamedScope): boolean {
  const modifiers = childrenOfType(node, 'modifiers')[0];
  if (kind !== 'method' || modifiers === undefined) return false;
  return modifiers.namedChildren.some((each) =>
    /^(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)$/.test(
      each.childForFieldName('name')?.text ?? '',
    ),
  );
}

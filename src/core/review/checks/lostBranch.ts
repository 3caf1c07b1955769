// Errors that are no longer handled, and cases that are no longer told apart, though both still come about.
import type { Node } from 'web-tree-sitter';
import { calleeText } from '../../syntax/callee';
import type { ParsedVersion } from '../changedParts';
import { functionAround, nodesOf, type Remark } from './remark';

const tries = new Set(['try_statement']);
const calls = new Set(['call', 'call_expression', 'method_invocation', 'new_expression']);
const handlers = new Set(['except_clause', 'except_group_clause', 'catch_clause']);
/** What catches all errors that programs handle. */
const everything = '*';
const broad = new Set(['Exception', 'BaseException', 'Throwable', '']);

/** A handler is gone, and a call that it guarded is made without one. */
export function lostHandlers(old: ParsedVersion, now: ParsedVersion): Remark[] {
  const after = guardedCalls(now);
  return [...guardedCalls(old)].flatMap(([key, before]) => {
    const left = after.get(key);
    if (left === undefined) return [];
    // As long as one of the calls is handled as before, the others may have been there all along.
    const lost = [...before.handled].filter(
      (name) => !left.handled.has(name) && !left.handled.has(everything),
    );
    const at = left.bare[0];
    if (lost.length === 0 || at === undefined || left.bare.length <= before.bare.length) return [];
    const what = lost.includes(everything) ? 'errors' : lost.join(' and ');
    const [place = '', callee = ''] = key.split('\0');
    return [
      {
        kind: 'lost-branch',
        level: 'derived',
        function: place,
        line: at,
        title: `${place} no longer handles ${what} of ${callee}`,
        message: `\`${callee}\` is still called here; before this change a handler caught ${what}, now nothing in this function does.`,
      } as const,
    ];
  });
}

interface Guard {
  /** Names of the errors that handlers around any of the calls take. */
  readonly handled: Set<string>;
  /** 0-based lines of calls without a handler around. */
  readonly bare: number[];
}

/** By function and callee. */
function guardedCalls(version: ParsedVersion): Map<string, Guard> {
  const found = new Map<string, Guard>();
  for (const call of nodesOf(version.document.syntaxTree.rootNode, calls)) {
    const callee =
      call.childForFieldName('function') ??
      call.childForFieldName('constructor') ??
      (call.type === 'method_invocation' ? call : null);
    if (callee === null) continue;
    const place = functionAround(call, version);
    if (place === undefined || place.kind === 'module') continue;
    const key = `${place.path}\0${calleeText(callee)}`;
    const guard = found.get(key) ?? { handled: new Set<string>(), bare: [] };
    found.set(key, guard);
    const names = handledAround(call);
    if (names.length === 0) guard.bare.push(call.startPosition.row);
    for (const name of names) guard.handled.add(name);
  }
  return found;
}

/** Errors that are caught around a call, within its function. */
function handledAround(call: Node): string[] {
  const names: string[] = [];
  for (let node = call; node.parent !== null; node = node.parent) {
    const { parent } = node;
    if (/function|lambda|method_declaration|method_definition/.test(parent.type)) break;
    if (tries.has(parent.type) && parent.childForFieldName('body')?.id === node.id) {
      for (const handler of parent.namedChildren.filter(({ type }) => handlers.has(type))) {
        names.push(...namesOf(handler));
      }
    }
    if (parent.type === 'with_statement' && /suppress\(/.test(parent.namedChild(0)?.text ?? '')) {
      names.push(everything);
    }
  }
  return names;
}

function namesOf(handler: Node): string[] {
  if (handler.type === 'catch_clause') {
    const types = nodesOf(handler, new Set(['catch_type']));
    return types.length === 0 ? [everything] : types.flatMap(({ text }) => text.split(/\s*\|\s*/));
  }
  const value = handler.namedChildren.find(({ type }) => type !== 'block' && type !== 'comment');
  const text = value?.text.replace(/\s+as\s+\w+$/, '') ?? '';
  const names = text.replaceAll(/[()\s]/g, '').split(',');
  return names.map((name) => (broad.has(name) ? everything : name)).filter((name) => name !== '');
}

const strings = new Set(['string', 'string_literal']);

/** A case is gone from a function that still tells others apart, and its value still stands elsewhere in the file. */
export function lostCases(old: ParsedVersion, now: ParsedVersion): Remark[] {
  const after = casesOf(now);
  return [...casesOf(old)].flatMap(([key, before]) => {
    const left = after.get(key);
    if (left === undefined || left.size === 0) return [];
    return [...before.keys()].flatMap((value): Remark[] => {
      const [place = '', subject = ''] = key.split('\0');
      if (left.has(value) || standsIn(place, value, now)) return [];
      const elsewhere = occurrence(value, now);
      const at = [...left.values()][0];
      if (elsewhere === undefined || at === undefined) return [];
      return [
        {
          kind: 'lost-branch',
          level: 'derived',
          function: place,
          line: at,
          title: `${place} no longer handles ${value}`,
          message: `Before this change \`${subject}\` was compared with ${value} here; line ${elsewhere + 1} still uses it.`,
        },
      ];
    });
  });
}

/** By function and subject: the literals that it is compared with, and on which line. */
function casesOf(version: ParsedVersion): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const literal of literalsOf(version)) {
    const subject = subjectOf(literal);
    const place = functionAround(literal, version);
    if (subject === undefined || place === undefined || place.kind === 'module') continue;
    const key = `${place.path}\0${subject}`;
    found.set(
      key,
      (found.get(key) ?? new Map<string, number>()).set(literal.text, literal.startPosition.row),
    );
  }
  return found;
}

function literalsOf({ document }: ParsedVersion): Node[] {
  return nodesOf(document.syntaxTree.rootNode, strings);
}

/** What a literal is compared with: in an equality, or as the case of a switch or match. */
function subjectOf(literal: Node): string | undefined {
  const type = literal.parent?.type;
  if (type === 'comparison_operator' || type === 'binary_expression') return comparedWith(literal);
  return chosenBy(literal);
}

function comparedWith(literal: Node): string | undefined {
  const comparison = literal.parent;
  const others = comparison?.namedChildren.filter(({ id }) => id !== literal.id) ?? [];
  const operators = comparison?.children.filter(({ isNamed }) => !isNamed).map(({ text }) => text) ?? [];
  const [other] = others;
  if (other === undefined || others.length > 1 || strings.has(other.type)) return undefined;
  return operators.length === 1 && /^={2,3}$/.test(operators[0] ?? '') ? other.text : undefined;
}

const choices = /^(switch|match|switch_statement|switch_expression|match_statement)$/;
const betweenChoiceAndLabel =
  /^(case_clause|case_pattern|switch_case|switch_label|union_pattern|switch_body|switch_block|block|switch_block_statement_group)$/;

function chosenBy(literal: Node): string | undefined {
  let { parent } = literal;
  let from = literal;
  while (parent !== null && betweenChoiceAndLabel.test(parent.type)) {
    if (!isLabel(from, parent)) return undefined;
    from = parent;
    ({ parent } = parent);
  }
  if (parent === null || !choices.test(parent.type)) return undefined;
  const value =
    parent.childForFieldName('value') ?? parent.childForFieldName('subject') ?? parent.namedChild(0);
  return value?.text.replaceAll(/^\(|\)$/g, '');
}

/** Whether a part of a case says what it takes, not what it does. */
function isLabel(part: Node, around: Node): boolean {
  if (around.type === 'switch_case') return around.childForFieldName('value')?.id === part.id;
  return around.type !== 'case_clause' || around.childForFieldName('consequence')?.id !== part.id;
}

function standsIn(place: string, value: string, version: ParsedVersion): boolean {
  return literalsOf(version).some(
    (literal) => literal.text === value && functionAround(literal, version)?.path === place,
  );
}

/** The 0-based line on which a literal still stands as a value. */
function occurrence(value: string, version: ParsedVersion): number | undefined {
  const found = literalsOf(version).find(
    (literal) => literal.text === value && literal.parent?.type !== 'expression_statement',
  );
  return found?.startPosition.row;
}

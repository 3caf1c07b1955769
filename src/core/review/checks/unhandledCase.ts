// New members of enums and unions that code which tells the others apart does not know.
import type { Node } from 'web-tree-sitter';
import type { ParsedVersion } from '../changedParts';
import { functionAround, nodesOf, type Remark } from './remark';

/** So many of the other members have to be told apart before one counts as forgotten. */
const leastHandled = 2;

/** The members of an enum or union, as other code writes them: `Color.RED`, `'red'`. */
interface Members {
  readonly name: string;
  readonly values: ReadonlySet<string>;
}

/** @param now The version that is looked at; `grown` come from it or another file. */
export function unhandledCases(grown: readonly Grown[], now: ParsedVersion): Remark[] {
  return choicesOf(now).flatMap(({ node, handled, hasDefault }) =>
    grown.flatMap(({ name, added, others }): Remark[] => {
      const known = [...others].filter((value) => handled.has(value));
      const missing = [...added].filter((value) => !handled.has(value));
      const isComplete = [...others].every((value) => handled.has(value));
      if (hasDefault || known.length < leastHandled || !isComplete || missing.length === 0) return [];
      const place = functionAround(node, now)?.path ?? '<module>';
      return [
        {
          kind: 'unhandled-case',
          level: 'derived',
          function: place,
          line: node.startPosition.row,
          title: `${place} does not handle ${missing.join(' and ')}`,
          message: `${name} has it since this change. Here all its other ${others.size} members are told apart, and what is none of them is not handled.`,
        },
      ];
    }),
  );
}

/** An enum or union that has got members. */
export interface Grown {
  readonly name: string;
  readonly added: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

export function grownTypes(old: ParsedVersion, now: ParsedVersion): Grown[] {
  const before = new Map(membersOf(old).map((members) => [members.name, members.values]));
  return membersOf(now).flatMap(({ name, values }) => {
    const earlier = before.get(name);
    if (earlier === undefined) return [];
    const added = new Set([...values].filter((value) => !earlier.has(value)));
    const others = new Set([...values].filter((value) => earlier.has(value)));
    return added.size === 0 ? [] : [{ name, added, others }];
  });
}

const types = new Set(['class_definition', 'enum_declaration', 'type_alias_declaration']);

function membersOf({ document }: ParsedVersion): Members[] {
  return nodesOf(document.syntaxTree.rootNode, types).flatMap((node): Members[] => {
    const name = node.childForFieldName('name')?.text ?? '';
    const values = valuesOf(node, name);
    return values.length === 0 ? [] : [{ name, values: new Set(values) }];
  });
}

function valuesOf(node: Node, name: string): string[] {
  if (node.type === 'class_definition') {
    const bases = node.childForFieldName('superclasses')?.text ?? '';
    if (!/\b(Int|Str)?(Enum|Flag)\b/.test(bases)) return [];
    const body = node.childForFieldName('body')?.namedChildren ?? [];
    return body.flatMap((statement) => {
      const assigned = statement.namedChild(0);
      const left = assigned?.type === 'assignment' ? assigned.childForFieldName('left') : null;
      return left?.type === 'identifier' && !left.text.startsWith('_') ? [`${name}.${left.text}`] : [];
    });
  }
  if (node.type === 'enum_declaration') {
    const body = node.childForFieldName('body')?.namedChildren ?? [];
    return body.flatMap((member) => {
      const own = member.childForFieldName('name') ?? member;
      return /^(property_identifier|enum_assignment|enum_constant)$/.test(member.type)
        ? [`${name}.${own.text}`]
        : [];
    });
  }
  const value = node.childForFieldName('value');
  if (value?.type !== 'union_type') return [];
  const literals = nodesOf(value, new Set(['literal_type'])).map(({ text }) => text);
  const isUnionOfLiterals =
    nodesOf(value, new Set(['type_identifier', 'object_type', 'predefined_type'])).length === 0;
  return isUnionOfLiterals ? literals : [];
}

interface Choice {
  readonly node: Node;
  readonly handled: ReadonlySet<string>;
  /** What none of the cases takes is handled, otherwise than by an error. */
  readonly hasDefault: boolean;
}

function choicesOf({ document }: ParsedVersion): Choice[] {
  const root = document.syntaxTree.rootNode;
  const switches = nodesOf(root, new Set(['switch_statement', 'switch_expression', 'match_statement']));
  const chains = nodesOf(root, new Set(['if_statement'])).filter(
    ({ parent }) => parent?.type !== 'else_clause' && parent?.type !== 'if_statement',
  );
  return [...switches.map(switchChoice), ...chains.flatMap(chainChoice)];
}

const cases = new Set(['switch_case', 'case_clause', 'switch_label', 'switch_default']);
const throwing = /^(raise_statement|throw_statement)$/;

function switchChoice(node: Node): Choice {
  const handled = new Set<string>();
  let hasDefault = false;
  for (const part of nodesOf(node, cases)) {
    const label = labelOf(part);
    if (label === undefined) hasDefault ||= !isThrowing(part);
    else for (const text of label) handled.add(text);
  }
  return { node, handled, hasDefault };
}

/** What a case takes; undefined of one that takes everything. */
function labelOf(part: Node): string[] | undefined {
  if (part.type === 'switch_default') return undefined;
  const value = part.childForFieldName('value');
  if (value !== null) return [value.text];
  const patterns = part.namedChildren.filter(({ type }) => type !== 'block' && !type.endsWith('comment'));
  const texts = patterns
    .filter(({ type }) => type !== 'if_clause')
    .flatMap(({ text }) => text.split('|').map((each) => each.trim()));
  if (part.type === 'switch_label' && texts.length === 0) return undefined;
  return texts.some((text) => /^[a-z_]\w*$/.test(text)) && part.type === 'case_clause' ? undefined : texts;
}

function isThrowing(part: Node): boolean {
  const fields = ['consequence', 'body'].map((field) => part.childForFieldName(field));
  const body = fields.find((field) => field !== null) ?? part.namedChild(0);
  const first = /^(statement_)?block$/.test(body?.type ?? '') ? body?.namedChild(0) : body;
  return throwing.test(first?.type ?? '') || /assert_?never/i.test(first?.text ?? '');
}

/** An `if` with its `else if`s, as long as each compares the same thing with a member. */
function chainChoice(node: Node): Choice[] {
  const { conditions, rest } = chainFrom(node);
  const compared = conditions.map(({ text }) => comparison.exec(text));
  const subjects = new Set(compared.map((match) => match?.[1]));
  const handled = new Set(compared.flatMap((match) => match?.[2] ?? []));
  // After returns in all arms, what follows is the default.
  if (conditions.length < leastHandled || subjects.size !== 1 || node.nextNamedSibling !== null) return [];
  if (compared.includes(null)) return [];
  return [{ node, handled, hasDefault: rest !== undefined && !isThrowing(rest) }];
}

const comparison = /^\(?\s*([\w.]+)\s*(?:===?|is)\s*('[^']*'|"[^"]*"|[\w.]+)\s*\)?$/;

/** The conditions in their order, and the last `else`. */
function chainFrom(node: Node): { conditions: Node[]; rest: Node | undefined } {
  const own = node.childForFieldName('condition');
  const conditions = own === null ? [] : [own];
  for (const elif of node.namedChildren.filter(({ type }) => type === 'elif_clause')) {
    const next = elif.childForFieldName('condition');
    if (next !== null) conditions.push(next);
  }
  const rest = node.namedChildren.find(({ type }) => type === 'else_clause') ?? alternativeOf(node);
  const inner = rest?.type === 'else_clause' ? rest.namedChild(0) : rest;
  if (inner?.type !== 'if_statement') return { conditions, rest };
  const further = chainFrom(inner);
  return { conditions: [...conditions, ...further.conditions], rest: further.rest };
}

/** In Java the `else` has no node of its own. */
function alternativeOf(node: Node): Node | undefined {
  const alternative = node.childForFieldName('alternative');
  return alternative === null || alternative.type === 'elif_clause' ? undefined : alternative;
}

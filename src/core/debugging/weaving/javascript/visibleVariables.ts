// The variables that a block can read and write, as an object of functions that do so.
import type { Node } from 'web-tree-sitter';
import {
  declaredNames,
  lexicalNames,
  patternNames,
  statementsOf,
  varNames,
} from '../../../instrument/javascript/declarations';
import type { SourceModel } from '../../../syntax/model';
import type { Scope } from './weaver';

/** `{a:[()=>a,v=>{a=v}]}`: variables of the function and of those around it that the function uses. */
export function accessorsOf(scope: Scope, model: SourceModel): string {
  const { info, node } = scope.owner;
  const used = new Set([
    ...info.parameters,
    ...model.blocks
      .filter(({ functionIndex }) => functionIndex === info.index)
      .flatMap(({ definitions, uses }) => [...definitions, ...uses]),
  ]);
  const names = [...visibleNames(scope)].filter((name) => used.has(name));
  const variables = names.map((name) => `${name}:[()=>${name},$witnessNew=>{${name}=$witnessNew}]`);
  const own = /\bthis\b/.test(node.text) ? ['this:[()=>this]'] : [];
  return `{${[...variables, ...own].join()}}`;
}

function visibleNames(scope: Scope | undefined): Set<string> {
  if (scope === undefined) return new Set();
  const { body, info } = scope.owner;
  const ofVar = body.type === 'statement_block' ? varNames(body) : [];
  return new Set([
    ...scope.parts.flatMap(namesOf),
    ...info.parameters,
    ...ofVar,
    ...visibleNames(scope.outer),
  ]);
}

/** What braces, a loop, a `catch` or a `switch` declare. */
function namesOf(part: Node): string[] {
  switch (part.type) {
    case 'statement_block':
      return variablesOf(statementsOf(part));
    case 'switch_body':
      return part.namedChildren.flatMap((clause) => variablesOf(clause.childrenForFieldName('body')));
    case 'for_statement': {
      const init = part.childForFieldName('initializer');
      return init === null ? [] : declaredNames(init);
    }
    case 'for_in_statement':
      return part.childForFieldName('kind') === null ? [] : patternNames(part.childForFieldName('left'));
    case 'catch_clause':
      return patternNames(part.childForFieldName('parameter'));
    default:
      return [];
  }
}

function variablesOf(statements: readonly Node[]): string[] {
  return lexicalNames(statements.filter(({ type }) => type === 'lexical_declaration'));
}

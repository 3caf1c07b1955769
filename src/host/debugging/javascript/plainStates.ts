// What somebody says of blocks, as literals of JavaScript that are nothing else.
import { javascriptLiteral } from '../../../core/debugging/javascriptLiteral';
import type { SyntaxService } from '../../syntax/syntaxService';
import type { StatedArgument } from '../testerMessages';

type States = StatedArgument['states'];

/** With each value written plainly; or the first that is no literal. */
export async function plainStates(
  states: States,
  syntax: SyntaxService,
): Promise<States | { readonly noLiteral: string }> {
  const literals = new Map<string, string>();
  for (const text of states.flatMap(({ said }) => said.flatMap(({ values }) => Object.values(values)))) {
    const literal = await syntax.withDocument('javascript', `(${text})`, ({ syntaxTree }) =>
      javascriptLiteral(syntaxTree.rootNode),
    );
    if (literal === undefined) return { noLiteral: `${text} is no literal` };
    literals.set(text, literal);
  }
  return states.map((state) => ({
    ...state,
    said: state.said.map((item) => ({ ...item, values: plainValues(item.values, literals) })),
  }));
}

function plainValues(
  values: Readonly<Record<string, string>>,
  literals: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, literals.get(text) ?? text]));
}

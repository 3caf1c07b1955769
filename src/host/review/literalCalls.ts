// Calls of a JavaScript function with nothing but literals, in the tests and the other files of a workspace.
import path from 'node:path';
import type { Node } from 'web-tree-sitter';
import { calleeText } from '../../core/syntax/callee';
import { findSourceFiles, type FoundFile, isSkipped, readSource } from '../dataflow/sourceFiles';
import type { SyntaxService } from '../syntax/syntaxService';

export interface CallSearch {
  /** File that defines the function. */
  readonly file: string;
  readonly root: string;
  readonly syntax: SyntaxService;
  readonly signal: AbortSignal;
}

const [mostFiles, mostParsed, mostCalls, largestText] = [300, 8, 24, 200_000];
const testFile = /(^|\/)(tests?|__tests__|spec)\/|[._-](test|spec)\.[^/]*$/;
const variables = new Set([
  'identifier',
  'shorthand_property_identifier',
  'this',
  'arrow_function',
  'function_expression',
]);

/** As `name(arguments)`, whatever the function was called on; those of tests first. */
export async function literalCalls(
  name: string,
  { file, root, syntax, signal }: CallSearch,
): Promise<string[]> {
  const found = await findSourceFiles([root], '/', signal).catch((): FoundFile[] => []);
  const own = found.filter(({ language }) => /^(java|type)script/.test(language));
  const tests = own.filter((each) => testFile.test(path.relative(root, each.file)));
  const ordered = [...tests, ...own.filter((each) => !tests.includes(each))];
  const calls = new Set<string>();
  let parsed = 0;
  for (const each of ordered.slice(0, mostFiles)) {
    signal.throwIfAborted();
    if (parsed === mostParsed || calls.size >= mostCalls) break;
    const source = await readSource(each);
    if (isSkipped(source) || source.text.length > largestText || !source.text.includes(`${name}(`)) continue;
    if (each.file !== file) parsed++;
    const written = await syntax
      .withDocument(each.language, source.text, ({ syntaxTree }) => callsIn(syntaxTree.rootNode, name))
      .catch(() => []);
    for (const call of written) calls.add(call);
  }
  return [...calls].slice(0, mostCalls);
}

function callsIn(root: Node, name: string): string[] {
  return root.descendantsOfType(['call_expression']).flatMap((call) => {
    const callee = call.childForFieldName('function');
    const given = call.childForFieldName('arguments');
    if (callee === null || given === null || calleeText(callee).split('.').at(-1) !== name) return [];
    const isLiteral = given.descendantsOfType([...variables]).length === 0 && given.text.length < 500;
    return isLiteral ? [`${name}${given.text}`] : [];
  });
}
